"""What a time limit is made of: a rule, the moments the clock stood still, the hours and days that count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from portal.common.clock import SHANGHAI
from portal.common.workdays import (
    WorkdayCalendar,
    announced_holiday,
    chinese_workdays,
    is_working_day,
    statutory_holiday,
)
from portal.consultations.models.choices import TimeUnit

LEAST_REMAINDER = timedelta(hours=1)
"""However little was left when the clock was stopped, this much is left when it runs on."""


@dataclass(frozen=True, slots=True)
class Rule:
    """So many units; ``pauses``: whether waiting for the citizen stops the clock. Raises ValueError below one unit."""

    amount: int
    unit: TimeUnit
    pauses: bool = True

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a time limit is at least one unit")


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still from ``begin`` until before ``end``; None: it still does. Aware moments."""

    begin: datetime
    end: datetime | None = None


Window = tuple[time, time]
"""From, until before, on one day in Asia/Shanghai."""

OFFICE_HOURS: Mapping[int, Sequence[Window]] = {
    weekday: ((time(9, 0), time(12, 0)), (time(13, 30), time(17, 30))) for weekday in range(5)
}
"""Service hours by weekday (0: Monday) where nobody has set any."""


def no_name(day: date) -> str:
    """Every day goes without a name."""
    return ""


@dataclass(frozen=True)
class WorkTime:
    """Days and hours on which people work. ``named`` gives the reason an edited calendar states for a free day."""

    calendar: WorkdayCalendar = chinese_workdays
    hours: Mapping[int, Sequence[Window]] = field(default_factory=lambda: OFFICE_HOURS)
    named: Callable[[date], str] = no_name

    def works_on(self, day: date) -> bool:
        """Whether people work on a day."""
        return is_working_day(day, self.calendar)

    def is_guessed(self, day: date) -> bool:
        """Whether the calendar does not know the day, so that what is computed with it is provisional."""
        return self.calendar(day) is None

    def why_free(self, day: date) -> str:
        """Why a day is not worked: the holiday's name, else 周六 or 周日."""
        if stated := self.named(day):
            return stated
        holiday = statutory_holiday(day) if self.is_guessed(day) else announced_holiday(day)
        return holiday or (str(_("周六")) if day.weekday() == 5 else str(_("周日")) if day.weekday() == 6 else "")

    def windows(self, day: date) -> list[tuple[datetime, datetime]]:
        """The service hours of a day, in order; none on a free day. A weekend worked in exchange for a weekday has the
        hours of a Monday unless it has its own."""
        if not self.works_on(day):
            return []
        own = self.hours.get(day.weekday()) or (self.hours.get(0, ()) if day.weekday() > 4 else ())
        return sorted((_moment(day, opens), _moment(day, closes)) for opens, closes in own)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)


def end_of(day: date) -> datetime:
    """The last second of a day: 23:59:59 in Asia/Shanghai."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
