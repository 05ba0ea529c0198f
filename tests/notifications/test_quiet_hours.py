"""Quiet hours are hours of the day in Shanghai; what falls into them waits for their end."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.clock import SHANGHAI
from portal.notifications.quiet_hours import QuietHours

NIGHT = QuietHours(time(21), time(8))


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        (shanghai(25, 20, 59), shanghai(25, 20, 59)),
        (shanghai(25, 21), shanghai(26, 8)),
        (shanghai(25, 23, 30), shanghai(26, 8)),
        (shanghai(26, 0), shanghai(26, 8)),
        (shanghai(26, 7, 59), shanghai(26, 8)),
        (shanghai(26, 8), shanghai(26, 8)),
    ],
)
def test_what_falls_into_the_night_waits_for_eight_in_the_morning(moment: datetime, then: datetime) -> None:
    assert NIGHT.after(moment.astimezone(UTC)) == then


def test_chosen_hours_make_the_rest_of_the_day_quiet() -> None:
    lunch = QuietHours.outside(time(12), time(14))
    assert lunch.after(shanghai(25, 13)) == shanghai(25, 13)
    assert lunch.after(shanghai(25, 14)) == shanghai(26, 12)
    assert lunch.after(shanghai(25, 9)) == shanghai(25, 12)


def test_the_same_hour_twice_is_never_quiet() -> None:
    assert not QuietHours(time(8), time(8)).holds(shanghai(25, 8))


@pytest.mark.parametrize("text", ["", "21:00", "9 to 5", "25:00-08:00"])
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        QuietHours.read(text)


# Hypothesis takes bounds without a zone, and gives what it makes the zone.
FROM, UNTIL = datetime(2024, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001 - see above


@given(st.times(), st.times(), st.datetimes(FROM, UNTIL, timezones=st.just(UTC)))
def test_the_moment_after_is_never_quiet_nor_earlier_nor_a_day_away(begins: time, ends: time, moment: datetime) -> None:
    hours = QuietHours(begins, ends)
    then = hours.after(moment)
    assert not hours.holds(then)
    assert 0 <= (then - moment).total_seconds() <= 24 * 3600
