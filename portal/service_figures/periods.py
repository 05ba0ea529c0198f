"""Stretches of time that figures are of, in days of Asia/Shanghai; the stretch before, and the same one a year before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.common.clock import SHANGHAI


class PeriodKind(StrEnum):
    """How long."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both in it."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Half-open: midnight to midnight."""
        return midnight(self.first), midnight(self.last + timedelta(days=1))

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        start, end = self.span
        return start <= moment < end

    @property
    def before(self) -> Period:
        """The one just before, as long: a calendar month before a month, as many days before free dates."""
        if self.kind == PeriodKind.DATES:
            days = (self.last - self.first).days + 1
            return Period(self.kind, self.first - timedelta(days=days), self.first - timedelta(days=1))
        return period_of(self.kind, self.first - timedelta(days=1))

    @property
    def year_before(self) -> Period:
        """The same one a year before; a week: the one 52 weeks before, which has the same days of the week."""
        if self.kind == PeriodKind.WEEK:
            return period_of(self.kind, self.first - timedelta(weeks=52))
        if self.kind == PeriodKind.DATES:
            return Period(self.kind, _a_year_before(self.first), _a_year_before(self.last))
        return period_of(self.kind, _a_year_before(self.first))

    @property
    def words(self) -> str:
        """``2026年3月``, ``2026年第1季度``, ``2026年3月2日至2026年3月8日``."""
        first = self.first
        if self.kind == PeriodKind.MONTH:
            return f"{first.year}年{first.month}月"
        if self.kind == PeriodKind.QUARTER:
            return f"{first.year}年第{(first.month + 2) // 3}季度"
        if self.kind == PeriodKind.YEAR:
            return f"{first.year}年"
        return f"{day_words(first)}至{day_words(self.last)}"

    @property
    def buckets(self) -> list[tuple[str, date]]:
        """What it is drawn in, as (words, first day): days up to five weeks, weeks up to half a year, then months."""
        days = (self.last - self.first).days + 1
        if days <= 35:
            step = [self.first + timedelta(days=each) for each in range(days)]
            return [(f"{day.month}月{day.day}日", day) for day in step]
        if days <= 190:
            step = [self.first + timedelta(days=each) for each in range(0, days, 7)]
            return [(f"{day.month}月{day.day}日起", day) for day in step]
        months: list[tuple[str, date]] = []
        day = self.first
        while day <= self.last:
            months.append((f"{day.year}年{day.month}月", day))
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return months


def period_of(kind: PeriodKind, day: date) -> Period:
    """The week (from Monday), month, quarter or year that a day is in."""
    if kind == PeriodKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(kind, monday, monday + timedelta(days=6))
    if kind == PeriodKind.MONTH:
        first = day.replace(day=1)
        months = 1
    elif kind == PeriodKind.QUARTER:
        first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        months = 3
    elif kind == PeriodKind.YEAR:
        first = day.replace(month=1, day=1)
        months = 12
    else:
        return Period(kind, day, day)
    after = first.month - 1 + months
    return Period(kind, first, date(first.year + after // 12, after % 12 + 1, 1) - timedelta(days=1))


def day_words(day: date) -> str:
    """``2026年3月2日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def midnight(day: date) -> datetime:
    """When a day begins in Asia/Shanghai."""
    return datetime.combine(day, time(0), SHANGHAI)
