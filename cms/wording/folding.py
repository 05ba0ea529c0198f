"""Text as it is compared: one spelling of every character, no white space inside words, and the way back to the original.

Full-width letters, compatibility forms of characters (of PDF files, say) and capitals become the plain character; white
space disappears, a single line break too (pasted text is broken anywhere). A blank line stays as one line break, over
which no words are found; between Latin words one space stays.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

BREAK = "\n"
SENTENCE_ENDS = "。!?;\n"  # as they are after folding

_INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_GAP = re.compile(f"[\\s\\x00-\\x1f{_INVISIBLE}]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``original`` leads from a span of it back to the text it was made from."""

    text: str
    pieces: tuple[int, ...]  # where in ``text`` a piece begins
    origins: tuple[int, ...]  # where in the original that piece begins

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original from the first to the last character of a folded span (not empty)."""
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, position: int) -> int:
        piece = bisect_right(self.pieces, position) - 1
        return self.origins[piece] + position - self.pieces[piece]


def fold(text: str) -> Folded:
    """Fold a text of any length, in one pass."""
    plain = text.translate(_plain_characters())
    parts: list[str] = []
    pieces: list[int] = []
    origins: list[int] = []
    length = begin = 0

    def add(part: str, origin: int) -> None:
        nonlocal length
        if part:
            parts.append(part)
            pieces.append(length)
            origins.append(origin)
            length += len(part)

    for gap in _GAP.finditer(plain):
        add(plain[begin : gap.start()], begin)
        begin = gap.end()
        add(_kept_of(plain, gap), gap.start())
    add(plain[begin:], begin)
    return Folded("".join(parts), tuple(pieces), tuple(origins))


def is_latin(character: str) -> bool:
    """Whether words written in it are told apart by spaces."""
    return character.isascii() and character.isalnum()


def _kept_of(text: str, gap: re.Match[str]) -> str:
    """What stays of white space: a blank line as a break, a space between Latin words, else nothing."""
    start, end = gap.span()
    if start == 0 or end == len(text):
        return ""
    if gap.group().replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1 or "\u2029" in gap.group():
        return BREAK
    return " " if is_latin(text[start - 1]) and is_latin(text[end]) else ""


@cache
def _plain_characters() -> dict[int, str]:
    """Characters that have another, plain one: mappings of one to one alone, so that offsets hold."""
    table: dict[int, str] = {}
    for number in range(0x21, 0x10000):
        if 0xD800 <= number < 0xF900:  # surrogates and private use
            continue
        character = chr(number)
        plain = unicodedata.normalize("NFKC", character).lower()
        if plain != character and len(plain) == 1 and not plain.isspace():
            table[number] = plain
    return table
