"""The lawyer's words as HTML: escaped, and addresses of this site's own rooms made links. No other address ever is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

register = template.Library()

_ROOMS: Mapping[str, Any] = {
    "directory": gettext_lazy("打开名录"),
    "laws": gettext_lazy("打开法律法规"),
    "guides": gettext_lazy("打开办事指引"),
    "qa": gettext_lazy("打开问答"),
    "cases": gettext_lazy("打开案例"),
    "readings": gettext_lazy("打开解读"),
    "notices": gettext_lazy("打开公告"),
}
_OWN = re.compile(rf"(?<![A-Za-z0-9_/.:])/({'|'.join(_ROOMS)})/(?:[0-9A-Za-z/_~?=#-]|&amp;)*")


@register.filter
def answer_prose(text: str) -> SafeString:
    """Paragraphs; ``/directory/`` is a link to the directory, in words: an address says nothing to who reads the answer."""
    escaped = linebreaks(escape(text))
    return mark_safe(_OWN.sub(lambda match: f'<a href="{match[0]}">{_ROOMS[match[1]]}</a>', escaped))  # noqa: S308 - escaped above
