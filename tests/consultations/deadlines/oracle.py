"""When something is due, found by walking minute by minute and day by day: slow, plain, and apart from the code.

It imports nothing of the portal and of no calendar. The free days and the weekends worked in exchange are typed here
from the State Council's notices for 2024, 2025 and 2026, the statutory holidays of 2027 from the almanac. Moments are
naive and of Shanghai, on whole minutes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
Pauses = tuple[tuple[datetime, datetime], ...]


def _days(text: str) -> set[date]:
    """``2024-02-10..17`` is eight days of one month; words are split at spaces."""
    found = set()
    for word in text.split():
        first, _dots, last = word.partition("..")
        begin = date.fromisoformat(first)
        found |= {begin.replace(day=number) for number in range(begin.day, int(last or begin.day) + 1)}
    return found


FREE = _days("""
    2024-01-01 2024-02-10..17 2024-04-04..06 2024-05-01..05 2024-06-10 2024-09-15..17 2024-10-01..07
    2025-01-01 2025-01-28..31 2025-02-01..04 2025-04-04..06 2025-05-01..05 2025-05-31 2025-06-01..02 2025-10-01..08
    2026-01-01..03 2026-02-15..23 2026-04-04..06 2026-05-01..05 2026-06-19..21 2026-09-25..27 2026-10-01..07
""")
WORKED = _days("""
    2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
    2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
    2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
""")
STATUTORY_2027 = _days("2027-01-01 2027-02-05..08 2027-04-05 2027-05-01..02 2027-06-09 2027-09-15 2027-10-01..03")


class Oracle:
    """The year's tables, and the four hours and three that an office is open."""

    def __init__(self, free: set[date] | None = None, worked: set[date] | None = None) -> None:
        self.free = FREE | STATUTORY_2027 if free is None else free
        self.worked = WORKED if worked is None else worked

    def is_worked(self, day: date) -> bool:
        """People work on this day."""
        if day in self.worked:
            return True
        return day not in self.free and day.strftime("%a") not in ("Sat", "Sun")

    def is_open(self, minute: datetime) -> bool:
        """The office is open in this minute: 9:00 to 12:00 and 13:30 to 17:30 of a day that is worked."""
        number = minute.hour * 60 + minute.minute
        return (540 <= number < 720 or 810 <= number < 1050) and self.is_worked(minute.date())

    def hours(self, start: datetime, amount: int, pauses: Pauses = (), *, office: bool = False) -> datetime:
        """Count minutes down; after a pause at least sixty are left."""
        left = amount * 60
        minute = start
        was_stopped = False
        worked: dict[date, bool] = {}
        while True:
            if any(begin <= minute < end for begin, end in pauses):
                was_stopped = True
            else:
                if was_stopped:
                    left = max(left, 60)
                    was_stopped = False
                day = minute.date()
                if day not in worked:
                    worked[day] = not office or self.is_worked(day)
                if worked[day] and (not office or self.is_open(minute)):
                    left -= 1
                    if left == 0:
                        return minute + MINUTE
            minute += MINUTE

    def days(self, start: datetime, amount: int, pauses: Pauses = ()) -> tuple[datetime, list[date]]:
        """Count days down from the next one; returns the end and the days that did not count."""
        left = amount
        day = start.date()
        passed_over = []
        while True:
            day += DAY
            last_second = datetime(day.year, day.month, day.day, 23, 59, 59)  # noqa: DTZ001 - naive on purpose
            stands = any(begin <= last_second < end for begin, end in pauses)
            too_short = left == 1 and any(0 <= (last_second - end).total_seconds() < 3600 for _begin, end in pauses)
            if not self.is_worked(day) or stands or too_short:
                passed_over.append(day)
                continue
            left -= 1
            if left == 0:
                return last_second, passed_over
