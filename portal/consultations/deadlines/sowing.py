"""The first rows of time limits: policies, the calendar of the announced years, service hours. Sown after each ``migrate``;
what an administrator changed is never overwritten, and a newer program's years are added."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.common.workdays import announced_holiday, chinese_workdays
from portal.consultations.deadlines.defaults import INITIAL_POLICIES
from portal.consultations.deadlines.terms import OFFICE_HOURS

FIRST_YEAR = 2024
"""Earlier years stand in the program's calendar alone: nothing is due in them any more."""


def sow_time_limits(sender: Any = None, **kwargs: Any) -> None:
    """Add what is missing: a policy for a kind that has none, a day of an announced year, hours where there are none."""
    from portal.consultations.models import ServiceHours, SlaPolicy

    present = set(SlaPolicy.objects.values_list("kind", flat=True))
    SlaPolicy.objects.bulk_create(
        [
            SlaPolicy(
                channel=policy.channel,
                kind=policy.kind,
                amount=policy.amount,
                unit=policy.unit,
                pauses=policy.pauses,
                valid_from=policy.valid_from,
            )
            for policy in INITIAL_POLICIES
            if policy.kind not in present
        ],
        ignore_conflicts=True,
    )
    _sow_calendar()
    if not ServiceHours.objects.exists():
        ServiceHours.objects.bulk_create(
            ServiceHours(weekday=weekday, opens=opens, closes=closes)
            for weekday, windows in OFFICE_HOURS.items()
            for opens, closes in windows
        )


def _sow_calendar() -> None:
    from portal.consultations.models import CalendarDay, Deadline
    from portal.consultations.services.time.following_calendar import calendar_changed

    known = set(CalendarDay.objects.values_list("day", flat=True))
    missing = [
        CalendarDay(day=day, is_working=is_working, name=name, source=_("国务院办公厅放假通知（随程序提供）"))
        for day, is_working, name in announced_exceptions(FIRST_YEAR)
        if day not in known
    ]
    CalendarDay.objects.bulk_create(missing, ignore_conflicts=True)
    guessed = Deadline.objects.filter(is_provisional=True, met_at__isnull=True, cancelled_at__isnull=True)
    if missing and guessed.exists():
        calendar_changed()


def announced_exceptions(first_year: int) -> list[tuple[date, bool, str]]:
    """Days of the years that the program's calendar knows, from ``first_year`` on, that a notice names: the day,
    whether people work, why."""
    found = []
    day = date(first_year, 1, 1)
    while (is_working := chinese_workdays(day)) is not None:
        if name := announced_holiday(day):
            found.append((day, is_working, _("%(holiday)s调休上班") % {"holiday": name} if is_working else name))
        day += timedelta(days=1)
    return found
