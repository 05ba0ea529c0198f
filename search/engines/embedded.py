"""The embedded engine: tantivy in this process, an index on disk, safe with several web processes and a worker.

Guarantees: readers never lock and see a committed write at their next search; one writer at a time, by file lock; a
writer killed at any moment leaves the last commit; a process that was forked opens the index anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy

from search.documents import Document
from search.engines.base import (
    Answer,
    EngineUnavailable,
    Hit,
    Indexed,
    IndexMissing,
    facet_counts,
    fields_of,
    from_stored,
)
from search.engines.compile_tantivy import SCHEMA, SCHEMA_NAME, counting_query, scored_query, source_query
from search.engines.generations import Generations
from search.query import Plan

_SMALL_HEAP, _LARGE_HEAP = 30_000_000, 200_000_000
_MOST_FACETS = 3000
_ENTRIES_PAGE = 5000


class EmbeddedEngine:
    """The engine of ``embedded:///ABSOLUTE/PATH``."""

    name = "embedded"

    def __init__(self, root: Path) -> None:
        self.generations = Generations(root, hashlib.sha256(SCHEMA_NAME.encode()).hexdigest()[:8])
        self._mutex = threading.Lock()
        self._opened: tuple[int, Path, tantivy.Index] | None = None

    def search(self, plan: Plan) -> Answer:
        """Answer a plan."""
        with self._failures():
            searcher = self._searcher()
            wanted = max(plan.limit, 1)
            found = searcher.search(scored_query(plan), limit=wanted, offset=plan.offset, count=True)
            hits = tuple(_hit(searcher, score, address) for score, address in found.hits[: plan.limit])
            kinds, facets = _counts(searcher, plan)
            return Answer(hits, found.count, kinds, facets)  # type: ignore[attr-defined]  # tantivy's own stubs forget it

    def replace(self, source_keys: Sequence[str], documents: Iterable[Document]) -> None:
        """Make the index hold of these sources exactly these documents."""
        prepared = [_prepared(document) for document in documents]
        with self._failures(), self.generations.writing():
            try:
                folder = self.generations.current()
            except IndexMissing:
                if (self.generations.root / "current").exists():
                    raise  # another schema: a part of the documents must not pose as the whole
                folder = self.generations.create()
                _create(folder)
                self.generations.point_to(folder)
            with _writer(_open(folder), _SMALL_HEAP) as writer:
                writer.delete_documents_by_query(source_query(list(source_keys)))
                for document in prepared:
                    writer.add_document(document)

    def entries(self) -> Iterator[Indexed]:
        """Everything the index holds."""
        with self._failures():
            searcher = self._searcher()
            for start in range(0, searcher.num_docs, _ENTRIES_PAGE):
                page = searcher.search(tantivy.Query.all_query(), limit=_ENTRIES_PAGE, offset=start, count=False)
                for _score, address in page.hits:
                    stored = searcher.doc(address)
                    document = from_stored(stored["stored"][0])
                    yield Indexed(document.key, document.source, bytes(stored["digest"][0]).decode())

    @contextmanager
    def rebuild(self) -> Iterator[EmbeddedBuilder]:
        """Fill a new generation aside; leaving the block without an exception swaps it in."""
        with self.generations.rebuilding():
            before = self._current_or_none()
            self.generations.sweep()
            folder = self.generations.create()
            try:
                with _writer(_create(folder), _LARGE_HEAP) as writer:
                    yield EmbeddedBuilder(writer)
                with self.generations.writing():
                    self.generations.point_to(folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self.generations.sweep(*([before] if before else []))

    def count(self) -> int:
        """How many documents the index holds."""
        with self._failures():
            return self._searcher().num_docs

    def _current_or_none(self) -> Path | None:
        try:
            return self.generations.current()
        except IndexMissing:
            return None

    def _searcher(self) -> tantivy.Searcher:
        with self._mutex:
            try:
                return self._reloaded(self.generations.current()).searcher()
            except (ValueError, OSError):
                # The generation went away between reading the pointer and opening the folder: read it once more.
                self._opened = None
                return self._reloaded(self.generations.current()).searcher()

    def _reloaded(self, folder: Path) -> tantivy.Index:
        if self._opened is None or self._opened[:2] != (os.getpid(), folder):
            self._opened = (os.getpid(), folder, _open(folder))
        else:
            self._opened[2].reload()
        return self._opened[2]

    def before_fork(self) -> None:
        """Let no fork happen while a thread opens or reloads the index."""
        self._mutex.acquire()

    def after_fork(self) -> None:
        """Go on, in the parent and in the child."""
        self._mutex.release()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """tantivy says everything by ValueError: callers hear one name for "the index cannot be used". Never around a
        block of theirs, whose own ValueError is a fault."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error


class EmbeddedBuilder:
    """A generation being filled."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents; returns how many."""
        number = 0
        for document in documents:
            self._writer.add_document(_prepared(document))
            number += 1
        return number


def _create(folder: Path) -> tantivy.Index:
    return _quiet(tantivy.Index(SCHEMA, path=str(folder)))


def _open(folder: Path) -> tantivy.Index:
    return _quiet(tantivy.Index.open(str(folder)))


def _quiet(index: tantivy.Index) -> tantivy.Index:
    # By default a thread reloads on its own, holding tantivy's lock file meanwhile (see _after_fork_in_child): we reload
    # before each search instead.
    index.config_reader(reload_policy="manual")
    return index


@contextmanager
def _writer(index: tantivy.Index, heap: int) -> Iterator[tantivy.IndexWriter]:
    """A writer that commits when the block ends well, and lets go of the index either way."""
    writer = index.writer(heap, 1)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        # Merging threads hold the index's own lock; the next writer would meet it.
        writer.wait_merging_threads()


def _prepared(document: Document) -> tantivy.Document:
    fields: dict[str, Any] = fields_of(document)
    digest, stored = fields.pop("digest"), fields.pop("stored")
    prepared = tantivy.Document.from_dict(fields, SCHEMA)
    prepared.add_bytes("digest", digest.encode())
    prepared.add_bytes("stored", stored.encode())
    return prepared


def _hit(searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress) -> Hit:
    document = from_stored(bytes(searcher.doc(address)["stored"][0]))
    return Hit(document.key, score, document)


def _counts(searcher: tantivy.Searcher, plan: Plan) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Counts by kind and facet, each without the filter of its own name: one pass, and one more a filter in use."""
    buckets = _aggregate(searcher, plan)
    kinds, facets = buckets["kinds"], facet_counts(buckets["facets"])
    if plan.kind:
        kinds = _aggregate(searcher, plan.without_filter("kind"))["kinds"]
    for name, _values in plan.filters:
        others = _aggregate(searcher, plan.without_filter(name))["facets"]
        facets[name] = facet_counts(others, [name]).get(name, {})
    return kinds, facets


def _aggregate(searcher: tantivy.Searcher, plan: Plan) -> dict[str, dict[str, int]]:
    answer = searcher.aggregate(
        counting_query(plan),
        {
            "kinds": {"terms": {"field": "kind", "size": 100}},
            "facets": {"terms": {"field": "facets", "size": _MOST_FACETS, "segment_size": _MOST_FACETS}},
        },
    )
    return {
        name: {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[name]["buckets"]}
        for name in ("kinds", "facets")
    }


_engines: weakref.WeakSet[EmbeddedEngine] = weakref.WeakSet()
_forking: list[EmbeddedEngine] = []
_OPEN_FILES = Path("/proc/self/fd")


def open_embedded(root: Path) -> EmbeddedEngine:
    """Make the engine of a folder, one that forks know of."""
    engine = EmbeddedEngine(root)
    _engines.add(engine)
    return engine


def _before_fork() -> None:
    _forking.extend(_engines)
    for engine in _forking:
        engine.before_fork()


def _after_fork() -> None:
    while _forking:
        _forking.pop().after_fork()


def _after_fork_in_child() -> None:
    """Close what a thread of tantivy held when the parent forked: opening an index starts one that takes the lock file
    for an instant, and a child that inherits the open file would wait for itself for ever. The parent keeps its own."""
    if _forking and _OPEN_FILES.is_dir():
        for entry in list(_OPEN_FILES.iterdir()):
            with suppress(OSError):
                if entry.readlink().name == ".tantivy-meta.lock":
                    os.close(int(entry.name))
    _after_fork()


os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork_in_child)
