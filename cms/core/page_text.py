"""The words of a page, passage by passage: for checks of wording, search documents, imports.

A passage is one field, or one block of a StreamField; it says where it stands in words for an editor. Rich text comes as plain
text: paragraphs are set apart by a blank line, nothing is put inside a word. Names of files, addresses, choices, numbers and
citations are no passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

_OF_WAGTAILS = ("title", "seo_title", "search_description")
_NO_PROSE = (models.SlugField, models.URLField, models.EmailField, models.FileField, models.CommaSeparatedIntegerField)
_STANDING_ALONE = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "hr", "div", "tr", "td", "th", "table"]
)

Children = Mapping[str, Iterable[models.Model]]
"""Rows of a page's child relations by the relation's name, where they are not those in the database (a form's)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a page's words. ``path`` is for programs (``body.2.words``), ``label`` for people."""

    path: str
    label: str
    text: str


def page_text(page: Page, children: Children | None = None) -> list[Passage]:
    """All passages of a page (``specific``, or as a revision gives it) that hold words, in the order of its fields."""
    return [passage for passage in _passages(page, children or {}) if passage.text.strip()]


def plain_text(html: str) -> str:
    """Rich text as plain text: blank lines between paragraphs and list items, a line break for ``br``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        self._between(tag)

    def handle_endtag(self, tag: str) -> None:
        self._between(tag)

    def _between(self, tag: str) -> None:
        if tag in _STANDING_ALONE and self.parts and not self.parts[-1].endswith("\n\n"):
            self.parts.append("\n\n")


def _passages(page: Page, children: Children) -> Iterator[Passage]:
    for field in page._meta.concrete_fields:
        if field.model is Page and field.name not in _OF_WAGTAILS:
            continue
        if field.name in getattr(page, "for_editors_only", ()):
            continue
        yield from _of_field(page, field, field.name, _label(field))
    for relation in get_all_child_relations(page):
        name, model = relation.get_accessor_name(), relation.related_model
        if model.__module__.startswith("wagtail."):
            continue
        rows = children[name] if name in children else getattr(page, name).all()
        for number, row in enumerate(rows, start=1):
            place = _("%(name)s第 %(number)d 项") % {"name": model._meta.verbose_name, "number": number}
            for field in model._meta.concrete_fields:
                yield from _of_field(row, field, f"{name}.{number}.{field.name}", f"{place} › {_label(field)}")


def _of_field(row: models.Model, field: models.Field, path: str, label: str) -> Iterator[Passage]:
    if isinstance(field, StreamField):
        value = field.value_from_object(row)
        yield from _of_block(value.stream_block, value, path, label)
    elif _holds_prose(field):
        text = str(field.value_from_object(row) or "")
        yield Passage(path, label, plain_text(text) if isinstance(field, RichTextField) else text)


def _holds_prose(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, _NO_PROSE)
    return is_text and field.editable and not field.choices and not field.is_relation


def _of_block(block: blocks.Block, value: Any, path: str, label: str) -> Iterator[Passage]:
    if value is None:
        return
    if isinstance(block, blocks.BaseStreamBlock):
        for number, child in enumerate(value, start=1):
            place = _("%(label)s › 第 %(number)d 块“%(name)s”")
            words = place % {"label": label, "number": number, "name": _block_label(child.block)}
            yield from _of_block(child.block, child.value, f"{path}.{number}", words)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in value.bound_blocks.items():
            yield from _of_block(child.block, child.value, f"{path}.{name}", f"{label} › {_block_label(child.block)}")
    elif isinstance(block, blocks.ListBlock):
        for number, child in enumerate(value.bound_blocks, start=1):
            words = _("%(label)s › 第 %(number)d 项") % {"label": label, "number": number}
            yield from _of_block(child.block, child.value, f"{path}.{number}", words)
    elif isinstance(block, blocks.RichTextBlock):
        yield Passage(path, label, plain_text(value.source))
    elif isinstance(block, blocks.RawHTMLBlock):
        yield Passage(path, label, plain_text(str(value)))
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield Passage(path, label, str(value))


def _label(field: models.Field) -> str:
    return _words(field.verbose_name)


def _block_label(block: blocks.Block) -> str:
    return _words(block.label or block.name)


def _words(label: str | Promise) -> str:
    return capfirst(str(label))
