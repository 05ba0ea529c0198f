"""Counting in the database what a dashboard shows: a query a source, whatever its tables are broken down by. How many rows come
back depends on the breakdowns, not on the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from portal.service_figures.asking import Asked
from portal.service_figures.facts import Staff, Wanted, staff_names
from portal.service_figures.measures import How, Measure
from portal.service_figures.periods import Period, midnight
from portal.service_figures.rows import UNNUMBERED, Row, more_rows_of, rows_of, source_of

Sides = frozenset[str]
_CASE, _HOLDER = frozenset({"topic", "channel"}), frozenset({"holder", "holder_code"})
SIDES: dict[str, Sides] = {
    "time": frozenset({"time"}),
    "hour": frozenset({"hour"}),
    "topic": _CASE,
    "channel": _CASE,
    "district": frozenset({"place"}),
    "institution": _HOLDER,
    "resident": _HOLDER,
}
"""What rows must be told apart by for a breakdown; kind and value always are. Topics and channels are few, and counted at once."""
_FILTERED: dict[str, Sides] = {
    "topic": frozenset({"topic"}),
    "channel": frozenset({"channel"}),
    "district": frozenset({"place"}),
    "institution": _HOLDER,
}


class Tallies:
    """The counted rows of measures by breakdowns (empty: the whole), of a period; the wholes of further periods, too."""

    def __init__(self, asked: Asked, wanted: Iterable[tuple[Measure, str]], others: Sequence[Period] = ()) -> None:
        self._asked = asked
        self._periods = [asked.period, *others]
        self._filters = frozenset().union(*(_FILTERED[name] for name in asked.filtered))
        self._staff: Staff | None = None
        self._here: dict[tuple[str, Sides], list[list[Row]]] = {}
        valued: dict[tuple[str, Sides], bool] = {}
        for measure, by in wanted:
            key = measure.source, self._sides(by)
            valued[key] = valued.get(key, False) or measure.how in (How.MEDIAN, How.NINETIETH)
        for source in dict.fromkeys(source for source, _sides in valued):
            self._count(
                source,
                [Wanted(sides, v, sides == self._filters) for (name, sides), v in valued.items() if name == source],
            )

    def rows(self, source: str, by: str = "", period: int = 0) -> list[Row]:
        """The rows of a source for a breakdown; ``period`` 0 is the one asked for, the others follow in their order."""
        return self._here[source, self._sides(by)][period]

    def _sides(self, by: str) -> Sides:
        return SIDES.get(by, frozenset()) | self._filters

    def _count(self, name: str, wanted: Sequence[Wanted]) -> None:
        source, spans = source_of(name), [period.span for period in self._periods]
        if not any(each.is_whole for each in wanted):
            spans = spans[:1]
        if source.facts is None:
            rows = list(condensed(rows_of(name, spans)))
            counted, more = [[rows for _span in spans] for _each in wanted], []
        else:
            more = list(condensed(more_rows_of(name, spans)))
            starts = [midnight(day) for _words, day in self._asked.period.buckets]
            has_holder = any("holder" in each.sides for each in wanted)
            staff = self._names() if source.facts.staff and has_holder else {}
            counted = source.facts.counted(spans, wanted, starts, staff)
        for each, found in zip(wanted, counted, strict=True):
            self._here[name, each.sides] = [
                list(self._asked.picked([*rows, *more], period))
                for rows, period in zip(found, self._periods, strict=False)
            ]

    def _names(self) -> Staff:
        if self._staff is None:
            self._staff = staff_names()
        return self._staff


def condensed(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows that are alike, within an hour, as one; what is gone stays apart from what is here."""
    alike: Counter[Row] = Counter()
    for row in rows:
        at = row.at.replace(minute=0, second=0, microsecond=0)
        alike[replace(row, number=UNNUMBERED if row.number else "", at=at, times=1)] += row.times
    for row, times in alike.items():
        yield replace(row, times=times)
