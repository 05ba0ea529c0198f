"""Figures in which nobody is recognised: no row speaks of fewer than five cases, and none can be worked out from others.

Within a week the small topics become one row, with the next larger topic where they are still too few. A week with too few
is told together with the next; what is too few at the end is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

LEAST = 5
MERGED = "merged"
"""The code of a row of several topics; no topic has it."""


@dataclass(frozen=True, slots=True)
class Count:
    """First answers of the cases of one week (by its Monday) and topic, by how they came."""

    week: date
    topic: str
    in_time: int
    deferred: int
    late: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.in_time + self.deferred + self.late


@dataclass(frozen=True, slots=True)
class Row:
    """A published row: from a Monday to a Sunday, a topic's code or MERGED."""

    week_from: date
    week_to: date
    topic: str
    total: int
    in_time: int
    deferred: int
    late: int


@dataclass(frozen=True, slots=True)
class Published:
    """The rows, the latest weeks first, and whether cases at the end were too few to be told."""

    rows: Sequence[Row]
    is_withheld: bool


def published(counts: Iterable[Count]) -> Published:
    """Merge what is too small to be told."""
    rows: list[Row] = []
    waiting: list[Count] = []
    for week, found in groupby(sorted(counts, key=lambda count: (count.week, count.topic)), lambda count: count.week):
        waiting += found
        if sum(count.total for count in waiting) >= LEAST:
            rows = [*_rows_of(waiting, week), *rows]
            waiting = []
    return Published(rows, any(count.total for count in waiting))


def _rows_of(counts: Sequence[Count], last_week: date) -> list[Row]:
    topics = {
        topic: _sum(topic, [count for count in counts if count.topic == topic], last_week)
        for topic in sorted({count.topic for count in counts if count.total})
    }
    large = sorted((row for row in topics.values() if row.total >= LEAST), key=lambda row: (-row.total, row.topic))
    small = {row.topic for row in topics.values() if row.total < LEAST}
    if small and sum(topics[topic].total for topic in small) < LEAST:
        small.add(large.pop().topic)
    merged = [_sum(MERGED, [count for count in counts if count.topic in small], last_week)] if small else []
    first = min(count.week for count in counts)
    return [
        Row(first, row.week_to, row.topic, row.total, row.in_time, row.deferred, row.late) for row in (*large, *merged)
    ]


def _sum(topic: str, counts: Sequence[Count], last_week: date) -> Row:
    return Row(
        min(count.week for count in counts),
        last_week + timedelta(days=6),
        topic,
        sum(count.total for count in counts),
        sum(count.in_time for count in counts),
        sum(count.deferred for count in counts),
        sum(count.late for count in counts),
    )
