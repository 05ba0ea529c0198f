"""What figures are counted from: rows, one a thing that happened, all of one shape, and where they come from.

A source gives the rows of some spans of time one by one (a list, a file), or counted by the database (``tallying.py``): then a
row stands for ``times`` things that are alike in what is asked. A room that keeps what remains of cases that are gone adds
rows to a source that is there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.functional import Promise

if TYPE_CHECKING:
    from portal.service_figures.facts import Facts

Spans = Sequence[tuple[datetime, datetime]]
"""Half-open stretches of time."""
UNNUMBERED = "-"
"""The number of a row that leads to no case, though nothing was purged: of another room, or of many cases together."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened to one case: when (Asia/Shanghai), and what it is counted by. ``number`` is the case's receipt
    number, empty for a case that is gone; ``kind`` and ``value`` mean what the source says."""

    number: str
    at: datetime
    topic: str = ""
    district: str = ""
    channel: str = ""
    institution: str = ""
    code: str = ""
    kind: str = ""
    value: float | None = None
    times: int = 1


Load = Callable[[Spans], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one sort: what one is, how they are loaded (one query), the words of their kinds, and from which facts the
    database can count them; without facts they are loaded and counted here."""

    name: str
    label: str | Promise
    load: Load
    kinds: Mapping[str, str | Promise]
    facts: Facts | None = None


_sources: dict[str, Source] = {}
_more: dict[str, list[Load]] = {}


def register_source(source: Source) -> None:
    """Make a source known; called from ``AppConfig.ready``. A second one of the name takes the first one's place."""
    _sources[source.name] = source


def register_more_rows(source: str, load: Load) -> None:
    """Add rows to a source of somebody else: of cases that were purged, with ``number`` empty."""
    _more.setdefault(source, []).append(load)


def source_of(name: str) -> Source:
    """A source by its name."""
    return _sources[name]


def rows_of(name: str, spans: Spans) -> Iterator[Row]:
    """Every row of a source within the spans, as it comes from the database: none is held."""
    yield from _sources[name].load(spans)
    yield from more_rows_of(name, spans)


def more_rows_of(name: str, spans: Spans) -> Iterator[Row]:
    """The rows that others added."""
    for load in _more.get(name, ()):
        yield from load(spans)


def within(field: str, spans: Spans) -> Q:
    """The condition that a moment lies in one of the spans."""
    found = Q(pk__in=[])
    for start, end in spans:
        found |= Q(**{f"{field}__gte": start, f"{field}__lt": end})
    return found
