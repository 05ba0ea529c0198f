"""How long a case is kept (article 32), as pure functions of dates."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from portal.retention.models.settings import LEAST_YEARS


def earliest_purge(ended_on: date, years: int = LEAST_YEARS) -> date:
    """The first day on which a case that ended on a day may be purged: the day after the years are full.

    A year is full on the day of the same date, or, where the month has none, on its last day (民法典 202): what ended on
    2024-02-29 is kept through 2026-02-28. Raises ValueError for less than two years.
    """
    if years < LEAST_YEARS:
        raise ValueError("article 32: not less than two years")
    year = ended_on.year + years
    last = calendar.monthrange(year, ended_on.month)[1]
    return date(year, ended_on.month, min(ended_on.day, last)) + timedelta(days=1)
