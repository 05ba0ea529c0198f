"""Counting working days. A calendar answers for one day: working, free, or not known (a year nobody has announced yet).

Days of an unknown year count as working from Monday to Friday unless they are statutory holidays, those of the lunar
calendar included: the result is then provisional, and never an error. The law grants a day in lieu of a holiday that
falls on a weekend, but which one is said by each year's notice alone: none is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

WorkdayCalendar = Callable[[date], bool | None]
"""A day → whether people work on it; None when the calendar does not know the year."""


def chinese_workdays(day: date) -> bool | None:
    """The State Council's holidays with the weekends worked in exchange, as far as ``chinesecalendar`` knows them."""
    import chinese_calendar  # a table of two decades: only who counts days pays for it

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def layered(rows: Mapping[date, bool], beneath: WorkdayCalendar = chinese_workdays) -> WorkdayCalendar:
    """A calendar in which what ``rows`` say of a day counts, and for every other day what lies ``beneath``."""

    def calendar(day: date) -> bool | None:
        stated = rows.get(day)
        return beneath(day) if stated is None else stated

    return calendar


def statutory_holiday(day: date) -> str:
    """The Chinese name of the statutory holiday a day is by the regulation of 2024; empty when it is none.

    Holidays alone, without the days around them that a year's notice frees or fills. After 2099 nothing is known.
    """
    return _statutory_holidays(day.year).get(day, "")


@lru_cache(maxsize=16)
def _statutory_holidays(year: int) -> dict[date, str]:
    from holidays.countries import China  # as above

    named = China(years=year, language="zh_CN", observed=False)
    return {day: name.split("; ")[0] for day, name in named.items()}


def announced_holiday(day: date) -> str:
    """What the State Council's notice frees (or fills) a day for, in Chinese; empty for others and in unknown years."""
    from chinese_calendar import Holiday, get_holiday_detail

    try:
        name = get_holiday_detail(day)[1]
    except NotImplementedError:
        return ""
    return str(Holiday(name).chinese) if name else ""


def is_working_day(day: date, calendar: WorkdayCalendar = chinese_workdays) -> bool:
    """Whether people work on a day; in a year the calendar does not know, from Monday to Friday but for statutory
    holidays."""
    known = calendar(day)
    return day.weekday() < 5 and not statutory_holiday(day) if known is None else known


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
