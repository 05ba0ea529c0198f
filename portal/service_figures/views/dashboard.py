"""``/workbench/service-figures/``: the dashboard, the rows behind each figure, and the same rows as a file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.directory.exporting import csv_lines
from portal.accounts.doors import staff_page
from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.service_figures import charts
from portal.service_figures.asking import Asked, AskedForm, topic_names
from portal.service_figures.dashboard import Table, dashboard, number_words
from portal.service_figures.exporting import Behind, Openable, behind, lines, written_number
from portal.service_figures.measures import Measure, measure_of, measures
from portal.service_figures.rows import source_of
from portal.service_figures.views.entries import VIEW

PER_PAGE = 50
KEY_FIGURES = ("asked", "answered", "still_open", "in_time", "first_answer_hours", "satisfied")
"""What stands on top by itself."""
FEW = 30
"""Of fewer cases shares and percentiles say little, and the page says so."""


@never_cache
@require_safe
@staff_page(VIEW)
def service_figures(request: HttpRequest) -> HttpResponse:
    """Headlines and panels of a period."""
    topics = topic_names()
    form = AskedForm(request.GET or None, today=clock.today(), topics=topics)
    asked = form.asked()
    shown = dashboard(asked, topics)
    context = {
        "form": form,
        "period": asked.period,
        "is_running": asked.period.last >= clock.today(),
        "filters": asked.words(),
        "headlines": shown.headlines,
        "key_figures": [line for line in shown.headlines if line.now.measure.name in KEY_FIGURES],
        "is_empty": not any(line.now.value for line in shown.headlines),
        "is_few": 0 < (shown.headlines[0].now.value or 0) < FEW,
        "tables": [(table, _chart(table)) for table in shown.tables],
        "measures": [(measure, source_of(measure.source)) for measure in measures()],
        "gone": shown.gone,
    }
    return render(request, "service_figures/dashboard.html", context)


@never_cache
@require_safe
@staff_page(VIEW)
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a figure: links to the cases that this person may open, the others counted."""
    asked, found, topics = _asked_rows(request)
    may_open = Openable(request.user)
    # The rows are as many as were counted: those of the page are read, and none behind it.
    page = Paginator(range(found.count), PER_PAGE).get_page(request.GET.get("page"))
    first = max(0, page.start_index() - 1)
    kinds = source_of(found.measure.source).kinds
    context = {
        "asked": asked,
        "found": found,
        "value": number_words(found.value, found.measure),
        "rows": [
            {
                "number": written_number(row.number) if may_open(row.number) else "",
                "url": f"/workbench/cases/{row.number}/" if may_open(row.number) else "",
                "at": row.at,
                "topic": topics.get(row.topic, row.topic),
                "kind": kinds.get(row.kind, row.kind),
                "is_counted": found.measure.counts(row),
                "row": row,
            }
            for row in islice(found.rows(), first, first + PER_PAGE)
        ],
        "count": page.paginator.count,
        "shut": may_open.shut(found),
        "number": page.number,
        "pages": page.paginator.num_pages,
        "export": request.GET.urlencode(),
        "back": asked.query(),
    }
    return render(request, "service_figures/rows.html", context)


@never_cache
@require_safe
@staff_page(VIEW)
def rows_csv(request: HttpRequest) -> HttpResponseBase:
    """The same rows, all of them, one by one; put on file."""
    asked, found, topics = _asked_rows(request)
    record(
        AuditAct.EXPORTED,
        actor=request.user,
        name=_("运行数据：%(measure)s") % {"measure": found.measure.label},
        details={"rows": found.count, "filters": "；".join(filter(None, (asked.words(), found.cell)))},
    )
    table = lines(found, Openable(request.user), topics)
    response = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="figure-{found.measure.name}.csv"'
    return response


def _asked_rows(request: HttpRequest) -> tuple[Asked, Behind, dict[str, str]]:
    measure: Measure | None = measure_of(request.GET.get("measure", ""))
    if measure is None:
        raise Http404
    topics = topic_names()
    asked = AskedForm(request.GET, today=clock.today(), topics=topics).asked()
    by, cell, panel = (request.GET.get(name, "") for name in ("by", "cell", "panel"))
    return asked, behind(asked, measure, by, cell, topics, panel), topics


def _chart(table: Table) -> dict[str, Any]:
    """What a panel draws: bars of its first figure, or lines over time; nothing where there is nothing."""
    if table.is_empty or not table.panel.drawn:
        return {}
    labels = [line.label for line in table.lines]
    if table.panel.by in ("time", "hour"):
        series: list[tuple[str, Sequence[float]]] = [
            (str(measure.label), [line.figures[index].value or 0 for line in table.lines])
            for index, measure in enumerate(table.measures[: table.panel.drawn])
        ]
        return {"desk": charts.line_chart(labels, series), "phone": charts.line_chart(labels, series, charts.PHONE)}
    figures = [line.figures[0] for line in table.lines]
    return {"bars": charts.bars(labels, [figure.value or 0 for figure in figures], [each.words for each in figures])}
