"""The use case: a plan is answered by the engine, by the fallback while that is out, or by the pins alone.

Guarantee: ``find`` never raises because of an engine. An engine that is out is named (``degraded``, ``is_out``) and never
shown as "nothing found".
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search import engines
from search.documents import ALWAYS, FOREVER, Document, kinds
from search.effectivity import ENDED, chinese_date, effectivity_of, label_of
from search.engines.base import Answer, Engine, EngineError
from search.query import Plan
from search.snippets import excerpt, marked

logger = logging.getLogger(__name__)

REST_SECONDS = 5.0
"""How long an engine that failed is not asked again by this process: its time limit is paid once, not by every page."""


@dataclass(frozen=True, slots=True)
class Result:
    """One document as it is shown. ``effectivity`` is None for what is no law."""

    document: Document
    score: float
    effectivity: str | None
    heading: SafeString
    snippet: SafeString
    is_pinned: bool = False

    @property
    def effectivity_label(self) -> str:
        """The effectivity in words, "" for what is no law."""
        return label_of(self.effectivity) if self.effectivity else ""

    @property
    def template(self) -> str:
        """The template that shows it."""
        return kinds[self.document.kind].template

    @property
    def meta(self) -> list[str]:
        """Short facts below the snippet: where it stands, who made it, from when to when it holds."""
        document = self.document
        facts = [document.context] if document.citation and self.effectivity and document.context else []
        facts += [str(document.extra[name]) for name in ("level", "authority") if document.extra.get(name)]
        if not self.effectivity:
            return facts
        if document.valid_from != ALWAYS:
            facts.append(_("%(day)s 起施行") % {"day": chinese_date(document.valid_from)})
        if self.has_ended:
            day = chinese_date(document.valid_to) if document.valid_to != FOREVER else ""
            facts.append(_("%(day)s 起失效") % {"day": day} if day else str(_("失效日期不详")))
        return facts

    @property
    def has_ended(self) -> bool:
        """Whether it is a text that is no longer law."""
        return self.effectivity in ENDED


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results. ``engine`` is the one that answered, "" if none did."""

    plan: Plan
    items: tuple[Result, ...] = ()
    total: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    engine: str = ""
    degraded: bool = False

    @property
    def is_out(self) -> bool:
        """Whether no engine answered: what is shown is only what the words named exactly."""
        return not self.engine


class Breaker:
    """Remembers which engine failed a moment ago."""

    def __init__(self) -> None:
        self._resting: dict[int, float] = {}

    def is_resting(self, engine: Engine) -> bool:
        """Whether the engine failed less than REST_SECONDS ago."""
        return time.monotonic() < self._resting.get(id(engine), 0.0)

    def failed(self, engine: Engine) -> None:
        """Let it rest."""
        self._resting[id(engine)] = time.monotonic() + REST_SECONDS

    def recovered(self, engine: Engine) -> None:
        """It answered."""
        self._resting.pop(id(engine), None)

    def reset(self) -> None:
        """Forget everything."""
        self._resting.clear()


breaker = Breaker()


def find(plan: Plan) -> Results:
    """Answer a plan, whatever state the engines are in."""
    first = engines.primary()
    if not plan.terms:
        return _results(plan, Answer(), first.name, degraded=False)
    second = engines.fallback()
    for engine in (first, second):
        if engine is None or breaker.is_resting(engine):
            continue
        try:
            answer = engine.search(plan)
        except EngineError as error:
            logger.error("search engine %s failed: %s", engine.name, error)
            breaker.failed(engine)
            continue
        breaker.recovered(engine)
        return _results(plan, answer, engine.name, degraded=engine is not first)
    return _results(plan, Answer(), "", degraded=True)


def _results(plan: Plan, answer: Answer, engine: str, *, degraded: bool) -> Results:
    pins = plan.shown_pins if plan.page == 1 else ()
    items = [_result(pin, plan, 0.0, is_pinned=True) for pin in pins]
    items += [_result(hit.document, plan, hit.score) for hit in answer.hits]
    counts = dict(answer.kinds)
    for pin in plan.pins:
        if plan.passes_filters(pin):
            counts[pin.kind] = counts.get(pin.kind, 0) + 1
    return Results(
        plan=plan,
        items=tuple(items),
        total=answer.total + len(plan.shown_pins),
        kinds=counts,
        facets=answer.facets,
        engine=engine,
        degraded=degraded,
    )


def _result(document: Document, plan: Plan, score: float, *, is_pinned: bool = False) -> Result:
    return Result(
        document=document,
        score=score,
        effectivity=effectivity_on(document, plan.day),
        heading=marked(document.citation or document.title, plan),
        snippet=excerpt(document.text, plan),
        is_pinned=is_pinned,
    )


def effectivity_on(document: Document, day: date) -> str | None:
    """The effectivity of a document on a day; None for a kind that is no law."""
    kind = kinds.get(document.kind)
    return effectivity_of(document, day) if kind is not None and kind.is_law else None
