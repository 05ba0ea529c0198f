"""The data block of a page's head."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from cms.core import structured_data

register = template.Library()


@register.filter
def json_ld(described: Any) -> SafeString:
    """``structured_data`` of the context as JSON-LD; nothing for a page that describes nothing."""
    return structured_data.json_ld(described or None)
