"""Telling the search index, through the outbox, and the page cache that an instrument may have changed."""

from __future__ import annotations

from collections.abc import Iterable

from portal.common.generation import raise_generation
from search import indexing

SOURCE = "instrument"


def source_key(slug: str) -> str:
    """The search source of an instrument."""
    return f"{SOURCE}:{slug}"


def announce(slugs: Iterable[str], *, drain_on_commit: bool = True) -> None:
    """Owe the index the instruments with these slugs; inside the transaction that changes them. Pages kept from before
    are not shown after it."""
    indexing.announce([source_key(slug) for slug in slugs], drain_on_commit=drain_on_commit)
    raise_generation()
