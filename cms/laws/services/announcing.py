"""Telling the search index and the check of citations, through the outbox, and the page cache that an instrument may have
changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.dispatch import Signal

from portal.common.generation import raise_generation
from portal.common.outbox.registry import sinks
from portal.common.outbox.write import enqueue
from search import indexing

SOURCE = "instrument"
CITATIONS = "laws.citations"
"""The sink that finds what has become of the places cited in a law; its keys are slugs."""
laws_changed = Signal()
"""Sent with ``slugs`` when that sink has looked: for rooms that keep citations of their own. Laws come in batches; a receiver
that raises has the batch looked at again."""


def source_key(slug: str) -> str:
    """The search source of an instrument."""
    return f"{SOURCE}:{slug}"


def announce(slugs: Iterable[str], *, drain_on_commit: bool = True) -> None:
    """Owe the index the instruments with these slugs; inside the transaction that changes them. Pages kept from before
    are not shown after it."""
    slugs = list(slugs)
    indexing.announce([source_key(slug) for slug in slugs], drain_on_commit=drain_on_commit)
    enqueue(CITATIONS, slugs, drain_on_commit=drain_on_commit)
    raise_generation()


def owed_sinks() -> list[str]:
    """The sinks that a command drains after it has changed many laws: every index, and the check of citations."""
    return [name for name in sorted(sinks) if name.startswith("search.") or name == CITATIONS]
