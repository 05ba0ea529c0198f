"""A chain of digests: each link covers its own content and the link before, so that no byte changes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""Stands before the first link."""


@dataclass(frozen=True, slots=True)
class Link:
    """One kept row: its place (from 1), what it covers, the digest before it, and its own, both hexadecimal SHA-256."""

    sequence: int
    content: Mapping[str, Any]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why: ``missing`` (a place is skipped), ``previous`` or ``content``."""

    sequence: int
    reason: str


def digest_of(previous: str, sequence: int, content: Mapping[str, Any]) -> str:
    """SHA-256 over the digest before, the place and the content as JSON with sorted keys and no spaces.

    Raises TypeError for content that is not plain JSON: what cannot be written down the same way twice proves nothing.
    """
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(f"{previous}\n{sequence}\n{written}".encode()).hexdigest()


def first_break(links: Iterable[Link]) -> Break | None:
    """The first place where the chain does not hold; None when it does. ``links`` come in order from the first.

    A chain that was cut short holds: whoever must know that keeps its last digest elsewhere.
    """
    previous, expected = GENESIS, 1
    for link in links:
        if link.sequence != expected:
            return Break(expected, "missing")
        if link.previous != previous:
            return Break(link.sequence, "previous")
        if link.digest != digest_of(previous, link.sequence, link.content):
            return Break(link.sequence, "content")
        previous, expected = link.digest, expected + 1
    return None
