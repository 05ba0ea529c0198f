"""Open data: small numbers hidden so that nobody works them out, not even who knows the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.service_figures.opendata.hiding import LEAST, hidden

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
COUNTS = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 14)), min_size=3, max_size=5)


def worlds(cells: Mapping[str, int | None], together: int) -> Iterator[dict[str, int]]:
    """Every way to fill the hidden cells so that they make their sum."""
    names = [name for name, count in cells.items() if count is None]

    def fill(place: int, left: int) -> Iterator[list[int]]:
        if place == len(names) - 1:
            yield [left]
            return
        for value in range(left + 1):
            for rest in fill(place + 1, left - value):
                yield [value, *rest]

    shown = {name: count for name, count in cells.items() if count is not None}
    for values in fill(0, together) if names else iter([[]]):
        yield {**shown, **dict(zip(names, values, strict=True))}


@SLOW
@given(COUNTS)
def test_no_hidden_cell_has_one_value_alone_even_for_who_knows_the_rule(counts: list[int]) -> None:
    truth = {str(place): count for place, count in enumerate(counts)}
    cells, total = hidden(truth)
    names = [name for name, count in cells.items() if count is None]
    if not names or total is None or total > 15:
        return
    together = total - sum(count for count in cells.values() if count is not None)
    possible: dict[str, set[int]] = {name: set() for name in names}
    for world in worlds(cells, together):
        ordered = {name: world[name] for name in truth}
        if hidden(ordered) == (cells, total):  # what would have been published, had this been the truth
            for name in names:
                possible[name].add(ordered[name])
    assert all(len(values) >= 2 for values in possible.values()), (truth, possible)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12))
def test_no_cell_of_one_to_four_is_published_and_what_is_published_is_true(counts: list[int]) -> None:
    truth = {str(place): count for place, count in enumerate(counts)}
    cells, total = hidden(truth)
    assert all(count is None or count == truth[name] for name, count in cells.items())
    assert not [count for count in cells.values() if count is not None and 0 < count < LEAST]
    assert total is None or total == sum(counts)
    assert total is None or total == 0 or total >= LEAST


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12))
def test_what_can_be_worked_out_from_a_total_is_the_sum_of_two_cells_and_five_cases_at_least(counts: list[int]) -> None:
    cells, total = hidden({str(place): count for place, count in enumerate(counts)})
    shut = [name for name, count in cells.items() if count is None]
    if shut and total is not None:
        assert len(shut) >= 2
        assert total - sum(count for count in cells.values() if count is not None) >= LEAST


@pytest.mark.parametrize(
    ("counts", "published", "total"),
    [
        ({"a": 10, "b": 20}, {"a": 10, "b": 20}, 30),
        ({"a": 0, "b": 0}, {"a": 0, "b": 0}, 0),
        ({"a": 2, "b": 1}, {"a": None, "b": None}, None),
        ({"a": 3, "b": 9, "c": 40}, {"a": None, "b": None, "c": 40}, 52),
    ],
)
def test_what_is_small_goes_with_the_smallest_of_the_rest(
    counts: dict[str, int], published: dict[str, int | None], total: int | None
) -> None:
    assert hidden(counts) == (published, total)
