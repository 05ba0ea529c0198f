"""A running text (Markdown, or what a Word file became) → the cells of its kind, by its headings. Pure; nothing is lost: what
stands under no heading we know goes where ``columns.REST`` says, with its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.editorial.importers.articles import articles_in
from cms.editorial.importers.columns import ARTICLES, REST, Column, bare, by_heading, columns_of, label_of
from cms.editorial.importers.prose import cleaned

LONGEST_TITLE = 255
SPEAKING = frozenset({"案例分析", "法官解读", "法官说法", "适用解析", "专家点评", "指导意义", "法律分析", "建议"})
"""Headings that say more than the label of their field: kept even where they stand alone."""
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*\S)")
_LONGEST_PLAIN_HEADING = 16
_LONGEST_PLAIN_TITLE = 100
_PAIR = re.compile(r"(?P<name>[^：:，。]{2,12})[：:]\s*(?P<value>\S.{0,254})")
_PUBLISHED_BY = re.compile(r"[^，。；：]{4,40}发布")
_SERIES = re.compile(r"[^。；：]{4,80}案例(?:[（(][^（）()]{1,20}[)）])?")
_DAY = re.compile(r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?")
_CASE_NAME = re.compile(r".{4,}案")


@dataclass(slots=True)
class Section:
    """A piece of the text: the column it belongs to (None: unknown), its heading as written, its lines."""

    column: Column | None
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines without those before the first and after the last word."""
        return "\n".join(self.lines).strip()


@dataclass(slots=True)
class TextParts:
    """What a text holds. ``absorbed`` are lines that a page shows in another way: as its title, as the label of a field, as
    its citations."""

    title: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    absorbed: list[str] = field(default_factory=list)


def read_parts(kind: str, text: str, title: str = "") -> TextParts:
    """Find the parts of a text. ``title`` is what is known from elsewhere and goes before what the text says."""
    parts = TextParts(title)
    sections = list(_sections(kind, text, parts))
    if not parts.title:
        _title_from_first_line(sections[0], parts)
    _name_the_case(kind, sections, parts)
    _name_the_source(kind, sections, parts)
    by_column: dict[str, list[Section]] = {}
    citing: list[Section] = []
    kept: list[Section] = []
    for section in sections:
        if not section.text and not section.heading:
            continue
        column = section.column
        if column is not None and column.name == "articles":
            citing.append(section)
        elif column is not None and not column.is_text:
            parts.cells.setdefault(column.name, " ".join(section.text.split()))
            if column.is_field or column.name == "topics":
                parts.absorbed += [section.heading, *section.lines]
            else:  # keywords are read as a cell, and shown to readers as well
                kept.append(Section(None, section.heading, section.lines))
        else:
            by_column.setdefault(column.name if column else REST[kind], []).append(section)
    if kept:
        by_column.setdefault(REST[kind], []).extend(kept)
    for name, found in by_column.items():
        parts.cells[name] = _joined(kind, columns_of(kind)[name], found, parts)
    for section in citing:
        _cite(kind, section, parts)
    return parts


def _sections(kind: str, text: str, parts: TextParts) -> Iterator[Section]:
    known = by_heading(kind)
    rest = Section(columns_of(kind)[REST[kind]])
    section = rest
    level = 0
    is_titled = False
    for raw in cleaned(text).split("\n"):
        line = raw.strip()
        marked = _HEADING.fullmatch(line)
        depth = len(marked["marks"]) if marked else 0
        if marked and depth == 1 and not is_titled and bare(line) not in known:
            is_titled = True
            _take_title(marked["text"], section, parts)
            continue
        column, is_citing = known.get(bare(line)), bare(line) in ARTICLES
        is_heading = bool(marked) or (len(line) <= _LONGEST_PLAIN_HEADING and _stands_alone(line))
        if is_heading and (is_citing or (column is not None and (marked or column.is_text))):
            yield section
            section = Section(known["articles"] if is_citing else column, line)
            level = depth or 7
        elif marked and depth <= (level or 6) and columns_of(kind)[REST[kind]].name != "body":
            yield section
            section = Section(None, line)
            level = depth
        elif section is rest and (pair := _pair_of(kind, line)):
            parts.cells.setdefault(*pair)
            parts.absorbed.append(line)
        else:
            section.lines.append(raw)
    yield section


