"""Every day of 2024 to 2026, each unit, with and without pauses, against a count made minute by minute and day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from portal.common.clock import SHANGHAI
from portal.common.workdays import layered
from portal.consultations.deadlines.reckoning import Reckoned, reckon
from portal.consultations.deadlines.terms import Pause, Rule, WorkTime
from portal.consultations.models.choices import TimeUnit
from tests.consultations.deadlines.oracle import STATUTORY_2027, Oracle, Pauses

pytestmark = pytest.mark.slow
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)


def starts(first: date = FIRST, last: date = LAST) -> Iterator[datetime]:
    """One moment of each day, at another minute each day, so that all hours of the day come up."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield datetime(day.year, day.month, day.day) + timedelta(minutes=number * 397 % 1440)  # noqa: DTZ001 - the oracle knows no zone


def hours(**kwargs: float) -> timedelta:
    return timedelta(**kwargs)


PAUSES: dict[str, Callable[[datetime], Pauses]] = {
    "no pause": lambda start: (),
    "an afternoon": lambda start: ((start + hours(hours=2), start + hours(hours=9)),),
    "with little left": lambda start: ((start + hours(hours=4, minutes=40), start + hours(hours=31)),),
    "from the start": lambda start: ((start, start + hours(hours=50)),),
    "three times": lambda start: tuple(
        (start + hours(hours=begin), start + hours(hours=begin + 3)) for begin in (1, 7, 26)
    ),
    "until late at night": lambda start: (
        (
            start + hours(minutes=10),
            start.replace(hour=23, minute=start.minute) + hours(days=1 + start.day % 3),
        ),
    ),
}
pause_ways = pytest.mark.parametrize("pauses_of", PAUSES.values(), ids=PAUSES.keys())


def reckoned(start: datetime, amount: int, unit: TimeUnit, pauses: Pauses, work: WorkTime | None = None) -> Reckoned:
    stopped = [Pause(begin.replace(tzinfo=SHANGHAI), end.replace(tzinfo=SHANGHAI)) for begin, end in pauses]
    return reckon(start.replace(tzinfo=SHANGHAI), Rule(amount, unit), stopped, work)


def due_of(found: Reckoned) -> datetime:
    assert found.due is not None
    return found.due.replace(tzinfo=None)


@pause_ways
def test_article_23_natural_hours_equal_the_oracle_on_every_day(pauses_of: Callable[[datetime], Pauses]) -> None:
    oracle = Oracle()
    for start in starts():
        pauses = pauses_of(start)
        assert due_of(reckoned(start, 5, TimeUnit.NATURAL_HOURS, pauses)) == oracle.hours(start, 5, pauses), start


@pause_ways
def test_article_23_service_hours_equal_the_oracle_on_every_day(pauses_of: Callable[[datetime], Pauses]) -> None:
    oracle = Oracle()
    for start in starts():
        pauses = pauses_of(start)
        found = reckoned(start, 5, TimeUnit.SERVICE_HOURS, pauses)
        assert due_of(found) == oracle.hours(start, 5, pauses, office=True), start


@pytest.mark.parametrize("amount", [1, 2, 3, 5, 15])
@pause_ways
def test_article_24_working_days_equal_the_oracle_on_every_day(
    amount: int, pauses_of: Callable[[datetime], Pauses]
) -> None:
    oracle = Oracle()
    # The last of 2026 runs into January, when New Year's Day alone is known.
    for start in starts():
        pauses = pauses_of(start)
        found = reckoned(start, amount, TimeUnit.WORKING_DAYS, pauses)
        due, passed_over = oracle.days(start, amount, pauses)
        assert (due_of(found), [each.day for each in found.skipped]) == (due, passed_over), start
        assert found.is_provisional == (due.year > 2026), start
        assert len(found.counted) == amount


FREE_2027 = {*STATUTORY_2027, *(date(2027, 2, day) for day in range(9, 13)), *(date(2027, 10, day) for day in (4, 5))}
WORKED_2027 = {date(2027, 1, 30), date(2027, 2, 20), date(2027, 9, 25)}


def test_2027_is_provisional_and_then_exact_after_a_calendar_extends_the_table() -> None:
    guessing = Oracle()
    knowing = Oracle(free=guessing.free | FREE_2027, worked=guessing.worked | WORKED_2027)
    whole_year = {date(2027, 1, 1) + timedelta(days=number) for number in range(365)}
    known = WorkTime(calendar=layered({day: knowing.is_worked(day) for day in whole_year}))
    moved = 0
    for start in starts(date(2027, 1, 1), date(2027, 12, 20)):
        before = reckoned(start, 3, TimeUnit.WORKING_DAYS, ())
        after = reckoned(start, 3, TimeUnit.WORKING_DAYS, (), known)
        assert before.is_provisional
        assert due_of(before) == guessing.days(start, 3)[0]
        assert not after.is_provisional
        assert due_of(after) == knowing.days(start, 3)[0]
        moved += before.due != after.due
        office = reckoned(start, 5, TimeUnit.SERVICE_HOURS, (), known)
        assert (due_of(office), office.is_provisional) == (knowing.hours(start, 5, office=True), False)
    assert moved > 10
