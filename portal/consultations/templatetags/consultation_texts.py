"""The texts that are put before a citizen, as HTML: an empty line parts paragraphs, a line that begins with 一、 is a heading."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、\S.{0,30}")
_BREAK = mark_safe("<br>")
_END = ("。", "；", "，", "：")


@register.filter
def text_html(text: str, level: int = 2) -> SafeString:
    """Paragraphs and headings of a level, everything escaped."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return format_html_join("\n", "{}", ((_block(block, level),) for block in blocks))


def _block(block: str, level: int) -> SafeString:
    first, _newline, rest = block.partition("\n")
    if _HEADING.fullmatch(first) and not first.endswith(_END):
        heading = format_html("<h{}>{}</h{}>", level, first, level)
        return format_html("{}{}", heading, _paragraph(rest)) if rest.strip() else heading
    return _paragraph(block)


def _paragraph(text: str) -> SafeString:
    return format_html("<p>{}</p>", format_html_join(_BREAK, "{}", ((line,) for line in text.strip().splitlines())))
