"""The figures of a period put together: what page and report show, and what stands behind each of them.

The database counts (``tallying.py``): how many queries there are, and how many rows come back, depends on sources and breakdowns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.service_figures.asking import Asked
from portal.service_figures.dimensions import Dimension, dimension_of
from portal.service_figures.measures import How, Measure, Number, how_many, measure_of
from portal.service_figures.panels import HEADLINES, Panel, panels
from portal.service_figures.periods import Period
from portal.service_figures.rows import Row
from portal.service_figures.tallying import Tallies

LONG_LIST = 12
OTHERS = "others"
"""The row of a table that stands for what is not shown by itself; the panel says of which table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and the address of the rows behind it, as a query."""

    measure: Measure
    value: Number
    query: str = ""

    @property
    def words(self) -> str:
        """``1,234``, ``98.5%``; a dash where there is nothing to make a number from."""
        return number_words(self.value, self.measure)


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure beside that of the period before and of a year before."""

    now: Figure
    before: Figure
    year_before: Figure

    @property
    def change(self) -> str:
        """Against the period before, in words."""
        return change_words(self.now, self.before)

    @property
    def year_change(self) -> str:
        """Against a year before, in words."""
        return change_words(self.now, self.year_before)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    key: str
    label: str
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Table:
    """A panel with its figures."""

    panel: Panel
    dimension: Dimension
    measures: Sequence[Measure]
    lines: Sequence[Line]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be counted in it."""
        return not any(figure.value for line in self.lines for figure in line.figures)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All of it."""

    asked: Asked
    headlines: Sequence[Headline]
    tables: Sequence[Table]
    gone: int = 0
    """How many of the cases asked were purged since: they stand at the first day of their month."""


def dashboard(asked: Asked, topics: Mapping[str, str]) -> Dashboard:
    """Every headline and panel of what was asked."""
    shown = [measure for name in HEADLINES if (measure := measure_of(name)) is not None]
    tables = [(panel, [m for name in panel.measures if (m := measure_of(name)) is not None]) for panel in panels()]
    wanted = [(measure, "") for measure in shown]
    wanted += [(measure, panel.by) for panel, found in tables for measure in found]
    earlier = (asked.period.before, asked.period.year_before)
    tallies = Tallies(asked, wanted, earlier)
    return Dashboard(
        asked,
        [
            Headline(*(_figure(_at(asked, p), measure, tallies, at) for at, p in enumerate((asked.period, *earlier))))
            for measure in shown
        ],
        [_table(asked, panel, found, tallies, topics) for panel, found in tables],
        how_many(row for row in tallies.rows("asked") if not row.number),
    )


def _at(asked: Asked, period: Period) -> Asked:
    return Asked(period, asked.topic, asked.district, asked.channel, asked.institution)


def _figure(asked: Asked, measure: Measure, tallies: Tallies, period: int) -> Figure:
    return Figure(measure, measure.value(tallies.rows(measure.source, "", period)), asked.query(measure=measure.name))


_Cells = Mapping[str, Mapping[str, Sequence[Row]]]
"""Rows by source and cell."""


def _table(
    asked: Asked, panel: Panel, measures: Sequence[Measure], tallies: Tallies, topics: Mapping[str, str]
) -> Table:
    dimension, cells = _cells(asked, panel, measures, tallies, topics)
    keys = _ordered(panel, measures, dimension, cells)
    shown = {key: (dimension.words(key), [key]) for key in keys[: panel.most]}
    if rest := keys[panel.most :]:
        shown[OTHERS] = rest_words(len(rest)), rest
    lines = [_line(key, *named, measures, cells, asked, panel) for key, named in shown.items()]
    return Table(panel, dimension, measures, lines)


def rest_of(asked: Asked, name: str, topics: Mapping[str, str]) -> frozenset[str]:
    """The keys that a panel's last row stands for; none where it has no such row, or there is no such panel."""
    panel = next((panel for panel in panels() if panel.name == name), None)
    if panel is None:
        return frozenset()
    measures = [m for each in panel.measures if (m := measure_of(each)) is not None]
    tallies = Tallies(asked, [(measure, panel.by) for measure in measures])
    dimension, cells = _cells(asked, panel, measures, tallies, topics)
    return frozenset(_ordered(panel, measures, dimension, cells)[panel.most :])


def rest_words(count: int) -> str:
    """What a table's last row is called."""
    return _("其余 %(count)d 项") % {"count": count}


def _cells(
    asked: Asked, panel: Panel, measures: Sequence[Measure], tallies: Tallies, topics: Mapping[str, str]
) -> tuple[Dimension, _Cells]:
    dimension = dimension_of(panel.by, period=asked.period, source=measures[0].source, topics=topics)
    assert dimension is not None, panel.by
    return dimension, {m.source: by_cell(tallies.rows(m.source, panel.by), dimension) for m in measures}


def _ordered(panel: Panel, measures: Sequence[Measure], dimension: Dimension, cells: _Cells) -> list[str]:
    """The keys of a table: those that are always shown, then the largest first."""
    values = {
        key: [measure.value(cells[measure.source].get(key, ())) for measure in measures]
        for key in dict.fromkeys([*dimension.order, *(key for found in cells.values() for key in found)])
    }
    ranked = sorted(
        (
            key
            for key in values
            if key not in dimension.order and any(value is not None and value > 0 for value in values[key])
        ),
        key=lambda key: (-(values[key][0] or 0), key),
    )
    # Of a long list of kinds those with nothing are left out.
    always = dimension.order if panel.by != "kind" or len(dimension.order) <= LONG_LIST else ()
    return [*(key for key in dimension.order if key in always or values[key][0]), *ranked]


def _line(
    key: str,
    label: str,
    keys: Sequence[str],
    measures: Sequence[Measure],
    cells: _Cells,
    asked: Asked,
    panel: Panel,
) -> Line:
    figures = []
    for measure in measures:
        found = [row for each in keys for row in cells[measure.source].get(each, ())]
        of_panel = {"panel": panel.name} if key == OTHERS else {}
        query = asked.query(measure=measure.name, by=panel.by, cell=key, **of_panel)
        figures.append(Figure(measure, measure.value(found), query))
    return Line(key, label, figures)


def by_cell(rows: Iterable[Row], dimension: Dimension) -> dict[str, list[Row]]:
    """Rows by the key of their cell."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(dimension.cell(row), []).append(row)
    return found


def number_words(value: Number, measure: Measure) -> str:
    """A number as pages write it."""
    if value is None:
        return "—"
    if measure.how == How.COUNT:
        return f"{value:,}"
    return f"{value:.1f}%" if measure.how == How.SHARE else f"{value:,.1f}"


def change_words(now: Figure, then: Figure) -> str:
    """How a figure stands against an earlier one: more, less, as many; in points for shares."""
    if now.value is None or then.value is None:
        return _("无可比")
    difference = round(now.value - then.value, 1)
    if not difference:
        return _("持平")
    direction: str | Promise = _("增加") if difference > 0 else _("减少")
    size = f"{abs(difference):,}" if isinstance(difference, int) else f"{abs(difference):,.1f}"
    if now.measure.how == How.SHARE:
        direction = _("提高") if difference > 0 else _("降低")
        return _("%(direction)s %(size)s 个百分点") % {"direction": direction, "size": size}
    told = _("%(direction)s %(size)s") % {"direction": direction, "size": size}
    if then.value and now.measure.how == How.COUNT:
        told += _("（%(percent)s%%）") % {"percent": f"{abs(difference) * 100 / then.value:.1f}"}
    return told
