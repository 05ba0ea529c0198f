"""How many complaints led to what, counted from decisions: of each complaint the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from portal.common.clock import SHANGHAI
from portal.complaints.choices import About, Cause, Outcome
from portal.complaints.models import Decision


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
    """One line a cause that occurred. One query."""
    return _rows(last_decisions(begin, end), "cause", {code: str(label) for code, label in Cause.choices})


def by_subject(begin: date, end: date) -> list[Row]:
    """One line for each thing complained of. One query."""
    labels = {code: str(label) for code, label in About.choices}
    return _rows(last_decisions(begin, end), "complaint__about", labels)


def _rows(found: QuerySet[Decision], field: str, labels: dict[str, str]) -> list[Row]:
    counted = found.order_by().values(field)
    counted = counted.annotate(
        total=Count("pk"),
        late=Count("pk", filter=Q(was_late=True)),
        **{name: Count("pk", filter=Q(outcome=name)) for name in Outcome.values},
    )
    rows = {row.pop(field): row for row in counted}
    return [Row(code=code, label=label, **rows[code]) for code, label in labels.items() if code in rows]
