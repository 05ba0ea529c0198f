"""Totals of all cases there ever were: those that lie here, and those that were purged.

A purge changes none of them. Months are whole months of Asia/Shanghai; finer figures than a month are no longer possible
of what was purged (two years old at least).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, TruncMonth

from portal.common.clock import SHANGHAI
from portal.consultations.models import Answer, Consultation, Deadline, SatisfactionRating
from portal.retention.districts import district_of
from portal.retention.facts import STATISTICS
from portal.retention.models import PurgedCase, PurgedDeadline

Key = Any
"""What was counted: a code, a month, a score; "" or None where there is none."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What cases can be counted by: an expression on cases, the column of purged ones, and what makes the key of a value."""

    live: Any
    purged: str
    key: Callable[[Any], Key] = lambda value: value


def _first(rows: Any, field: str) -> Subquery:
    return Subquery(rows.filter(consultation=OuterRef("pk")).values(field)[:1])


_by_resident = Answer.objects.filter(author__isnull=False).order_by("sent_at", "pk")
MEASURES: Mapping[str, Measure] = {
    "channel": Measure(F("channel"), "channel"),
    "topic": Measure(Coalesce(F("topic__code"), Value("")), "topic"),
    "district": Measure(F("place"), "district", district_of),
    "month": Measure(TruncMonth("submitted_at", tzinfo=SHANGHAI, output_field=models.DateField()), "asked_month"),
    "state": Measure(F("state"), "state"),
    "closed_because": Measure(F("closed_because"), "closed_because"),
    "refusal_reason": Measure(Coalesce(F("refusal__reason"), Value("")), "refusal_reason"),
    "appeal": Measure(
        Case(
            When(refusal__appeal__is_granted=True, then=Value("granted")),
            When(refusal__appeal__is_granted=False, then=Value("upheld")),
            When(refusal__appeal__isnull=False, then=Value("open")),
            default=Value(""),
        ),
        "appeal",
    ),
    "first_score": Measure(_first(SatisfactionRating.objects.order_by("at", "pk"), "score"), "first_score"),
    "staff_code": Measure(Coalesce(_first(_by_resident, "author__staff_code__code"), Value("")), "staff_code"),
    "institution": Measure(
        _first(_by_resident, "author__resident_institution__institution_id"),
        "institution_id",
    ),
    "is_urgent": Measure(F("is_urgent"), "is_urgent"),
    "is_of_minor": Measure(F("is_of_minor"), "is_of_minor"),
}


def totals(
    *by: str,
    since: date | None = None,
    until: date | None = None,
    agreed: bool = False,
    cases: models.QuerySet[Consultation] | None = None,
    purged: models.QuerySet[PurgedCase] | None = None,
) -> Counter[tuple[Key, ...]]:
    """How many cases by some of ``MEASURES``, asked from the month of ``since`` on and before that of ``until``.

    ``agreed``: only those whose citizen agreed to statistics. ``cases`` and ``purged`` narrow what is counted. Two queries.
    """
    found: Counter[tuple[Key, ...]] = Counter()
    measures = [MEASURES[name] for name in by]
    here = _between(Consultation.objects.all() if cases is None else cases, "submitted_at", since, until, _midnight)
    gone = _between(PurgedCase.objects.all() if purged is None else purged, "asked_month", since, until, _first_day)
    if agreed:
        here, gone = _agreed(here, "consent__purposes"), gone.filter(in_statistics=True)
    names = [f"by_{place}" for place in range(len(measures))]
    live = {name: measure.live for name, measure in zip(names, measures, strict=True)}
    for row in here.order_by().annotate(**live).values_list(*names).annotate(found=Count("pk")):
        found[_key(measures, row[:-1], live=True)] += row[-1]
    columns = [measure.purged for measure in measures]
    for row in gone.order_by().values_list(*columns).annotate(found=Count("pk")):
        found[_key(measures, row[:-1], live=False)] += row[-1]
    return found


def clock_totals(
    kind: str, *, since: date | None = None, until: date | None = None, agreed: bool = False
) -> Counter[tuple[date, str]]:
    """How many clocks of a kind ended how ("" still runs), by the month in which they started."""
    here = _between(Deadline.objects.filter(kind=kind), "started_at", since, until, _midnight)
    gone = _between(PurgedDeadline.objects.filter(kind=kind), "started_month", since, until, _first_day)
    if agreed:
        here, gone = _agreed(here, "consultation__consent__purposes"), gone.filter(purged__in_statistics=True)
    month = TruncMonth("started_at", tzinfo=SHANGHAI, output_field=models.DateField())
    found: Counter[tuple[date, str]] = Counter()
    for started, outcome, count in here.order_by().annotate(m=month).values_list("m", "outcome").annotate(Count("pk")):
        found[started, outcome] += count
    for started, outcome, count in gone.order_by().values_list("started_month", "outcome").annotate(Count("pk")):
        found[started, outcome] += count
    return found


def _key(measures: list[Measure], values: tuple[Any, ...], *, live: bool) -> tuple[Key, ...]:
    if not live:
        return tuple(values)
    return tuple(measure.key(value) for measure, value in zip(measures, values, strict=True))


def _between(rows: Any, field: str, since: date | None, until: date | None, of: Callable[[date], Any]) -> Any:
    if since is not None:
        rows = rows.filter(**{f"{field}__gte": of(since)})
    if until is not None:
        rows = rows.filter(**{f"{field}__lt": of(until)})
    return rows


def _agreed(rows: Any, purposes: str) -> Any:
    return rows.annotate(agreed=Cast(purposes, models.TextField())).filter(Q(agreed__contains=f'"{STATISTICS}"'))


def _first_day(day: date) -> date:
    return day.replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day.replace(day=1), time(0), SHANGHAI)
