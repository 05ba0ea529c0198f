"""Uploading a file, seeing what it would change, confirming, and watching it go in. Every page works without a script: it loads
itself again while work goes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from cms.directory import exporting
from cms.directory.admin.addresses import list_of, page_at
from cms.directory.admin.furniture import DirectoryPage
from cms.directory.admin.imports.words import KINDS, STATUS, LineWords
from cms.directory.admin.permissions import may_see
from cms.directory.importers.report import Status
from cms.directory.models import DirectoryImport, ImportJob
from cms.directory.models.enums import ImportState, ImportTask
from cms.directory.policies import may_import, may_undo_import
from cms.directory.services import import_jobs
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record

SHOWN = 50
CONFIRM, DISCARD, RESTART = "confirm", "discard", "restart"


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("CSV（UTF-8或者GB18030）或者XLSX，第一行是列名，最大30 MB、20万行。"),
        error_messages={"required": gettext_lazy("请选择文件。"), "empty": gettext_lazy("文件是空的。")},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class UploadPage(DirectoryPage):
    """A file is taken in and checked; nothing is written before somebody has seen what it would change."""

    page_title = gettext_lazy("导入名录")
    header_icon = "upload"
    template_name = "directory/admin/import_upload.html"

    def may_open(self, user: Any) -> bool:
        """For those who may bring entries in."""
        return may_import(user)

    def trail(self) -> list[dict[str, Any]]:
        """The list of imports."""
        return [{"url": list_of(DirectoryImport), "label": _("导入")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the files to begin with."""
        kwargs.setdefault("form", UploadForm())
        templates = [
            {"label": f"{words} {form.upper()}", "url": reverse("directory_import_template", args=[what, form])}
            for what, words in (("institutions", _("机构")), ("practitioners", _("人员")))
            for form in ("xlsx", "csv")
        ]
        return super().get_context_data(templates=templates, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file."""
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            # Nothing larger than what may be is read into memory.
            most = import_jobs.MOST_MEGABYTES * 1024 * 1024
            content = upload.read(most + 1)
            try:
                job = import_jobs.take_file(upload.name, content, by=request.user)
            except ValidationError as error:
                for message in error.messages:
                    form.add_error("file", message)
            else:
                return redirect("directory_import_job", job.pk)
        return self.render_to_response(self.get_context_data(form=form))


class JobPage(DirectoryPage):
    """Where a job stands, what it found or did, and what can be done now."""

    header_icon = "upload"
    template_name = "directory/admin/import_job.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the job, for those who may see imports."""
        if not self.may_open(request.user):
            raise PermissionDenied
        jobs = ImportJob.objects.defer("content").select_related("by", "run")
        self.job = get_object_or_404(jobs, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def may_open(self, user: Any) -> bool:
        """Whoever may see imports."""
        return may_see(user, DirectoryImport)

    def trail(self) -> list[dict[str, Any]]:
        """The list of imports."""
        return [{"url": list_of(DirectoryImport), "label": _("导入")}]

    def get_page_title(self) -> str:
        """The file."""
        return str(self.job.file_name)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm, discard, begin again."""
        acts = {CONFIRM: import_jobs.confirm, DISCARD: import_jobs.discard, RESTART: import_jobs.restart}
        chosen = acts.get(request.POST.get("act", ""))
        if chosen is None:
            raise Http404
        try:
            chosen(self.job, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        if chosen is import_jobs.discard:
            messages.success(request, _("已放弃，上传的文件已清除。"))
            return redirect(list_of(DirectoryImport))
        return redirect("directory_import_job", self.job.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything of the job."""
        job, user = self.job, self.request.user
        is_undoing = job.task == ImportTask.UNDO
        may_act = may_undo_import(user) if is_undoing else may_import(user)
        is_busy = job.state in import_jobs.BUSY
        is_stuck = import_jobs.is_stuck(job, clock.now())
        totals = job.totals
        to_write = totals.get(Status.CREATED.value, 0) + totals.get(Status.UPDATED.value, 0)
        context = {
            "job": job,
            "is_undoing": is_undoing,
            "is_busy": is_busy,
            "is_checked": job.state == ImportState.CHECKED,
            "is_done": job.state == ImportState.DONE,
            "percent": percent(job),
            "progress_url": reverse("directory_import_progress", args=[job.pk]),
            "to_write": to_write,
            "may_confirm": may_act and job.state == ImportState.CHECKED and to_write > 0,
            "may_discard": may_act and job.state in (ImportState.CHECKED, ImportState.FAILED) and not is_undoing,
            "may_restart": may_act and (is_stuck or (job.state == ImportState.FAILED and self._can_begin_again())),
            "is_stuck": is_stuck,
            "run_url": page_at(DirectoryImport, job.run_id) if job.run_id else "",
            **kwargs,
        }
        if not is_busy:
            context |= self._lines(totals)
        return super().get_context_data(**context)

    def _can_begin_again(self) -> bool:
        job = self.job
        return job.task == ImportTask.UNDO or ImportJob.objects.filter(pk=job.pk, content__isnull=False).exists()

    def _lines(self, totals: dict[str, int]) -> dict[str, Any]:
        """The lines of one status, a page of them; at first those that ask for attention."""
        asked = self.request.GET.get("status", "")
        present = [status for status in STATUS if totals.get(status)]
        status = asked if asked in STATUS else next(iter(present), "")
        rows = self.job.rows.filter(status=status)
        paginator = WagtailPaginator(rows, SHOWN)
        number = self.request.GET.get("p", "1")
        try:
            page = paginator.page(number)
        except InvalidPage:
            page = paginator.page(1)
        words = LineWords()
        lines = [
            {
                "row": row,
                "kind": KINDS.get(row.kind, ""),
                "differences": words.differences(row),
                "problems": words.problems(row),
            }
            for row in page.object_list
        ]
        reports = {
            "report_url": reverse("directory_import_report", args=[self.job.pk, "report"]),
            "errors_url": reverse("directory_import_report", args=[self.job.pk, "errors"]),
        }
        return {
            "counts": [{"status": key, "label": label, "count": totals.get(key, 0)} for key, label in STATUS.items()],
            "status": status,
            "lines": lines,
            "page_obj": page,
            "paginator": paginator,
            "elided_page_range": list(paginator.get_elided_page_range(page.number)),
            **(reports if paginator.count or any(totals.get(key) for key in STATUS) else {}),
        }


def percent(job: ImportJob) -> int:
    """How far the step is."""
    return min(100, job.lines_done * 100 // job.lines_total) if job.lines_total else 0


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a job is, for the script of its page."""
    if not may_see(request.user, DirectoryImport):
        raise PermissionDenied
    job = get_object_or_404(ImportJob.objects.defer("content"), pk=pk)
    told = {
        "state": job.state,
        "label": str(job.get_state_display()),
        "done": job.lines_done,
        "total": job.lines_total,
        "percent": percent(job),
        "is_busy": job.state in import_jobs.BUSY and not import_jobs.is_stuck(job, clock.now()),
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def report_file(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """The lines of a job as CSV: all of them, or those with errors. Stands in the log, as every export."""
    if not may_see(request.user, DirectoryImport):
        raise PermissionDenied
    if what not in ("report", "errors"):
        raise Http404
    job = get_object_or_404(ImportJob.objects.defer("content"), pk=pk)
    rows = job.rows.all()
    if what == "errors":
        rows = rows.filter(status=Status.FAILED.value)
    record(Act.EXPORTED, actor=request.user, name=_("导入报告：%(name)s") % {"name": job.file_name})
    table = LineWords().table(rows.iterator(chunk_size=1000), only_errors=what == "errors")
    answer = StreamingHttpResponse(exporting.csv_lines(table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{job.pk}-{what}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
