"""The rows behind a figure as a list and as a file: numbers, times and codes alone, nothing that somebody wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.core.admin.spreadsheets import guarded
from portal.consultations.models import Consultation
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.consultations.services.case.reading import cases_of_staff
from portal.service_figures.asking import Asked
from portal.service_figures.dimensions import dimension_of
from portal.service_figures.measures import Measure
from portal.service_figures.rows import Row, rows_of, source_of


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a figure. ``cell`` is what its cell is called, where it is one of a breakdown."""

    measure: Measure
    rows: Sequence[Row]
    cell: str = ""


def behind(asked: Asked, measure: Measure, by: str, cell: str, topics: Mapping[str, str]) -> Behind:
    """The rows of a figure of the dashboard, or of one cell of a breakdown: one query a load of the source."""
    rows = asked.picked(rows_of(measure.source, [asked.period.span]))
    dimension = dimension_of(by, period=asked.period, source=measure.source, topics=topics) if by else None
    if dimension is None:
        return Behind(measure, measure.about(rows))
    found = [row for row in rows if dimension.cell(row) == cell]
    return Behind(measure, measure.about(found), dimension.words(cell))


class Openable:
    """Which cases a person may open, by number: one query, small for whoever opens nearly all and for whoever opens few."""

    def __init__(self, user: Any) -> None:
        visible = cases_of_staff(user)
        self._opens_most = user.has_perm(MODERATE) or user.has_perm(SUPERVISE)
        found = Consultation.objects.exclude(pk__in=visible.values("pk")) if self._opens_most else visible
        self._numbers = frozenset(found.values_list("receipt_number", flat=True))

    def __call__(self, number: str) -> bool:
        """Whether it may be opened; what is gone may not."""
        return bool(number) and (number in self._numbers) != self._opens_most


def written_number(number: str) -> str:
    """``XXXXX-XXXXX-X``."""
    return f"{number[:5]}-{number[5:10]}-{number[10:]}"


def lines(found: Behind, may_open: Callable[[str], bool], topics: Mapping[str, str]) -> Iterator[list[str]]:
    """Headings, then a line a row. ``计入`` is 1 for what is counted (of a share: the upper part); numbers of cases that the
    person may not open stay out, their lines do not: the figure can be counted again from the file alone."""
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
    for row in found.rows:
        cells = (
            written_number(row.number) if may_open(row.number) else "",
            row.at.strftime("%Y-%m-%d %H:%M:%S"),
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
