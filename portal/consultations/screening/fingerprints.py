"""Finding texts that are nearly the same without keeping their words where they can be read.

Candidates: a minhash of the pairs of neighbouring characters, cut into bands, each band hashed with a key. Two texts that
share a band are compared exactly. Pairs of characters hardly change when spaces, punctuation, the order of sentences or a
few words do.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

BANDS = 20
ROWS = 3
"""Texts that share half of their pairs meet in a band in 93 of 100 cases, those that share 0.7 practically always."""
SAME = 0.55
"""Share of pairs from which two texts of one person are the same question."""
SAME_OF_OTHERS = 0.65
"""The same for texts of different people: a shorter text of one matter may resemble another's by chance."""
SHORT = 24
"""Characters; below, one word is much of a text, and more must be equal."""
SAME_SHORT = 0.6
LONGEST = 6_000
"""Characters of a text that are looked at, once spelt out: one character may stand for eighteen (ﷺ)."""
_SHORTEST = 6  # characters; a shorter text has no fingerprint
_PRIME = (1 << 61) - 1


def bare(text: str) -> str:
    """The letters, characters and digits of a text alone, of one spelling."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].lower()
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LN")


def pairs(text: str) -> frozenset[str]:
    """Every two neighbouring characters of the bare text."""
    return _pairs(bare(text))


def _pairs(letters: str) -> frozenset[str]:
    return frozenset(letters[start : start + 2] for start in range(len(letters) - 1))


def bands(text: str, key: bytes) -> tuple[str, ...]:
    """The keyed bands of a text, each with its number: equal in two texts that are nearly the same. Empty for a text too
    short to tell anything."""
    if len(bare(text)) < _SHORTEST:
        return ()
    hashes = [
        int.from_bytes(hashlib.blake2b(pair.encode(), digest_size=8).digest(), "big") % _PRIME for pair in pairs(text)
    ]
    rows = [min((one * a + b) % _PRIME for one in hashes) for a, b in _COEFFICIENTS]
    return tuple(
        f"{number:02d}:" + _keyed(key, number, rows[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS)
    )


def similarity(one: str, other: str) -> float:
    """How much of two texts is the same, 0 to 1: pairs that both have, of all pairs."""
    return _similarity(bare(one), bare(other))


def is_same(one: str, other: str, threshold: float = SAME) -> bool:
    """Whether two texts are the same question but for spaces, punctuation, the order of sentences or a few words."""
    first, second = bare(one), bare(other)
    if first == second:
        return True
    least = max(threshold, SAME_SHORT) if min(len(first), len(second)) < SHORT else threshold
    return _similarity(first, second) >= least


def _similarity(one: str, other: str) -> float:
    first, second = _pairs(one), _pairs(other)
    both = len(first | second)
    return len(first & second) / both if both else float(one == other)


def _keyed(key: bytes, number: int, rows: Iterable[int]) -> str:
    message = number.to_bytes(2, "big") + b"".join(row.to_bytes(8, "big") for row in rows)
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:24]


def _coefficients() -> tuple[tuple[int, int], ...]:
    """Fixed for ever: another draw would make all stored bands worthless."""
    made = []
    for number in range(BANDS * ROWS):
        digest = hashlib.sha256(f"fawang-minhash-{number}".encode()).digest()
        made.append(
            (int.from_bytes(digest[:8], "big") % (_PRIME - 1) + 1, int.from_bytes(digest[8:16], "big") % _PRIME)
        )
    return tuple(made)


_COEFFICIENTS = _coefficients()
