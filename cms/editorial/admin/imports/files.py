"""What of an import is fetched and is no page: how far it is, its report, a file to begin with."""

from __future__ import annotations

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cms.editorial.admin.imports.furniture import SEE, light, percent
from cms.editorial.admin.imports.templates import template_file
from cms.editorial.admin.imports.words import csv_bytes, report_table
from cms.editorial.import_runs import EditorialImport
from cms.editorial.services import import_jobs
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is, for the script of its page."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    run = get_object_or_404(light(EditorialImport.objects.all()), pk=pk)
    told = {
        "state": run.state,
        "label": str(run.get_state_display()),
        "done": run.rows_done,
        "total": run.rows_total,
        "percent": percent(run),
        "is_busy": run.state in import_jobs.BUSY and not import_jobs.is_stuck(run, clock.now()),
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def report_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The report as CSV or JSON. Stands in the log, as every export."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    if form not in ("csv", "json"):
        raise Http404
    run = get_object_or_404(EditorialImport.objects.defer("content"), pk=pk)
    record(Act.EXPORTED, actor=request.user, name=_("导入报告：%(name)s") % {"name": run.file_name})
    if form == "json":
        content = json.dumps(run.report, ensure_ascii=False, indent=1).encode()
    else:
        content = csv_bytes(report_table(run.kind, run.report.get("rows", [])))
    content_type = "application/json" if form == "json" else "text/csv"
    answer = HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{run.pk}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def template(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """A file to begin with, for those who may import."""
    if not request.user.has_perm(import_jobs.PERMISSION):
        raise PermissionDenied
    return template_file(request, kind, form)
