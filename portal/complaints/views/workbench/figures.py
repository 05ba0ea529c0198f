"""投诉统计 for supervisors: by cause and by what was complained of, as tables and as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.admin.spreadsheets import csv_response, guarded
from portal.accounts.doors import staff_page
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.complaints.figures import Row, by_cause, by_subject
from portal.complaints.views.workbench.forms import PeriodForm
from portal.consultations.models.querysets import SUPERVISE


@never_cache
@require_safe
@staff_page(SUPERVISE)
def figures(request: HttpRequest) -> HttpResponse:
    """What was decided from one day to another; ``?export=csv`` takes the same rows away."""
    form = PeriodForm({name: value for name, value in request.GET.items() if name in ("begin", "end")} or None)
    begin, end = form.days
    causes, subjects = by_cause(begin, end), by_subject(begin, end)
    if request.GET.get("export") == "csv":
        return _csv(request, causes, subjects)
    context = {
        "form": PeriodForm(initial={"begin": begin, "end": end}),
        "begin": begin,
        "end": end,
        "cause_headers": [_("原因"), *_counted()],
        "subject_headers": [_("投诉什么"), *_counted()],
        "causes": [_line(row) for row in causes],
        "subjects": [_line(row) for row in subjects],
    }
    return render(request, "complaints/workbench/figures.html", context)


def _counted() -> list[str]:
    return [_("件数"), _("属实"), _("部分属实"), _("没有发现问题"), _("超过时限")]


def _line(row: Row) -> list[str | int]:
    return [row.label, row.total, row.founded, row.partly, row.not_founded, row.late]


def _csv(request: HttpRequest, causes: Sequence[Row], subjects: Sequence[Row]) -> HttpResponse:
    rows = [[_("分类"), _("原因"), *_counted()]]
    rows += [[guarded(str(cell)) for cell in (_("原因"), *_line(row))] for row in causes]
    rows += [[guarded(str(cell)) for cell in (_("投诉什么"), *_line(row))] for row in subjects]
    record(AuditAct.EXPORTED, actor=request.user, name=_("投诉统计"), details={"rows": len(rows) - 1})
    return csv_response("complaint-figures.csv", rows)
