"""Working days: weekends, holidays, weekends worked in exchange, years that nobody knows yet."""

from __future__ import annotations

from datetime import date

import pytest

from portal.common.workdays import add_working_days, chinese_workdays, is_provisional, is_working_day


def test_three_working_days_after_a_friday_end_on_wednesday() -> None:
    assert add_working_days(date(2026, 3, 6), 3) == date(2026, 3, 11)


def test_the_day_of_the_notice_is_not_counted() -> None:
    assert add_working_days(date(2026, 3, 9), 1) == date(2026, 3, 10)
    assert add_working_days(date(2026, 3, 9), 0) == date(2026, 3, 9)


def test_a_notice_on_a_sunday_counts_from_monday() -> None:
    assert add_working_days(date(2026, 3, 8), 1) == date(2026, 3, 9)


def test_national_day_is_skipped_and_the_saturday_worked_in_exchange_counts() -> None:
    # 2025: free from 1 to 8 October, worked on Sunday 28 September and Saturday 11 October.
    assert add_working_days(date(2025, 9, 27), 1) == date(2025, 9, 28)
    assert add_working_days(date(2025, 9, 30), 3) == date(2025, 10, 11)


def test_a_year_the_calendar_does_not_know_counts_mondays_to_fridays_provisionally() -> None:
    assert chinese_workdays(date(2090, 1, 2)) is None
    assert is_working_day(date(2090, 1, 2))
    assert add_working_days(date(2090, 1, 6), 1) == date(2090, 1, 9)
    assert is_provisional(date(2090, 1, 6), date(2090, 1, 9))
    assert not is_provisional(date(2026, 3, 6), date(2026, 3, 11))


def test_a_calendar_of_ones_own_decides() -> None:
    free = {date(2026, 3, 10)}
    assert add_working_days(date(2026, 3, 9), 1, lambda day: day not in free) == date(2026, 3, 11)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError):
        add_working_days(date(2026, 3, 9), -1)
