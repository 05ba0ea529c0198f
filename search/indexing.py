"""Outbox row → index; rebuild; reconcile.

Guarantee: a row only says that a source *may* have changed. The handler rereads the source from the database and makes
the index hold exactly what it yields; handling a row twice, late or out of order does no harm. After ``rebuild`` or
``reconcile(repair=True)`` the index equals the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.conf import settings

from portal.common import clock
from portal.common.generation import raise_generation
from portal.common.outbox.models import OutboxRow
from portal.common.outbox.registry import SinkUnavailable, register_sink
from portal.common.outbox.write import enqueue
from search import engines
from search.documents import Document, sources
from search.engines.base import Engine, EngineUnavailable, digest_of

PRIMARY, FALLBACK = "search.primary", "search.fallback"
BATCH = 100
"""Sources that are reread and written together."""
REPLAYED = timedelta(hours=1)
"""How long before a rebuild a transaction may have begun that commits after the rebuild read what it changed."""
MOST_REPLAYED = 500

Progress = Callable[[int], object]
"""Told how many more documents are done."""


def sink_names() -> list[str]:
    """The sinks of this installation: the fallback has its own, so that it is always current."""
    return [PRIMARY, FALLBACK] if settings.SEARCH_FALLBACK_URL else [PRIMARY]


def engine_of(sink: str) -> Engine:
    """The engine that a sink feeds."""
    engine = engines.primary() if sink == PRIMARY else engines.fallback()
    if engine is None:
        raise SinkUnavailable(f"{sink}: no such engine is configured")
    return engine


def announce(source_keys: Iterable[str], *, drain_on_commit: bool = True) -> None:
    """Owe every index these sources: call it inside the transaction that may have changed them."""
    keys = list(source_keys)
    for sink in sink_names():
        enqueue(sink, keys, drain_on_commit=drain_on_commit)


def register_sinks() -> None:
    """Tell the outbox who handles what."""
    register_sink(PRIMARY, lambda keys: index_sources(PRIMARY, keys), batch=BATCH)
    if settings.SEARCH_FALLBACK_URL:
        register_sink(FALLBACK, lambda keys: index_sources(FALLBACK, keys), batch=BATCH)


def index_sources(sink: str, source_keys: Sequence[str]) -> None:
    """Reread sources and make the sink's index hold what they are now. Raises SinkUnavailable when the engine is out."""
    try:
        engine_of(sink).replace(source_keys, documents_of(source_keys))
    except EngineUnavailable as error:
        raise SinkUnavailable(str(error)) from error
    # Pages kept until now may show less than can be found; and a token that its process did not live to change is changed.
    raise_generation()


def documents_of(source_keys: Sequence[str]) -> Iterator[Document]:
    """The documents of sources, from the database; a source that is gone or of an unknown app yields none."""
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for key in source_keys:
        by_prefix[key.partition(":")[0]].append(key)
    for prefix, keys in by_prefix.items():
        if prefix in sources:
            yield from sources[prefix].documents(keys)


def all_source_keys() -> Iterator[str]:
    """The keys of everything that can be found."""
    for source in sources.values():
        yield from source.keys()


def rebuild(sink: str, progress: Progress = lambda done: None) -> int:
    """Build the sink's index anew beside the old one and swap; returns how many documents went in.

    What was announced meanwhile went into the old index: those sources are reread into the new one at once, then the
    whole is compared with the database and mended.
    """
    began = clock.now()
    engine = engine_of(sink)
    number = 0
    with engine.rebuild() as builder:
        for keys in _batches(all_source_keys()):
            done = builder.add(documents_of(keys))
            number += done
            progress(done)
    since = OutboxRow.objects.filter(sink=sink, created_at__gte=began - REPLAYED)
    announced = list(since.order_by().values_list("key", flat=True).distinct()[: MOST_REPLAYED + 1])
    if len(announced) <= MOST_REPLAYED:  # after a great import the comparison does it as fast
        for keys in _batches(announced):
            index_sources(sink, keys)
    reconcile(sink, repair=True)
    return number


@dataclass(slots=True)
class Differences:
    """What an index holds otherwise than the database: document keys, and the sources to be reread."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    superfluous: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    compared: int = 0

    @property
    def number(self) -> int:
        """How many documents differ."""
        return len(self.missing) + len(self.stale) + len(self.superfluous)


def reconcile(sink: str, *, repair: bool = False, progress: Progress = lambda done: None) -> Differences:
    """Compare an index with the database, document by document; with ``repair``, mend each difference."""
    engine = engine_of(sink)
    indexed = {entry.key: (entry.source, entry.digest) for entry in engine.entries()}
    found = Differences()
    for keys in _batches(all_source_keys()):
        before = found.compared
        for document in documents_of(keys):
            found.compared += 1
            source, digest = indexed.pop(document.key, ("", ""))
            if not digest:
                found.missing.append(document.key)
            elif digest != digest_of(document) or source != document.source:
                found.stale.append(document.key)
                found.sources.add(source)
            else:
                continue
            found.sources.add(document.source)
        progress(found.compared - before)
    found.superfluous = list(indexed)
    found.sources.update(source for source, _digest in indexed.values())
    if repair:
        for keys in _batches(sorted(found.sources)):
            index_sources(sink, keys)
    return found


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(keys)
    while batch := list(islice(iterator, BATCH)):
        yield batch
