"""Whether quoted words stand in an article: pure, whatever white space and punctuation either has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LEFT_OUT = re.compile(r"…+|\.{3,}|。{3,}|——略——|（略）|\(略\)")
_SHOWN = 12


def mismatch(quote: str, texts: Iterable[str]) -> str:
    """The words from which on a quote stands in none of the texts; "" where it stands in one.

    What was left out may be written …… : the pieces must stand in their order. ``texts`` are the article as it may be
    quoted, with the numbers of its items and without.
    """
    pieces = [piece for piece in _LEFT_OUT.split(quote) if _plain(piece)]
    wrong = [_first_wrong(pieces, _plain(text)) for text in texts]
    if not wrong or "" in wrong:
        return ""
    return min(wrong, key=len)


def _first_wrong(pieces: Iterable[str], text: str) -> str:
    position = 0
    for piece in pieces:
        plain = _plain(piece)
        found = text.find(plain, position)
        if found < 0:
            return _from(piece, _longest_beginning(plain, text[position:]))
        position = found + len(plain)
    return ""


def _longest_beginning(words: str, text: str) -> int:
    """How many characters of ``words``, from its first, stand together in the text."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if words[:middle] in text else (low, middle - 1)
    return low


def _from(piece: str, matched: int) -> str:
    """The piece as typed from its first character that does not match, with a little before it."""
    kept = [place for place, character in enumerate(piece) if _plain(character)]
    begin = kept[min(max(matched - 2, 0), len(kept) - 1)]
    words = " ".join(piece[begin:].split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _plain(text: str) -> str:
    """What is compared: compatibility forms, without punctuation, symbols, white space and what has no width."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(one for one in folded if unicodedata.category(one)[0] in "LN")
