"""Words → plan: what is asked of an engine, as plain values that need no engine to be made or tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from search.documents import Document, kinds
from search.stopwords import without_question_words
from search.text import characters, closed_up, name_key, normalise, tidy, tokens
from search.vocabulary import legal_words

LONGEST_QUERY = 300
"""Characters of a query that are read; a longer one is answered by its beginning."""
MOST_TOKENS = 80
DEEPEST_PAGE = 100
MOST_PAGE_SIZE = 100
PAGE_SIZE = 20

# Measured on questions that citizens asked (docs/search.md).
TITLE, CONTEXT, BODY = 0.3, 0.5, 1.0
CHARACTER_WEIGHT = 0.4
LEGAL_WEIGHT = 0.6
PRIOR_PER_TOKEN = 1.3
NAME_SCORE = 130.0


class Effective(StrEnum):
    """Which law is asked for; documents that are no law hold always."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet_effective"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Term:
    """One token and its weight; the engines multiply the weight with that of the field it is found in."""

    token: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine answers. Both give it the same meaning:

    a hit holds at least ``at_least`` of ``terms`` in one of its fields, or one of ``added`` instead of each, or bears
    the name ``name``; it passes ``kind``, every one of ``filters`` (OR within a name, AND between names) and the
    dates; it is none of ``excluded``. Its score is the BM25 of terms, added terms and ``characters`` (which never make
    a hit), plus the priors of its facets. Kinds are counted without the kind filter, the facets of a name without the
    filter of that name.
    """

    words: str = ""
    terms: tuple[Term, ...] = ()
    added: tuple[Term, ...] = ()
    characters: tuple[Term, ...] = ()
    at_least: int = 1
    name: str = ""
    priors: tuple[tuple[str, float], ...] = ()
    kind: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    effective: Effective = Effective.IN_FORCE
    today: date = date.min
    on: date | None = None
    page: int = 1
    page_size: int = PAGE_SIZE
    pins: tuple[Document, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: no word, or symbols only."""
        return not self.terms and not self.pins

    @property
    def day(self) -> date:
        """The day whose law is asked for."""
        return self.on or self.today

    @property
    def shown_pins(self) -> tuple[Document, ...]:
        """The pinned documents that pass the kind and the filters; they head page 1."""
        return tuple(pin for pin in self.pins if self.kind in ("", pin.kind) and self.passes_filters(pin))

    @property
    def offset(self) -> int:
        """How many of the engine's hits come before this page."""
        return max(0, (self.page - 1) * self.page_size - len(self.shown_pins))

    @property
    def limit(self) -> int:
        """How many of the engine's hits this page shows."""
        return self.page_size - (len(self.shown_pins) if self.page == 1 else 0)

    def passes_filters(self, document: Document) -> bool:
        """Whether a document passes the facet filters."""
        return all(any(f"{name}:{value}" in document.facets for value in values) for name, values in self.filters)

    def without_filter(self, name: str) -> Plan:
        """The plan without the filter of one name (``kind`` for the kind)."""
        if name == "kind":
            return replace(self, kind="")
        return replace(self, filters=tuple(item for item in self.filters if item[0] != name))


Recogniser = Callable[[str, date | None, date], Iterable[Document]]
"""Typed words, the day asked for (None: today), today → the documents that were named exactly, from the database."""

recognisers: dict[str, Recogniser] = {}


def register_recogniser(name: str, recognise: Recogniser) -> None:
    """Let an app pin documents that the words name exactly (a citation, a registered number). It must answer from the
    database, so that it works with every engine down."""
    recognisers[name] = recognise


def recognise(words: str, on: date | None, today: date) -> tuple[Document, ...]:
    """Ask every recogniser; each document is pinned once."""
    words = tidy(words)[:LONGEST_QUERY]
    found: dict[str, Document] = {}
    for one in recognisers.values():
        for document in one(words, on, today):
            found.setdefault(document.key, document)
    return tuple(found.values())[:PAGE_SIZE]


def make_plan(
    words: str,
    *,
    today: date,
    kind: str = "",
    filters: Mapping[str, Sequence[str]] | None = None,
    effective: Effective = Effective.IN_FORCE,
    on: date | None = None,
    page: int = 1,
    page_size: int = PAGE_SIZE,
    pins: Sequence[Document] = (),
) -> Plan:
    """Make the plan of what a person typed. Never fails on words: what cannot be searched for gives an empty plan."""
    words = tidy(words)[:LONGEST_QUERY].strip()
    spoken = without_question_words(closed_up(words))
    asked, lone = _parted(tokens(spoken) or tokens(words))
    asked_tokens = {term.token for term in asked}
    added = [token for word in legal_words(words) for token in tokens(word)]
    single = dict.fromkeys([*characters(spoken), *lone])
    return Plan(
        words=words,
        terms=asked,
        added=tuple(Term(token, LEGAL_WEIGHT) for token in dict.fromkeys(added) if token not in asked_tokens)[
            :MOST_TOKENS
        ],
        characters=tuple(Term(character, CHARACTER_WEIGHT) for character in single)[:MOST_TOKENS],
        at_least=_at_least(len(asked)),
        name=name_key(words),
        priors=_priors(len(asked)),
        kind=kind,
        filters=tuple((name, tuple(values)) for name, values in sorted((filters or {}).items()) if values),
        effective=Effective.IN_FORCE if on else effective,
        today=today,
        on=on,
        page=min(max(1, page), DEEPEST_PAGE),
        page_size=min(max(1, page_size), MOST_PAGE_SIZE),
        pins=tuple(pins),
        excluded=tuple(pin.key for pin in pins),
    )


def _parted(found: Sequence[str]) -> tuple[tuple[Term, ...], list[str]]:
    """The terms, and the lone characters beside them (第, 条), which would make a hit of nearly everything."""
    lone = [token for token in found if len(token) == 1 and not token.isascii()]
    if len(lone) == len(found):
        lone = []
    counts = Counter(token for token in found if token not in lone)
    return tuple(Term(token, float(min(count, 2))) for token, count in counts.items())[:MOST_TOKENS], lone


def _at_least(count: int) -> int:
    """Two pairs of characters must be there (of what was typed or its legal words), or the only one."""
    return min(count, 2) or 1


def _priors(count: int) -> tuple[tuple[str, float], ...]:
    """What each facet is worth to this query: the longer the query, the higher its scores, the higher the prior."""
    priors: dict[str, float] = {}
    for kind in kinds.values():
        for facet, weight in kind.priors.items():
            priors[facet] = max(weight, priors.get(facet, 0.0))
    return tuple((facet, round(weight * PRIOR_PER_TOKEN * count, 4)) for facet, weight in priors.items() if weight > 0)


def normalised_words(words: str) -> str:
    """The words as a log may count them: one spelling, short."""
    return normalise(tidy(words))[:60].strip()
