"""Counting working days. A calendar answers for one day: working, free, or not known (a year nobody has announced yet).

Days of an unknown year count as working from Monday to Friday: the result is then provisional, and never an error.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

WorkdayCalendar = Callable[[date], bool | None]
"""A day → whether people work on it; None when the calendar does not know the year."""


def chinese_workdays(day: date) -> bool | None:
    """The State Council's holidays with the weekends worked in exchange, as far as ``chinesecalendar`` knows them."""
    import chinese_calendar  # a table of two decades: only who counts days pays for it

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def is_working_day(day: date, calendar: WorkdayCalendar = chinese_workdays) -> bool:
    """Whether people work on a day; in a year the calendar does not know, from Monday to Friday."""
    known = calendar(day)
    return day.weekday() < 5 if known is None else known


def add_working_days(start: date, days: int, calendar: WorkdayCalendar = chinese_workdays) -> date:
    """The day that is ``days`` working days after ``start``. ``start`` itself is not counted, whatever day it is.

    Raises ValueError for a negative number.
    """
    if days < 0:
        raise ValueError("working days are counted forwards")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, calendar)
    return day


def is_provisional(start: date, end: date, calendar: WorkdayCalendar = chinese_workdays) -> bool:
    """Whether a day of the span (its start not counted) lies in a year that the calendar does not know."""
    span = range((end - start).days)
    return any(calendar(start + timedelta(days=number + 1)) is None for number in span)
