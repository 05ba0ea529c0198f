"""Which lines begin a numbered point or item, and in which of the styles that laws use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.common.numbering import to_int

CHINESE = "[零〇一二两三四五六七八九十百]{1,5}"
ARABIC = "[0-9０-９]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PARENTHESISED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_FULL_STOPPED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"


class Style(StrEnum):
    """How a point is numbered."""

    COMMA = "一、"
    PARENTHESES = "（一）"
    ARABIC = "1."
    ARABIC_PARENTHESES = "(1)"
    CIRCLED = "①"


@dataclass(frozen=True, slots=True)
class PointStart:
    """A line that begins a point: style, number, label as it came, and the words after it."""

    style: Style
    number: int
    label: str
    rest: str


_PATTERNS = (
    (
        Style.PARENTHESES,
        re.compile(rf"[（(]\s*(?P<number>{CHINESE})(?:之{CHINESE})?\s*[）)]"),
    ),
    (Style.COMMA, re.compile(rf"(?P<number>{CHINESE})\s*、")),
    (
        Style.ARABIC_PARENTHESES,
        re.compile(rf"[（(]\s*(?P<number>{ARABIC})\s*[）)]|(?P<bare>{ARABIC})[）)]"),
    ),
    (
        Style.ARABIC,
        re.compile(rf"(?P<number>{ARABIC})\s*(?:[.．](?![0-9０-９])|、(?![0-9０-９]))"),
    ),
)
_SIGNS = {
    **{sign: (Style.CIRCLED, value) for value, sign in enumerate(_CIRCLED, 1)},
    **{sign: (Style.PARENTHESES, value) for value, sign in enumerate(_PARENTHESISED, 1)},
    **{sign: (Style.ARABIC, value) for value, sign in enumerate(_FULL_STOPPED, 1)},
}
_FIRST = frozenset("（(零〇一二两三四五六七八九十百0123456789０１２３４５６７８９") | frozenset(_SIGNS)


def point_start(text: str) -> PointStart | None:
    """Tell whether a line begins a numbered point, and which."""
    if not text or text[0] not in _FIRST:
        return None
    if text[0] in _SIGNS:
        style, number = _SIGNS[text[0]]
        return PointStart(style, number, text[0], text[1:].strip())
    for style, pattern in _PATTERNS:
        found = pattern.match(text)
        if found is None:
            continue
        numeral = found["number"] or found["bare"]
        value = to_int(numeral)
        if not value:
            return None
        return PointStart(style, value, "".join(found[0].split()), text[found.end() :].strip())
    return None
