"""The rows behind a figure as a list and as a file: numbers, times and codes alone, nothing that somebody wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.core.admin.spreadsheets import guarded
from portal.consultations.models import Consultation
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.consultations.services.case.reading import cases_of_staff
from portal.service_figures.asking import Asked
from portal.service_figures.dashboard import OTHERS, rest_of, rest_words
from portal.service_figures.dimensions import dimension_of
from portal.service_figures.measures import Measure, Number, how_many
from portal.service_figures.rows import Row, Spans, rows_of, source_of
from portal.service_figures.tallying import Tallies


@dataclass(frozen=True, slots=True)
class Behind:
    """What a figure is made from: its value and the number of rows behind it, counted by the database, and the rows, which are
    loaded anew each time and never held. ``gone`` of them are of purged cases; ``cell`` is what the figure's cell is called,
    where it is one of a breakdown."""

    measure: Measure
    value: Number
    count: int
    gone: int
    is_behind: Callable[[Iterable[Row]], Iterator[Row]]
    spans: Spans
    cell: str = ""

    def rows(self) -> Iterator[Row]:
        """All of them, in their order."""
        return self.is_behind(rows_of(self.measure.source, self.spans))


def behind(asked: Asked, measure: Measure, by: str, cell: str, topics: Mapping[str, str], panel: str = "") -> Behind:
    """What is behind a figure of the dashboard, or behind one cell of a breakdown; ``panel``: whose last row is meant."""
    dimension = dimension_of(by, period=asked.period, source=measure.source, topics=topics) if by else None

    rest = rest_of(asked, panel, topics) if panel and cell == OTHERS else None
    cells = frozenset({cell}) if rest is None else rest

    def is_behind(rows: Iterable[Row]) -> Iterator[Row]:
        for row in asked.picked(rows):
            if (dimension is None or dimension.cell(row) in cells) and measure.is_about(row):
                yield row

    side = by if dimension is not None else ""
    counted = list(is_behind(Tallies(asked, [(measure, side)]).rows(measure.source, side)))
    return Behind(
        measure,
        measure.value(counted),
        how_many(counted),
        how_many(row for row in counted if not row.number),
        is_behind,
        [asked.period.span],
        "" if dimension is None else dimension.words(cell) if rest is None else rest_words(len(rest)),
    )


class Openable:
    """Which cases a person may open, by number: one query, small for whoever opens nearly all and for whoever opens few."""

    def __init__(self, user: Any) -> None:
        visible = cases_of_staff(user)
        self._opens_most = user.has_perm(MODERATE) or user.has_perm(SUPERVISE)
        self._listed = Consultation.objects.exclude(pk__in=visible.values("pk")) if self._opens_most else visible
        self._numbers = frozenset(self._listed.values_list("receipt_number", flat=True))

    def __call__(self, number: str) -> bool:
        """Whether it may be opened; what is gone may not."""
        return bool(number) and (number in self._numbers) != self._opens_most

    def shut(self, found: Behind) -> int:
        """How many of the rows lead to no case that may be opened. Only the rows of the few are looked at."""
        facts = source_of(found.measure.source).facts
        if facts is None or not facts.is_numbered:
            return sum(not self(row.number) for row in found.rows()) if facts is None else found.count
        listed = sum(1 for _row in found.is_behind(facts.rows(found.spans, self._listed)))
        return listed + found.gone if self._opens_most else found.count - listed


def written_number(number: str) -> str:
    """``XXXXX-XXXXX-X``."""
    return f"{number[:5]}-{number[5:10]}-{number[10:]}"


def lines(found: Behind, may_open: Callable[[str], bool], topics: Mapping[str, str]) -> Iterator[list[str]]:
    """Headings, then a line a row. ``计入`` is 1 for what is counted (of a share: the upper part); numbers of cases that the
    person may not open stay out, their lines do not, and of what was purged the month alone is known: the figure can be counted
    again from the file alone."""
    kinds = source_of(found.measure.source).kinds
    yield [
        _("咨询编号"),
        _("时间"),
        _("专题"),
        _("地区"),
        _("渠道"),
        _("机构"),
        _("统一编号"),
        _("类别"),
        _("数值"),
        _("计入"),
    ]
    for row in found.rows():
        cells = (
            written_number(row.number) if may_open(row.number) else "",
            row.at.strftime("%Y-%m-%d %H:%M:%S" if row.number else "%Y-%m"),
            topics.get(row.topic, row.topic),
            row.district,
            row.channel,
            row.institution,
            row.code,
            str(kinds.get(row.kind, row.kind)),
            "" if row.value is None else f"{row.value:g}" if row.value.is_integer() else f"{row.value:.4f}",
            "1" if found.measure.counts(row) else "0",
        )
        yield [guarded(cell) for cell in cells]
