"""How many complaints led to what, counted from decisions: of each complaint the last one. What was purged still counts, at
the first day of the month of its result: more than the month is not kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from portal.common.clock import SHANGHAI
from portal.complaints.choices import About, Cause, Outcome
from portal.complaints.models import Decision, PurgedComplaint


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it counts, and how many by outcome."""

    code: str
    label: str
    total: int
    founded: int
    partly: int
    not_founded: int
    late: int


def last_decisions(begin: date, end: date) -> QuerySet[Decision]:
    """The last decision of each complaint, of those taken from the first to the last of these days (Asia/Shanghai)."""
    later = Decision.objects.filter(complaint=OuterRef("complaint"), look__gt=OuterRef("look"))
    since = datetime.combine(begin, time(), SHANGHAI)
    until = datetime.combine(end + timedelta(days=1), time(), SHANGHAI)
    return Decision.objects.filter(~Exists(later), decided_at__gte=since, decided_at__lt=until)


def by_cause(begin: date, end: date) -> list[Row]:
    """One line a cause that occurred. Two queries."""
    labels = {code: str(label) for code, label in Cause.choices}
    here = _rows(last_decisions(begin, end), "cause", labels)
    return _together(labels, here, _rows(_purged(begin, end), "cause", labels))


def by_subject(begin: date, end: date) -> list[Row]:
    """One line for each thing complained of. Two queries."""
    labels = {code: str(label) for code, label in About.choices}
    here = _rows(last_decisions(begin, end), "complaint__about", labels)
    return _together(labels, here, _rows(_purged(begin, end), "about", labels))


def _purged(begin: date, end: date) -> QuerySet[PurgedComplaint]:
    return PurgedComplaint.objects.filter(decided_month__range=(begin, end))


def _together(order: Iterable[str], here: list[Row], gone: list[Row]) -> list[Row]:
    rows = {row.code: row for row in here}
    for row in gone:
        rows[row.code] = _sum(rows[row.code], row) if row.code in rows else row
    return [rows[code] for code in order if code in rows]


def _sum(one: Row, other: Row) -> Row:
    names = ("total", "founded", "partly", "not_founded", "late")
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in names})


def _rows(found: QuerySet[Any], field: str, labels: dict[str, str]) -> list[Row]:
    counted = found.order_by().values(field)
    counted = counted.annotate(
        total=Count("pk"),
        late=Count("pk", filter=Q(was_late=True)),
        **{name: Count("pk", filter=Q(outcome=name)) for name in Outcome.values},
    )
    rows = {row.pop(field): row for row in counted}
    return [Row(code=code, label=label, **rows[code]) for code, label in labels.items() if code in rows]
