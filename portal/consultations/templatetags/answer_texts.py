"""The lawyer's words as HTML: escaped, and addresses of this site's own rooms made links. No other address ever is."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_OWN = re.compile(
    r"(?<![A-Za-z0-9_/.:])/(?:directory|laws|guides|qa|cases|readings|notices)/(?:[0-9A-Za-z/_~?=#-]|&amp;)*"
)


@register.filter
def answer_prose(text: str) -> SafeString:
    """Paragraphs; ``/directory/`` leads to the directory."""
    escaped = linebreaks(escape(text))
    return mark_safe(_OWN.sub(lambda match: f'<a href="{match[0]}">{match[0]}</a>', escaped))  # noqa: S308 - escaped above
