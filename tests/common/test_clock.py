"""Today is a day in Shanghai, whatever the server's clock is set to."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import RequestFactory

from portal.common import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-22T15:59:59Z", date(2026, 11, 22)),
        ("2026-11-22T16:00:00Z", date(2026, 11, 23)),  # midnight in Shanghai
        ("2026-12-31T16:00:00Z", date(2027, 1, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_shanghai(moment: str, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day


def test_one_request_sees_one_today_even_across_midnight() -> None:
    request = RequestFactory().get("/")
    with time_machine.travel("2026-11-22T15:59:59Z", tick=False) as machine:
        before = clock.request_today(request)
        machine.move_to("2026-11-22T16:00:01Z")
        assert clock.request_today(request) == before == date(2026, 11, 22)
        assert clock.request_today(RequestFactory().get("/")) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        (datetime(2026, 11, 22, 15, 59, 0, tzinfo=UTC), 60),
        (datetime(2026, 11, 22, 16, 0, 0, tzinfo=UTC), 24 * 3600),
        (datetime(2026, 11, 22, 15, 59, 59, 900_000, tzinfo=UTC), 1),  # never 0: that would mean "for ever" to a cache
    ],
)
def test_a_page_expires_at_the_next_midnight_in_shanghai(moment: datetime, seconds: int) -> None:
    assert clock.seconds_to_midnight(moment) == seconds


def test_the_present_moment_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC
