"""Which page numbers a pagination shows."""

from __future__ import annotations

from django import template

register = template.Library()


@register.simple_tag
def page_window(number: int, pages: int) -> list[int | None]:
    """The first, the last and the two on either side of ``number``; ``None`` stands for those left out."""
    shown = sorted({1, pages, *range(max(1, number - 1), min(pages, number + 1) + 1)})
    window: list[int | None] = []
    for previous, page in zip([0, *shown], shown, strict=False):
        if page - previous == 2:
            window.append(page - 1)
        elif page - previous > 2:
            window.append(None)
        window.append(page)
    return window


@register.simple_tag
def previous_number(number: int) -> int:
    """The page before ``number``."""
    return number - 1
