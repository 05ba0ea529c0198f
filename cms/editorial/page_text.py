"""The words that readers read of a page, as plain text: for search documents, feeds, and what stands in for a summary.

Read from what is stored, without the pictures and files that blocks point at: a hundred pages cost no query.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField

from cms.core.page_text import plain_text
from cms.editorial.base import EditorialPage

LONGEST_LEAD = 300


def body_text(page: EditorialPage) -> str:
    """The words of what is read on a page, in its order, a paragraph a line."""
    lines = (line.strip() for name in page.body_fields for text in _of_field(page, name) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def lead_of(page: EditorialPage) -> str:
    """What a page says of itself in a few lines: its summary, else how it begins."""
    words = page.lead or " ".join(body_text(page).split("\n"))
    return words if len(words) <= LONGEST_LEAD else f"{words[: LONGEST_LEAD - 1]}…"


def _of_field(page: EditorialPage, name: str) -> Iterator[str]:
    value: Any = getattr(page, name)
    if isinstance(value, StreamValue):
        for stored in value.raw_data:
            yield from _of_block(value.stream_block.child_blocks.get(stored["type"]), stored["value"])
    elif isinstance(page._meta.get_field(name), RichTextField):
        yield plain_text(value)
    else:
        yield str(value)


def _of_block(block: blocks.Block | None, stored: Any) -> Iterator[str]:
    """The words of a block as it is stored; blocks of other words than text (choosers, citations) have none."""
    if isinstance(block, blocks.RichTextBlock):
        yield plain_text(str(stored or ""))
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield str(stored or "")
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(stored, dict):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, stored.get(name))
