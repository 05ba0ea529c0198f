"""Which tables are published of a month, and their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.consultations.models.choices import Channel, RefusalReason, Score
from portal.service_figures.asking import Asked
from portal.service_figures.dashboard import by_cell
from portal.service_figures.dimensions import dimension_of
from portal.service_figures.districts import CITY, ELSEWHERE, OTHER, UNSAID
from portal.service_figures.measures import how_many, measure_of
from portal.service_figures.opendata.hiding import hidden
from portal.service_figures.periods import PeriodKind, period_of
from portal.service_figures.tallying import Tallies

TOTAL = "total"
DISTRICTS = (*(f"{name}区" for name in CITY), "北京经济技术开发区", ELSEWHERE, OTHER, UNSAID)


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A count by one breakdown; its cells are fixed, so that what is absent tells nothing."""

    name: str
    title: str | Promise
    measure: str
    by: str
    keys: tuple[str, ...] = ()


TABLES = (
    OpenTable("asked_by_topic", _("提出的咨询，按专题"), "asked", "topic"),
    OpenTable("asked_by_district", _("提出的咨询，按地区"), "asked", "district", DISTRICTS),
    OpenTable("asked_by_channel", _("提出的咨询，按渠道"), "asked", "channel", tuple(Channel.values)),
    OpenTable("ratings_by_score", _("评价，按结果"), "ratings", "kind", tuple(str(score) for score in Score.values)),
    OpenTable("refusals_by_reason", _("不予解答，按理由"), "refusals", "kind", tuple(RefusalReason.values)),
)
COLUMNS = ("month", "table", "category", "category_name", "count")


def rows_of_month(month: date, topics: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a month, small numbers hidden (``count`` is None): a query a table at most."""
    asked = Asked(period_of(PeriodKind.MONTH, month))
    counted = [(table, measure) for table in TABLES if (measure := measure_of(table.measure)) is not None]
    tallies = Tallies(asked, [(measure, table.by) for table, measure in counted])
    made: list[dict[str, Any]] = []
    for table, measure in counted:
        dimension = dimension_of(table.by, period=asked.period, source=measure.source, topics=topics)
        assert dimension is not None, table.by
        found = by_cell(measure.about(tallies.rows(measure.source, table.by)), dimension)
        keys = dict.fromkeys([*(table.keys or topics), *sorted(found)])
        cells, total = hidden({key: how_many(found.get(key, ())) for key in keys})
        made.append(_row(month, table, TOTAL, "合计", total))
        made += [_row(month, table, key, dimension.words(key), count) for key, count in cells.items()]
    return made


def _row(month: date, table: OpenTable, category: str, name: str, count: int | None) -> dict[str, Any]:
    return dict(zip(COLUMNS, (month.strftime("%Y-%m"), table.name, category, name, count), strict=True))
