"""The pages a text is split into, as stored by ``publish()``: one query, with the HTML of the page that is shown alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, TextField, Value, When

from cms.laws.locators import anchor_of, article_locator
from cms.laws.models import InstrumentVersion, RenderedPart
from cms.laws.published_html import IndexSection

WHOLE = None
"""In the place of a part's slug: the HTML of all of them."""


@dataclass(frozen=True, slots=True)
class TextParts:
    """The parts of one text. ``shown`` is the part a page shows; ``head`` the lines between title and law."""

    rows: tuple[RenderedPart, ...]
    shown: RenderedPart | None
    htmls: tuple[str, ...]
    head: tuple[str, ...]

    @property
    def is_split(self) -> bool:
        """Whether the text is read on several pages."""
        return len(self.rows) > 1

    @property
    def contents(self) -> list[dict[str, Any]]:
        """The table of contents of the whole text (kept with its first part)."""
        return self.rows[0].contents if self.rows else []

    def part_of(self, locator: str) -> str | None:
        """Give the slug of the part that shows a place, or None where the text has no such place."""
        article = article_locator(locator) or locator
        for row in self.rows:
            if article in row.article_locators or article == row.first_locator:
                return row.slug
        return next((entry["part"] for entry in self.contents if entry["locator"] == locator), None)

    def neighbours(self) -> tuple[RenderedPart | None, RenderedPart | None]:
        """Give the parts before and after the shown one."""
        rows = list(self.rows)
        at = rows.index(self.shown) if self.shown in rows else 0
        return (rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None)


def read_parts(version: InstrumentVersion, slug: str | None) -> TextParts:
    """Read the parts of a live text with the HTML of the part ``slug`` (``WHOLE``: of all)."""
    html = (
        F("html") if slug is WHOLE else Case(When(slug=slug, then="html"), default=Value(""), output_field=TextField())
    )
    rows = tuple(
        RenderedPart.objects.filter(version=version)
        .defer("html")
        .annotate(wanted_html=html, head=F("version__head"))
        .order_by("position")
    )
    return TextParts(
        rows=rows,
        shown=next((row for row in rows if row.slug == (slug or "")), None),
        htmls=tuple(row.wanted_html for row in rows if row.wanted_html),
        head=tuple(rows[0].head.splitlines()) if rows else (),
    )


def article_index(parts: TextParts, base: str) -> list[IndexSection]:
    """List every division and article of a split law as links into its parts, each carrying the id of its place."""
    contents = parts.contents
    if not contents:
        return [
            IndexSection(row.title, page, "", 0, {page: row.article_locators})
            for row, page in ((row, part_address(base, row.slug)) for row in parts.rows)
            if row.article_locators
        ]
    page_of = {locator: part_address(base, row.slug) for row in parts.rows for locator in row.article_locators}
    order = list(page_of)
    position = {locator: place for place, locator in enumerate(order)}
    sections = []
    for entry, following in zip(contents, [*contents[1:], None], strict=True):
        first, end = position.get(entry["first"], 0), position.get(entry["last"], -1) + 1
        if following is not None and following["depth"] > entry["depth"]:
            # Its own articles stand before its first division; the others are listed under theirs.
            end = position.get(following["first"], first)
        pages: dict[str, list[str]] = {}
        for locator in order[first:end]:
            pages.setdefault(page_of[locator], []).append(locator)
        anchor = anchor_of(entry["locator"])
        address = f"{part_address(base, entry['part'])}#{anchor}"
        sections.append(IndexSection(_title(entry), address, anchor, entry["depth"], pages))
    return sections


def contents_entries(parts: TextParts, base: str) -> list[dict[str, Any]]:
    """Give the table of contents for the side of a page: the upper divisions, with the divisions of the shown part (all
    where the text is one page) under theirs."""
    shown = parts.shown.slug if parts.shown else ""
    entries: list[dict[str, Any]] = []
    for entry in parts.contents:
        here = not parts.is_split or entry["part"] == shown
        anchor = anchor_of(entry["locator"])
        page = part_address(base, entry["part"]) if parts.is_split and not here else ""
        item = {"title": _title(entry), "url": f"{page}#{anchor}", "current": False, "children": []}
        if entry["depth"] == 0:
            entries.append(item)
        elif entries and here:
            entries[-1]["children"].append(item)
    if not entries and parts.is_split:
        entries = [
            {"title": row.title, "url": part_address(base, row.slug), "current": row.slug == shown}
            for row in parts.rows
            if row.slug
        ]
    elif parts.is_split and parts.shown:
        _mark_current(entries, parts)
    return entries


def part_address(base: str, slug: str) -> str:
    """Give the page of a part; the first part is the page of the text itself."""
    return f"{base}parts/{slug}/" if slug else base


def _mark_current(entries: list[dict[str, Any]], parts: TextParts) -> None:
    """The division at the top that the shown part belongs to."""
    top = -1
    for entry in parts.contents:
        top += entry["depth"] == 0
        if parts.shown and parts.shown.slug and entry["part"] == parts.shown.slug:
            entries[top]["current"] = True
            return


def _title(entry: dict[str, Any]) -> str:
    return " ".join(word for word in (entry["label"], entry["heading"]) if word)
