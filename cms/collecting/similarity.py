"""Telling that two texts are the same, or nearly: pure functions on text.

The same: equal digests of what is left without spaces and punctuation. Nearly: a fingerprint of 64 bits whose bits differ in
few places finds candidates among thousands by comparing numbers; how much the texts really share is then counted.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

SHINGLE = 4
"""Characters that are compared together: Chinese needs no words for this."""
NEAR_BITS = 16
"""Fingerprints that differ in more places belong to different texts (random ones differ in 32)."""
NEAR_SHARE = 0.5
"""Texts that share less are not shown as alike."""
SHORTEST = 40
"""Characters; a shorter text has no fingerprint: short texts are alike by chance."""


def bare(text: str) -> str:
    """The letters, characters and digits of a text alone."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text).lower()
        if unicodedata.category(character)[0] in "LN"
    )


def text_digest(text: str) -> str:
    """SHA-256 of the bare text; "" for a text without any."""
    letters = bare(text)
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def shingles(text: str) -> set[str]:
    """Every run of four characters of the bare text."""
    letters = bare(text)
    return {letters[start : start + SHINGLE] for start in range(max(0, len(letters) - SHINGLE + 1))}


def fingerprint(text: str) -> int | None:
    """A simhash of 64 bits, as a signed number that a database keeps; None for a text too short to have one."""
    found = shingles(text)
    if len(found) < SHORTEST:
        return None
    weights = [0] * 64
    for shingle in found:
        bits = int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big")
        for place in range(64):
            weights[place] += 1 if bits >> place & 1 else -1
    value = sum(1 << place for place, weight in enumerate(weights) if weight > 0)
    return value - (1 << 64) if value >> 63 else value


def is_near(one: int, other: int) -> bool:
    """Whether two fingerprints are close enough to look at the texts."""
    return ((one ^ other) & ((1 << 64) - 1)).bit_count() <= NEAR_BITS


def share(one: str, other: str) -> float:
    """How much of two texts is the same, 0 to 1: of the smaller one, so that a shortened story is found too."""
    first, second = shingles(one), shingles(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def nearest(value: int | None, known: Iterable[tuple[int, int]]) -> list[int]:
    """The keys of those whose fingerprints are near: ``known`` are pairs of key and fingerprint."""
    return [] if value is None else [key for key, other in known if is_near(value, other)]
