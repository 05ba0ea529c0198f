"""A tree of digests (RFC 9162, section 2.1): one root over many leaves, and a short proof that a leaf is under it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_digest(content: bytes) -> str:
    """The digest of a leaf, hexadecimal."""
    return hashlib.sha256(b"\x00" + content).hexdigest()


def root_of(leaves: Sequence[str]) -> str:
    """The root over leaves' digests; of none it is the digest of nothing."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def path_of(leaves: Sequence[str], place: int) -> list[str]:
    """What proves that the leaf at ``place`` (from 0) is under the root: digests from the leaf up."""
    level, path = list(leaves), []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            path.append(level[beside])
        level, place = _level_above(level), place // 2
    return path


def root_by_path(leaf: str, place: int, count: int, path: Sequence[str]) -> str | None:
    """The root that a proof leads to; None for a proof that fits no tree of ``count`` leaves."""
    if not 0 <= place < count:
        return None
    found, waiting, last = leaf, list(path), count - 1
    while last > 0:
        if place != last or place % 2:  # a lone last node moves up as it is
            if not waiting:
                return None
            beside = waiting.pop(0)
            found = _joined(beside, found) if place % 2 else _joined(found, beside)
        place, last = place // 2, last // 2
    return None if waiting else found


def _level_above(level: Sequence[str]) -> list[str]:
    pairs = [_joined(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
    return [*pairs, level[-1]] if len(level) % 2 else pairs


def _joined(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
