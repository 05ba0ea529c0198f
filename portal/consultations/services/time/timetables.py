"""The tables that time limits are worked out with, read from their rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from portal.common.clock import today
from portal.common.workdays import layered
from portal.consultations.deadlines.defaults import INITIAL_POLICIES, Policy, policy_for
from portal.consultations.deadlines.explaining import amount_words
from portal.consultations.deadlines.terms import OFFICE_HOURS, Window, WorkTime
from portal.consultations.models import CalendarDay, ServiceHours, SlaPolicy
from portal.consultations.models.choices import Channel


def work_time(since: date) -> WorkTime:
    """Working days and service hours from a day on: two queries. What the calendar's rows do not say the program's own
    calendar does; without rows of hours the office's usual ones hold."""
    rows = list(CalendarDay.objects.filter(day__gte=since - timedelta(days=1)).only("day", "is_working", "name"))
    hours: dict[int, list[Window]] = defaultdict(list)
    for weekday, opens, closes in ServiceHours.objects.values_list("weekday", "opens", "closes"):
        hours[weekday].append((opens, closes))
    names = {row.day: row.name for row in rows if not row.is_working}
    return WorkTime(
        calendar=layered({row.day: row.is_working for row in rows}),
        hours=hours or OFFICE_HOURS,
        named=lambda day: names.get(day, ""),
    )


def limit_words(kind: str, channel: str = Channel.MESSAGE) -> str:
    """The limit that holds today for what begins today, as a page states it (``3 个工作日``): limits are rows. One query."""
    policy = policy_on(kind, channel, today())
    return amount_words(policy.amount, policy.unit)


def policy_on(kind: str, channel: str, day: date) -> SlaPolicy | Policy:
    """The policy of a kind and channel that holds on a day; the initial one where there is no row at all.

    Raises NoPolicy for a kind that has none.
    """
    rows = list(SlaPolicy.objects.filter(kind=kind, channel__in=("", channel), valid_from__lte=day))
    return policy_for(rows, kind, channel, day) if rows else policy_for(INITIAL_POLICIES, kind, channel, day)
