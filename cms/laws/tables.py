"""Tables of a law text, kept as they came (Markdown rows, or HTML), as plain HTML tables: every cell escaped."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_RULE = re.compile(r":?-+:?")
_LARGEST_SPAN = 50


class _Cell:
    def __init__(self, tag: str, spans: dict[str, int]) -> None:
        self.tag = tag
        self.spans = spans
        self.words: list[str] = []

    def html(self) -> str:
        spans = "".join(f' {name}="{value}"' for name, value in self.spans.items())
        words = "<br>".join(escape(line.strip()) for line in "".join(self.words).splitlines() if line.strip())
        return f"<{self.tag}{spans}>{words}</{self.tag}>"


class _TableReader(HTMLParser):
    """Reads the cells of an HTML table; any other tag is only white space, any attribute but the spans is dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[_Cell]] = []
        self.loose: list[str] = []
        self._cell: _Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
            self._cell = None
        elif tag in ("td", "th"):
            spans = {
                name: int(value)
                for name, value in attrs
                if name in ("colspan", "rowspan") and value and value.isdecimal() and 1 < int(value) <= _LARGEST_SPAN
            }
            self._cell = _Cell(tag, spans)
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(self._cell)
        elif tag in ("br", "p", "div") and self._cell is not None:
            self._cell.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.words.append(data)
        elif data.strip():
            self.loose.append(data.strip())


def table_html(text: str, anchor: str) -> str:
    """Give the HTML of a text that is a table, or an empty string when it is none. Nothing of the source's own HTML is
    passed on: cells are read and written anew."""
    stripped = text.strip()
    if stripped.startswith("|"):
        return _wrapped(_markdown_rows(stripped), anchor)
    if stripped[:6].lower() == "<table":
        reader = _TableReader()
        reader.feed(stripped)
        reader.close()
        caption = f"<caption>{escape(' '.join(reader.loose))}</caption>" if reader.loose else ""
        rows = ["".join(cell.html() for cell in row) for row in reader.rows if row]
        return _wrapped(rows, anchor, caption) if rows else ""
    return ""


def _markdown_rows(text: str) -> list[str]:
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines()]
    is_rule = [all(_RULE.fullmatch(cell) for cell in cells if cell) and any(cells) for cells in lines]
    has_head = len(lines) > 1 and is_rule[1]
    rows = []
    for position, cells in enumerate(lines):
        if is_rule[position]:
            continue
        tag = "th" if has_head and position == 0 else "td"
        rows.append("".join(f"<{tag}>{_cell(cell)}</{tag}>" for cell in cells))
    return rows


def _cell(text: str) -> str:
    return "<br>".join(escape(piece.strip()) for piece in re.split(r"<br\s*/?>", text))


def _wrapped(rows: list[str], anchor: str, caption: str = "") -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="law-table" id="{escape(anchor)}" tabindex="0" role="region" aria-label="表格">'
        f"<table>{caption}{body}</table></div>"
    )
