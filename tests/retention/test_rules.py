"""Article 32: kept two years at least, by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.retention.rules import earliest_purge


@pytest.mark.parametrize(
    ("ended", "earliest"),
    [
        ("2024-02-29", "2026-03-01"),
        ("2024-02-28", "2026-03-01"),
        ("2024-03-01", "2026-03-02"),
        ("2022-02-28", "2024-02-29"),
        ("2024-12-31", "2027-01-01"),
        ("2024-06-30", "2026-07-01"),
    ],
)
def test_a32_the_first_day_after_two_full_years(ended: str, earliest: str) -> None:
    assert earliest_purge(date.fromisoformat(ended), 2).isoformat() == earliest


@pytest.mark.parametrize("years", [2, 3, 30])
def test_a32_never_before_the_years_are_full(years: int) -> None:
    for number in range(0, 40_000, 13):
        ended = date(2000, 1, 1) + timedelta(days=number)
        found = earliest_purge(ended, years)
        assert found - ended >= timedelta(days=365 * years)
        assert found.year - ended.year in (years, years + 1)
        assert earliest_purge(ended + timedelta(days=1), years) >= found, "a later end is never purged earlier"


@pytest.mark.parametrize("years", [1, 0, -2])
def test_a32_less_than_two_years_is_refused(years: int) -> None:
    with pytest.raises(ValueError, match="two years"):
        earliest_purge(date(2024, 1, 1), years)
