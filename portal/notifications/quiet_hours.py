"""When somebody must not be disturbed, and the first moment after it. Pure; hours of the day are those of Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from portal.common.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begins`` (quiet already) to ``ends`` (quiet no more), each day; over midnight where ``ends`` is not later.

    The same hour twice means that no hour is quiet.
    """

    begins: time
    ends: time

    @classmethod
    def outside(cls, begins: time, ends: time) -> QuietHours:
        """The hours outside of those in which somebody wants to be reached: quiet is the rest of the day."""
        return cls(begins=ends, ends=begins)

    @classmethod
    def read(cls, text: str) -> QuietHours:
        """From words like ``21:00-08:00``; raises ValueError."""
        begins, dash, ends = text.partition("-")
        if not dash:
            raise ValueError("quiet hours are written like 21:00-08:00")
        return cls(time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip()))

    def holds(self, moment: datetime) -> bool:
        """Whether a moment is quiet."""
        now = moment.astimezone(SHANGHAI).time()
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends

    def after(self, moment: datetime) -> datetime:
        """The moment itself where it is not quiet, else the end of the quiet hours it falls in (in UTC as given)."""
        if not self.holds(moment):
            return moment
        local = moment.astimezone(SHANGHAI)
        end = datetime.combine(local.date(), self.ends, tzinfo=SHANGHAI)
        if end <= local:
            end = datetime.combine(local.date() + timedelta(days=1), self.ends, tzinfo=SHANGHAI)
        return end.astimezone(moment.tzinfo)
