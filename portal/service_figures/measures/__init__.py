"""One definition a figure: from which rows, which of them count, how they become a number, and the words that say so.

Pure: a measure is applied to rows, and the same function counts the page, the report and the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil

from django.utils.functional import Promise

from portal.service_figures.rows import Row

Number = int | float | None


class How(StrEnum):
    """How rows become a number."""

    COUNT = "count"
    SHARE = "share"
    MEDIAN = "median"
    NINETIETH = "ninetieth"


def every(_row: Row) -> bool:
    """All of them."""
    return True


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure. ``of`` says which rows of the source it is about, ``counts`` which of those are counted (of a share: the
    upper part)."""

    name: str
    label: str | Promise
    definition: str | Promise
    source: str
    how: How = How.COUNT
    of: Callable[[Row], bool] = field(default=every)
    counts: Callable[[Row], bool] = field(default=every)

    @property
    def unit(self) -> str:
        """What stands behind the number."""
        return {How.COUNT: "件", How.SHARE: "%"}.get(self.how, "小时")

    def is_about(self, row: Row) -> bool:
        """Whether a row is behind it: of a count, those counted; of a share, the lower part."""
        return self.of(row) and (self.how == How.SHARE or self.counts(row))

    def about(self, rows: Iterable[Row]) -> list[Row]:
        """The rows behind it."""
        return [row for row in rows if self.is_about(row)]

    def value(self, rows: Iterable[Row]) -> Number:
        """The number; None where there is nothing to make one from."""
        found = self.about(rows)
        if self.how == How.COUNT:
            return how_many(found)
        if not found:
            return None
        if self.how == How.SHARE:
            return percent(how_many(row for row in found if self.counts(row)), how_many(found))
        values = [(row.value, row.times) for row in found if row.value is not None]
        return percentile(values, 50 if self.how == How.MEDIAN else 90)


def how_many(rows: Iterable[Row]) -> int:
    """How many things rows stand for."""
    return sum(row.times for row in rows)


def percent(part: int, whole: int) -> float:
    """In percent with one decimal, rounded half up in whole numbers: no machine differs."""
    return (part * 2000 + whole) // (2 * whole) / 10


def percentile(values: Iterable[tuple[float, int]], rank: int) -> float | None:
    """The smallest value that at least ``rank`` percent do not exceed (nearest rank), with one decimal. Each value comes with
    how often it is there."""
    ordered = sorted(values)
    left = max(1, ceil(sum(times for _value, times in ordered) * rank / 100))
    for value, times in ordered:
        left -= times
        if left <= 0:
            return round(value, 1)
    return None


_measures: dict[str, Measure] = {}


def register_measure(*measures: Measure) -> None:
    """Make figures known; called from ``AppConfig.ready``. A second one of a name takes the first one's place."""
    _measures.update({measure.name: measure for measure in measures})


def measure_of(name: str) -> Measure | None:
    """A figure by its name."""
    return _measures.get(name)


def measures() -> list[Measure]:
    """All figures, in the order in which they were registered."""
    return list(_measures.values())
