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
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise ProblemWithFile(TOO_LARGE, "unpacked")
        document = docx.Document(io.BytesIO(content))
        return "\n\n".join(_docx_blocks(document)) + "\n"
    except ProblemWithFile:
        raise
    except Exception as error:  # the library raises whatever its XML and zip parts do
        raise ProblemWithFile(UNREADABLE, f"not a Word document ({type(error).__name__})") from error


def _docx_blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield "\n".join(_table_rows(block))
            continue
        marks = _heading_marks(block.style.name if block.style is not None else "")
        for line in block.text.splitlines():
            if line.strip():
                yield f"{marks}{line.strip()}"


def _table_rows(table: Any) -> Iterator[str]:
    for position, row in enumerate(table.rows):
        # A merged cell is given once for each column it spans.
        cells = [cell for place, cell in enumerate(row.cells) if place == 0 or cell._tc is not row.cells[place - 1]._tc]
        yield "| " + " | ".join("<br>".join(cell.text.split("\n")).replace("|", "｜").strip() for cell in cells) + " |"
        if position == 0:
            yield "| " + " | ".join("---" for _ in cells) + " |"


def _heading_marks(style: str) -> str:
    if style in ("Title", "标题"):
        return "# "
    words = style.rsplit(" ", 1)
    if words[0] in ("Heading", "标题", "heading") and len(words) == 2 and words[1].isdecimal():
        return "#" * min(int(words[1]), 6) + " "
    return ""