def _stands_alone(line: str) -> bool:
    """A line of its own that is a heading in a text without marks: 基本案情, 【基本案情】, 基本案情：."""
    return bool(line) and (line.startswith("【") or not line.endswith(("。", "，", "；")))


def _pair_of(kind: str, line: str) -> tuple[str, str] | None:
    """A line 案号：（2020）… before the first section."""
    found = _PAIR.fullmatch(line)
    column = by_heading(kind).get(bare(found["name"])) if found else None
    if found is None or column is None or column.is_text:
        return None
    return column.name, found["value"].strip()


def _take_title(heading: str, section: Section, parts: TextParts) -> None:
    if not parts.title:
        parts.title = heading[:LONGEST_TITLE]
        parts.absorbed.append(heading[:LONGEST_TITLE])
        if len(heading) > LONGEST_TITLE:
            section.lines.append(heading)
    elif _same(heading) in _same(parts.title):
        parts.absorbed.append(heading)
    else:
        section.lines.append(f"### {heading}")


def _title_from_first_line(section: Section, parts: TextParts) -> None:
    """A text without marks begins with its title, if that is no sentence."""
    place = next((place for place, line in enumerate(section.lines) if line.strip()), None)
    if place is None:
        return
    line = section.lines[place].strip()
    if len(line) <= _LONGEST_PLAIN_TITLE and not line.endswith(("。", "，", "：", ":")):
        parts.title = line
        parts.absorbed.append(section.lines.pop(place))


def _name_the_case(kind: str, sections: list[Section], parts: TextParts) -> None:
    """A heading with nothing under it that names the case belongs to the title."""
    if kind != "typical_case":
        return
    for section in sections:
        name = section.heading.strip("# ")
        if section.column is not None or section.text or not _CASE_NAME.fullmatch(name):
            continue
        together = f"{parts.title} {name}".strip()
        if _same(name) not in _same(parts.title):
            if len(together) > LONGEST_TITLE:
                continue
            parts.title = together
        parts.absorbed.append(name)
        section.heading = ""


def _name_the_source(kind: str, sections: list[Section], parts: TextParts) -> None:
    """The lines above a case that say who published it when (消费者权益保护典型案例, 最高人民法院发布, 2022-03-15): its source."""
    head = [line.strip() for line in sections[0].lines if line.strip()]
    if kind != "typical_case" or not 1 <= len(head) <= 3:
        return
    by, on = [line for line in head if _PUBLISHED_BY.fullmatch(line)], [line for line in head if _DAY.fullmatch(line)]
    series = [line for line in head if line not in by and line not in on]
    if len(by) == 1 and len(on) <= 1 and all(_SERIES.fullmatch(line) for line in series):
        parts.cells.setdefault("source_name", "，".join([*series, *by, *on]))
        parts.absorbed += head
        sections[0].lines.clear()


def _joined(kind: str, column: Column, found: list[Section], parts: TextParts) -> str:
    pieces = []
    for place, section in enumerate(found):
        heading = section.heading
        is_label = section.column is not None and bare(heading) not in SPEAKING
        only = len(found) == 1 or (place == 0 and bare(heading) == bare(label_of(kind, column)))
        if heading and is_label and only:
            parts.absorbed.append(heading)
            heading = ""
        elif heading:
            heading = f"### {heading.strip('#【】 ：:。')}"
            parts.absorbed.append("".join(sign for sign in section.heading if sign in "【】：:。"))
        pieces += [piece for piece in (heading, section.text) if piece]
    return "\n\n".join(pieces)


def _cite(kind: str, section: Section, parts: TextParts) -> None:
    """Take the articles a section names; words of law in it are kept at the end of the last part."""
    named, is_list = articles_in(section.lines)
    parts.cells["articles"] = "\n".join(filter(None, [parts.cells.get("articles", ""), *named]))
    if is_list:
        parts.absorbed += [section.heading, *section.lines]
        return
    filled = [column.name for column in columns_of(kind).values() if column.is_text and parts.cells.get(column.name)]
    last = filled[-1] if filled else REST[kind]
    heading = f"### {section.heading.strip('#【】 ：:。')}"
    parts.absorbed.append("".join(sign for sign in section.heading if sign in "【】：:。"))
    parts.cells[last] = "\n\n".join(filter(None, [parts.cells.get(last, ""), heading, section.text]))


def _same(text: str) -> str:
    return "".join(text.split())
