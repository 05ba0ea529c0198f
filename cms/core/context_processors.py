"""What every template may ask for."""

from __future__ import annotations

from django.http import HttpRequest

DISPLAY_MODES = ("normal", "large", "contrast")


def display(request: HttpRequest) -> dict[str, str]:
    """The reader's display mode: ``large`` (大字版), ``contrast`` (高对比) or ``normal``; from a cookie, no session."""
    mode = request.COOKIES.get("display", "normal")
    return {"display_mode": mode if mode in DISPLAY_MODES else "normal"}
