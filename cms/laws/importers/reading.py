"""From a file to its text; what cannot be read is a problem with a name, never an exception that stops the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cms.laws.importers.sources import BAD_BYTES, EMPTY, FILE_MISSING, TOO_LARGE, UNREADABLE, ProblemWithFile

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_XML = 64 * 1024 * 1024
"""Of all its XML, which takes ten times its size while it is read; pictures may be larger."""
LONGEST_TABLE = 5_000_000
MOST_STYLES = 500


def read_text(file: Path) -> str:
    """Give the text of a ``.md``, ``.txt`` (UTF-8) or ``.docx`` file. Raises ProblemWithFile."""
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= LARGEST_FILE else b""
    except FileNotFoundError as error:
        raise ProblemWithFile(FILE_MISSING, skipped=True) from error
    except OSError as error:
        raise ProblemWithFile(UNREADABLE, error.strerror or "") from error
    if size > LARGEST_FILE:
        raise ProblemWithFile(TOO_LARGE, f"{size} bytes")
    text = docx_text(content) if file.suffix.lower() == ".docx" else decoded(content)
    if not text.strip():
        raise ProblemWithFile(EMPTY)
    return text


def decoded(content: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark. No other encoding is guessed: a wrong guess would be published."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemWithFile(BAD_BYTES, f"not UTF-8 at byte {error.start}") from error
    if "\x00" in text:
        raise ProblemWithFile(BAD_BYTES, f"a zero byte at character {text.index(chr(0))}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def docx_text(content: bytes) -> str:
    """Give the text of a Word document in the form the parser reads: headings as ``#``, tables as Markdown rows."""
    import docx  # slow to load; only who has such a file pays

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            xml = sum(entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels")))
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED or xml > LARGEST_XML:
                raise ProblemWithFile(TOO_LARGE, "unpacked")
        document = docx.Document(io.BytesIO(content))
        return "\n\n".join(_docx_blocks(document)) + "\n"
    except ProblemWithFile:
        raise
    except Exception as error:  # the library raises whatever its XML and zip parts do
        raise ProblemWithFile(UNREADABLE, f"not a Word document ({type(error).__name__})") from error


def _docx_blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    styles: dict[str | None, str] = {}
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield "\n".join(_table_rows(block))
            continue
        key = block._p.style
        if key not in styles and len(styles) < MOST_STYLES:  # each look-up goes through all styles of the file
            styles[key] = block.style.name if block.style is not None else ""
        marks = _heading_marks(styles.get(key) or "")
        for line in block.text.splitlines():
            if line.strip():
                yield f"{marks}{line.strip()}"


def _table_rows(table: Any) -> Iterator[str]:
    """The rows as Markdown. Cells are taken as they stand in the file: the library gives one once for each column that it says
    it spans, a thousand million if it says so, and looks each row up anew for every cell. Raises ProblemWithFile where cells
    that span rows make a text without end."""
    from docx.table import _Cell

    above: dict[int, str] = {}
    length = 0
    for position, row in enumerate(table._tbl.tr_lst):
        column, cells, here = row.grid_before, [], {}
        for cell in row.tc_lst:
            goes_on = cell.vMerge == "continue" and column in above
            here[column] = above[column] if goes_on else _cell_text(_Cell(cell, table).text)
            cells.append(here[column])
            length += len(here[column])
            if length > LONGEST_TABLE:
                raise ProblemWithFile(TOO_LARGE, "table")
            column += cell.grid_span
        above = here
        yield "| " + " | ".join(cells) + " |"
        if position == 0:
            yield "| " + " | ".join("---" for _ in cells) + " |"


def _cell_text(text: str) -> str:
    return "<br>".join(text.split("\n")).replace("|", "｜").strip()


def _heading_marks(style: str) -> str:
    if style in ("Title", "标题"):
        return "# "
    words = style.rsplit(" ", 1)
    if words[0] in ("Heading", "标题", "heading") and len(words) == 2 and words[1].isdecimal():
        return "#" * min(int(words[1]), 6) + " "
    return ""
