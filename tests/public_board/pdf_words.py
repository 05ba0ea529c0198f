"""The words that a PDF shows, read back through the fonts' own tables, line ends left out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def pdf_text(content: bytes) -> str:
    """All pages in a row."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return "".join(part for page in pdf.pages for part in _page(page))


def pdf_metadata(content: bytes) -> str:
    """Document information and XMP as one text."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        words = [str(value) for value in pdf.docinfo.values()]
        with pdf.open_metadata() as xmp:
            return "\n".join([*words, str(xmp)])


def _page(page: Any) -> Iterator[str]:
    fonts = {name: _table(font) for name, font in page.Resources.get("/Font", {}).items()}
    table: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            shown = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in shown:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    yield "".join(table.get(raw[at : at + 2], "") for at in range(0, len(raw), 2))


def _table(font: Any) -> dict[bytes, str]:
    mapping = font.ToUnicode.read_bytes()
    table: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", mapping, re.DOTALL):
        for code, words in _PAIR.findall(block):
            table[bytes.fromhex(code.decode())] = bytes.fromhex(words.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", mapping, re.DOTALL):
        for first, last, words in _RANGE.findall(block):
            begin, start = int(first, 16), int(words, 16)
            for step in range(int(last, 16) - begin + 1):
                table[(begin + step).to_bytes(2, "big")] = chr(start + step)
    return table
