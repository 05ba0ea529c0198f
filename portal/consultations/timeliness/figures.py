"""The figures from rows: one query, whole weeks of Asia/Shanghai, those alone who agreed to statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Count as SqlCount
from django.db.models import Q
from django.db.models.functions import Cast, TruncWeek
from django.utils.translation import gettext as _

from cms.core.models import Topic
from portal.common.clock import SHANGHAI
from portal.consultations.models import Deadline
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.models.deadlines import RUNNING
from portal.consultations.timeliness.merging import MERGED, Count, Published, Row, published

WEEKS = 52
PURPOSE = "statistics"
"""Who did not agree to this purpose (portal/consultations/purposes.py) is in no figure."""
NO_TOPIC = "other"


def timeliness(now: datetime) -> Published:
    """First answers of the last year's whole weeks, by the week in which they were asked for.

    In time, deferred in time, or late: past and still open, or past when nothing was owed any more, among them. What is
    not due yet, stands still or was cancelled in time is in none.
    """
    monday = _monday(now.astimezone(SHANGHAI).date())
    since, until = monday - timedelta(weeks=WEEKS), monday
    settled = ~Q(outcome__in=("", "cancelled")) | (RUNNING & Q(due_at__lt=now))
    found = (
        Deadline.objects.filter(
            settled,
            kind=DeadlineKind.FIRST_ANSWER,
            started_at__gte=_midnight(since),
            started_at__lt=_midnight(until),
        )
        .annotate(agreed=Cast("consultation__consent__purposes", models.TextField()))
        .filter(agreed__contains=f'"{PURPOSE}"')
        .annotate(week=TruncWeek("started_at", tzinfo=SHANGHAI))
        .order_by()
        .values("week", "consultation__topic__code")
        .annotate(
            in_time=SqlCount("pk", filter=Q(outcome="met")),
            deferred=SqlCount("pk", filter=Q(outcome="deferred")),
            late=SqlCount("pk", filter=~Q(outcome__in=("met", "deferred"))),
        )
    )
    return published(
        Count(
            row["week"].date(),
            row["consultation__topic__code"] or NO_TOPIC,
            row["in_time"],
            row["deferred"],
            row["late"],
        )
        for row in found
    )


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows added up under one heading, with the share answered or deferred in time in whole percent, rounded down."""

    label: str
    total: int
    in_time: int
    deferred: int
    late: int

    @property
    def percent(self) -> int:
        """Of a hundred first answers so many came in time, those deferred in time among them."""
        return (self.in_time + self.deferred) * 100 // self.total


def summed(rows: Iterable[Row], label: Callable[[Row], str]) -> list[Sum]:
    """Rows by a heading, in the order in which the headings first come."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(label(row), []).append(row)
    return [
        Sum(
            heading,
            sum(row.total for row in group),
            sum(row.in_time for row in group),
            sum(row.deferred for row in group),
            sum(row.late for row in group),
        )
        for heading, group in groups.items()
    ]


def topic_names() -> dict[str, str]:
    """The topics' names by code, and the name of what was merged."""
    return {**dict(Topic.objects.values_list("code", "name")), MERGED: str(_("件数较少的专题（合并）"))}


def week_words(row: Row) -> str:
    """``2026年3月2日至8日``; a year and month that are the same are said once."""
    first, last = row.week_from, row.week_to
    start = _("%(year)d年%(month)d月%(day)d日") % {"year": first.year, "month": first.month, "day": first.day}
    end = _("%(day)d日") % {"day": last.day}
    if last.month != first.month:
        end = _("%(month)d月%(day)s") % {"month": last.month, "day": end}
    if last.year != first.year:
        end = _("%(year)d年%(day)s") % {"year": last.year, "day": end}
    return _("%(first)s至%(last)s") % {"first": start, "last": end}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
