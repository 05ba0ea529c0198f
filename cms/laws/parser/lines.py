"""The source as lines: what a heading mark is, what counts as a character, what is never shown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

INFO_END = re.compile(r"^\s*<!--\s*INFO\s+END\s*-->\s*$")

_HEADING_MARKS = re.compile(r"^\s*(#+)")
_COMMENT = re.compile(r"<!--.*-->")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_RUN_TOGETHER = re.compile(
    r"(?<=[。；])\s+第[零〇一二两三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?(?![、，,；。的和与及或至到规所第中])"
)
_LOST_BREAK = re.compile(r"(?<=[。；：])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its words without heading marks and outer white space, and how many marks it had."""

    text: str
    depth: int = 0

    @property
    def is_unseen(self) -> bool:
        """Whether nothing of the line is ever shown: a comment, or zero-width characters alone."""
        first = self.text[:1]
        if first == "<":
            return _COMMENT.fullmatch(self.text) is not None
        return ord(first or " ") in _ZERO_WIDTH and not without_zero_width(self.text)


def normalised(source: str) -> str:
    """Give the source in NFC, without a byte order mark."""
    source = source.removeprefix("\ufeff")
    return source if unicodedata.is_normalized("NFC", source) else unicodedata.normalize("NFC", source)


def split_line(raw: str) -> Line:
    """Take the heading marks and the outer white space off one line."""
    found = _HEADING_MARKS.match(raw)
    if found is None:
        return Line(raw.strip())
    return Line(raw[found.end() :].strip(), len(found[1]))


def is_info_end(raw: str) -> bool:
    """Whether the line is the one that closes the head."""
    return "INFO" in raw and INFO_END.match(raw) is not None


def with_lost_breaks(line: Line) -> list[Line]:
    """Give back the line breaks of a text whose articles were run together on one line.

    Only a line that goes on after a full stop with white space and 第…条, not as a sentence that refers to an article,
    is taken for one; it lost its other breaks too, so every white space after a full stop, semicolon or colon in it
    becomes one again.
    """
    if line.depth or "条" not in line.text or not _RUN_TOGETHER.search(line.text):
        return [line]
    return [Line(piece) for piece in _LOST_BREAK.split(line.text)]


def without_space(text: str) -> str:
    """Give the text without any white space."""
    return "".join(text.split())


def without_zero_width(text: str) -> str:
    """Give the text without characters that have no width."""
    return text.translate(_ZERO_WIDTH)


def significant(source: str) -> str:
    """Give what of a source must be kept: NFC, without white space, heading marks and the INFO END line."""
    return "".join(
        without_space(_HEADING_MARKS.sub("", raw)) for raw in normalised(source).splitlines() if not is_info_end(raw)
    )
