"""Nobody is recognised in the figures: no row of fewer than five, and none that can be worked out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.consultations.timeliness.merging import LEAST, MERGED, Count, published

FIRST = date(2026, 3, 2)
SECOND, THIRD = FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=2)


def told(*counts: Count) -> list[tuple[date, date, str, int]]:
    return [(row.week_from, row.week_to, row.topic, row.total) for row in published(counts).rows]


def test_topics_with_enough_cases_stand_alone() -> None:
    assert told(Count(FIRST, "debt", 4, 0, 1), Count(FIRST, "labour", 6, 1, 0)) == [
        (FIRST, date(2026, 3, 8), "labour", 7),
        (FIRST, date(2026, 3, 8), "debt", 5),
    ]


def test_small_topics_are_one_row() -> None:
    rows = told(Count(FIRST, "debt", 3, 0, 0), Count(FIRST, "labour", 9, 0, 0), Count(FIRST, "tort", 2, 0, 0))
    assert [row[2:] for row in rows] == [("labour", 9), (MERGED, 5)]


def test_one_small_topic_takes_the_next_larger_along_so_that_it_cannot_be_worked_out() -> None:
    rows = told(Count(FIRST, "debt", 1, 0, 0), Count(FIRST, "labour", 9, 0, 0), Count(FIRST, "tort", 6, 0, 0))
    assert [row[2:] for row in rows] == [("labour", 9), (MERGED, 7)]


def test_a_week_with_too_few_is_told_with_the_next() -> None:
    rows = told(Count(FIRST, "debt", 2, 0, 0), Count(SECOND, "debt", 4, 0, 0), Count(THIRD, "debt", 5, 0, 0))
    assert rows == [
        (THIRD, date(2026, 3, 22), "debt", 5),
        (FIRST, date(2026, 3, 15), "debt", 6),
    ]


def test_what_is_too_few_at_the_end_is_withheld() -> None:
    found = published([Count(FIRST, "debt", 5, 0, 0), Count(SECOND, "debt", 4, 0, 0)])
    assert [row.total for row in found.rows] == [5]
    assert found.is_withheld


COUNTS = st.lists(
    st.builds(
        Count,
        st.integers(0, 6).map(lambda number: FIRST + timedelta(weeks=number)),
        st.sampled_from(["debt", "labour", "tort", "family"]),
        st.integers(0, 6),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    unique_by=lambda count: (count.week, count.topic),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(COUNTS)
def test_of_any_figures_at_all_no_row_is_small_and_nothing_but_the_end_is_left_out(counts: list[Count]) -> None:
    found = published(counts)
    assert all(row.total >= LEAST and row.total == row.in_time + row.deferred + row.late for row in found.rows)
    missing = sum(count.total for count in counts) - sum(row.total for row in found.rows)
    assert 0 <= missing < LEAST
    assert found.is_withheld == (missing > 0)
    periods = sorted({(row.week_from, row.week_to) for row in found.rows})
    assert all(one[1] < other[0] for one, other in pairwise(periods))
