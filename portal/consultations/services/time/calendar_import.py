"""A year's calendar taken over from its notice: afterwards every day of the year is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from portal.consultations.deadlines.notices import NoticedDay
from portal.consultations.models import CalendarDay
from portal.consultations.services.time.following_calendar import calendar_changed


@transaction.atomic
def import_year(year: int, noticed: Iterable[NoticedDay], source: str) -> int:
    """Write a row for each day of a year: as the notice says, else by the day of the week; rows that were there go. Days
    of other years that the notice names (a New Year's holiday that begins in December) are written beside.

    Open deadlines are worked out anew after the commit. Returns how many rows were written.
    """
    said = {each.day: each for each in noticed}
    of_year = set(_days(year))
    CalendarDay.objects.filter(day__in=of_year | set(said)).delete()
    rows = [
        CalendarDay(
            day=day,
            is_working=said[day].is_working if day in said else day.weekday() < 5,
            name=said[day].name if day in said else "",
            source=source,
        )
        for day in sorted(of_year | set(said))
    ]
    CalendarDay.objects.bulk_create(rows)
    calendar_changed()
    return len(rows)


def _days(year: int) -> Iterable[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)
