"""The reader's display: 大字版 and 高对比, one, both or neither, remembered in a cookie and nowhere else.

The same pages and functions are served in every mode; only ``data-display`` on ``<html>`` differs. The mode is part of
the cache key of a page (``display_mode``).
"""

from __future__ import annotations

from django.http import HttpRequest

COOKIE = "display"
COOKIE_SECONDS = 365 * 24 * 3600
MODES = ("normal", "large", "contrast", "large-contrast")


def display_mode(request: HttpRequest) -> str:
    """The mode the reader has chosen: one of ``MODES``; an unknown value is ``normal``."""
    mode = request.COOKIES.get(COOKIE, "normal")
    return mode if mode in MODES else "normal"


def toggled(mode: str, part: str) -> str:
    """The mode after ``part`` (``large`` or ``contrast``) is switched, the other part left as it is."""
    parts = {name for name in ("large", "contrast") if name in mode.split("-")} ^ {part}
    return "-".join(name for name in ("large", "contrast") if name in parts) or "normal"
