"""What an engine is: the protocol both keep, and what a document becomes on its way into either."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from search.documents import Document, kinds
from search.query import Effective, Plan
from search.text import RULES_VERSION, index_text, name_key

ENDED_UNDATED = "repealed_undated"
_FIELDS = tuple(one.name for one in fields(Document))
NOTHING = "∅"
"""Stands in an empty field, so that both engines count the same number of documents when they weigh a word's rarity."""


class EngineError(Exception):
    """The engine did not do what was asked."""


class EngineUnavailable(EngineError):
    """The engine cannot be reached, or did not answer in time."""


class IndexMissing(EngineUnavailable):
    """There is no index that this code can read: run ``rebuild_index``."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found."""

    key: str
    score: float
    document: Document


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found: the hits of one page, how many in all, and the counts that tabs and filters show."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an index says it holds of one document."""

    key: str
    source: str
    digest: str


class Builder(Protocol):
    """A new index being filled, seen by nobody."""

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents; returns how many."""


class Engine(Protocol):
    """An engine. Every method raises ``EngineUnavailable`` when it cannot be reached."""

    name: str

    def search(self, plan: Plan) -> Answer:
        """Answer a plan."""

    def replace(self, source_keys: Sequence[str], documents: Iterable[Document]) -> None:
        """Make the index hold of these sources exactly these documents; searches see it when this returns."""

    def entries(self) -> Iterator[Indexed]:
        """Everything the index holds."""

    def rebuild(self) -> AbstractContextManager[Builder]:
        """Fill a new index aside; leaving the block without an exception swaps it in, otherwise it is thrown away."""

    def count(self) -> int:
        """How many documents the index holds: the cheapest question, asked by health checks."""


def day_number(day: date) -> int:
    """A date as the whole number that both engines compare."""
    return day.year * 10000 + day.month * 100 + day.day


def fields_of(document: Document) -> dict[str, Any]:
    """What both engines index and store of a document."""
    stored = stored_form(document)
    return {
        "key": document.key,
        "source": document.source,
        "kind": document.kind,
        "names": names_of(document),
        "title": _shared_text(f"{document.title}\n{document.aliases}"),
        "context": _shared_text(document.context),
        "body": index_text(document.text) or NOTHING,
        "facets": list(document.facets),
        "valid_from": day_number(document.valid_from),
        "valid_to": day_number(document.valid_to),
        "end_reason": document.end_reason,
        "digest": _digest(stored),
        "stored": stored,
    }


@lru_cache(maxsize=512)
def _shared_text(text: str) -> str:
    """The tokens of a text that the articles of a chapter have in common."""
    return index_text(text) or NOTHING


def names_of(document: Document) -> list[str]:
    """The names that mean exactly this document: its citation; title and aliases unless it is a part of what they name."""
    names = [document.citation]
    if name_key(document.citation) in ("", name_key(document.title)):
        names += [document.title, *document.aliases.split()]
    return sorted({key for name in names if (key := name_key(name))})


def stored_form(document: Document) -> str:
    """The document as JSON: what a result is shown from."""
    # Not dataclasses.asdict: it copies deeply, and this runs for every article of every law.
    values = {name: getattr(document, name) for name in _FIELDS}
    values["valid_from"] = document.valid_from.isoformat()
    values["valid_to"] = document.valid_to.isoformat()
    values["extra"] = dict(document.extra)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_stored(stored: str | bytes) -> Document:
    """The reverse of ``stored_form``."""
    values = json.loads(stored)
    values["valid_from"] = date.fromisoformat(values["valid_from"])
    values["valid_to"] = date.fromisoformat(values["valid_to"])
    values["facets"] = tuple(values["facets"])
    return Document(**values)


def digest_of(document: Document) -> str:
    """What tells two states of a document apart, the rules of segmentation included."""
    return _digest(stored_form(document))


def _digest(stored: str) -> str:
    return hashlib.sha256(f"{RULES_VERSION}\n{stored}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class DateFilter:
    """The dates a hit must pass, as whole numbers; None asks nothing.

    ``ended`` inverts: valid_to ≤ ``ended`` or repealed on an unknown day.
    """

    from_at_most: int | None = None
    from_after: int | None = None
    to_after: int | None = None
    ended: int | None = None
    without_undated_repeals: bool = False


def date_filter(plan: Plan) -> DateFilter:
    """The half-open rule: a text holds on D when valid_from ≤ D < valid_to. One repealed on an unknown day may have
    been law on a past day, and is not today or later."""
    day, today = day_number(plan.day), day_number(plan.today)
    if plan.effective is Effective.IN_FORCE:
        return DateFilter(from_at_most=day, to_after=day, without_undated_repeals=plan.day >= plan.today)
    if plan.effective is Effective.NOT_YET:
        return DateFilter(from_after=today, without_undated_repeals=True)
    if plan.effective is Effective.ENDED:
        return DateFilter(ended=today)
    return DateFilter()


@dataclass(frozen=True, slots=True)
class DateBranch:
    """One way past the dates: ``dates`` for the kinds that are law (``is_law``), for the others, or for all (None)."""

    dates: DateFilter
    is_law: bool | None = None


def date_branches(plan: Plan) -> tuple[DateBranch, ...]:
    """The ways past the dates, any of which suffices. What is no law (a page, an entry of the directory) is found as it
    stands today, whatever day or effectivity of the law is asked for: a withdrawn record must not come back that way."""
    asked = date_filter(plan)
    if plan.effective is Effective.IN_FORCE and plan.day == plan.today:
        return (DateBranch(asked),)
    if plan.effective in (Effective.NOT_YET, Effective.ENDED):
        return (DateBranch(asked, is_law=True),)
    now = date_filter(replace(plan, effective=Effective.IN_FORCE, on=None))
    return DateBranch(asked, is_law=True), DateBranch(now, is_law=False)


def law_kinds() -> list[str]:
    """The names of the kinds that are law."""
    return sorted(kind.name for kind in kinds.values() if kind.is_law)


def facet_counts(buckets: Mapping[str, int], names: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
    """``name:value`` counts by name; only ``names`` when given."""
    wanted = None if names is None else set(names)
    counts: dict[str, dict[str, int]] = {}
    for facet, number in buckets.items():
        name, _, value = facet.partition(":")
        if wanted is None or name in wanted:
            counts.setdefault(name, {})[value] = number
    return counts
