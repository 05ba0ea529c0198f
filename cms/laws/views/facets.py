"""How many laws each filter of the list would leave: all counts in one query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Max, QuerySet, Value
from django.db.models.functions import Cast

from cms.laws.catalogue import CatalogueFilter, filtered
from cms.laws.models import Instrument

FIELDS = {"level": "level", "region": "region", "authority": "issuing_authority", "category": "category"}
_TOTAL, _CHECKED = "total", "checked"


@dataclass(frozen=True, slots=True)
class Counts:
    """``by``: filter → value → how many laws it would leave, the other filters kept. ``total``: how many the list has.
    ``checked_on``: the latest day on which any public law was compared with its source."""

    by: dict[str, dict[str, int]]
    total: int
    checked_on: date | None


def count(wanted: CatalogueFilter, today: date) -> Counts:
    """Count for every filter but effectivity (which is computed for the day, and would cost more than it tells)."""
    public = Instrument.objects.filter(is_public=True).order_by()
    everything = filtered(public, wanted, today)
    pieces = [
        everything.annotate(facet=_named(_TOTAL), value=_text("")).values("facet", "value").annotate(n=Count("pk")),
        public.annotate(facet=_named(_CHECKED)).values("facet").annotate(value=_day(), n=Count("pk")),
    ]
    pieces += [_grouped(filtered(public, _without(wanted, name), today), name) for name in FIELDS]
    rows = [piece.values_list("facet", "value", "n") for piece in pieces]
    by: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, value, number in rows[0].union(*rows[1:], all=True):
        if value or facet == _TOTAL:
            by[facet][value] = number
    total = by.pop(_TOTAL, {}).get("", 0)
    checked = next(iter(by.pop(_CHECKED, {})), "")
    return Counts(dict(by), total, date.fromisoformat(checked[:10]) if checked else None)


def _without(wanted: CatalogueFilter, name: str) -> CatalogueFilter:
    changes: dict[str, Any] = {name: ""}
    return replace(wanted, **changes)


def _grouped(laws: QuerySet[Instrument], name: str) -> QuerySet:
    return (
        laws.annotate(facet=_named(name), value=Cast(FIELDS[name], CharField()))
        .values("facet", "value")
        .annotate(n=Count("pk"))
    )


def _named(name: str) -> Cast:
    return Cast(Value(name), CharField())


def _text(words: str) -> Cast:
    return Cast(Value(words), CharField())


def _day() -> Cast:
    return Cast(Max("checked_on"), CharField())
