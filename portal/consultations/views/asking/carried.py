"""What a link to the ask page carries over from the page that was read."""

from __future__ import annotations

import re

from django.http import HttpRequest

_CODE = re.compile(r"[a-z0-9_-]{1,40}")


def topic_carried(request: HttpRequest) -> str:
    """The code of the topic, "" for what cannot be one; whether there is such a topic its screen decides."""
    given = request.GET.get("topic", "")
    return given if _CODE.fullmatch(given) else ""
