"""Whether a measure lies within the range of its kind: pure functions."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def duration_fits(begin: date, end: date, months_min: int | None, months_max: int | None) -> bool:
    """Whether the days from ``begin`` to before ``end`` are at least and at most so many months. Both bounds count as
    within (以上、以下 include the number, Civil Code art. 1259)."""
    if months_min is not None and end < add_months(begin, months_min):
        return False
    return months_max is None or end <= add_months(begin, months_max)
