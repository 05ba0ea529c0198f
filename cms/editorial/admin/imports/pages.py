"""The pages of imports: the list, the upload, and one import from its check to its drafts. They work without a script: the page of
a running import loads itself again."""

from __future__ import annotations

import json
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import InvalidPage, Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import WorkflowState

from cms.editorial.admin.imports.templates import template_file
from cms.editorial.admin.imports.words import ORDER, counts_of, csv_bytes, differences, problems, report_table
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.import_runs import EditorialImport, ImportedPage, RunState
from cms.editorial.importers.reading import SUFFIXES
from cms.editorial.services import import_jobs
from cms.editorial.services.reviewing_imports import Done, publish_pages, submit_pages
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record

SHOWN = 50
SEE = "editorial.view_editorialimport"
JOB_ACTS = {"confirm": import_jobs.confirm, "discard": import_jobs.discard, "restart": import_jobs.restart}
PAGE_ACTS = {"submit": submit_pages, "publish": publish_pages}


class ImportAdminPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of this room, for who may see imports."""

    _show_breadcrumbs = True
    header_icon = "upload"
    permission = SEE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask first."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list of imports, here."""
        trail = [{"url": reverse("editorial_imports"), "label": _("导入问答与案例")}]
        here = {"url": "", "label": str(self.get_page_title())}
        return [*super().get_breadcrumbs_items(), *trail, here]

    def paged(self, rows: Any) -> dict[str, Any]:
        """A page of rows, with what its navigation needs."""
        paginator = WagtailPaginator(rows, SHOWN)
        try:
            page: Page = paginator.page(self.request.GET.get("p", "1"))
        except InvalidPage:
            page = paginator.page(1)
        pages = list(paginator.get_elided_page_range(page.number))
        return {"page_obj": page, "paginator": paginator, "elided_page_range": pages}


class ImportListPage(ImportAdminPage):
    """Every import, the latest first."""

    page_title = gettext_lazy("导入问答与案例")
    template_name = "editorial/admin/imports.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, here."""
        return [*super().get_breadcrumbs_items()[:-2], {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The runs of a page."""
        runs = light(EditorialImport.objects.exclude(state=RunState.DISCARDED)).select_related("by")
        context = self.paged(runs)
        rows = [
            {"run": run, "kind": kind_label(run.kind), "counts": counts_of(run.totals)} for run in context["page_obj"]
        ]
        may_import = bool(import_jobs.kinds_for(self.request.user))
        return super().get_context_data(rows=rows, may_import=may_import, **context, **kwargs)


class UploadForm(forms.Form):
    """The file and what it holds."""

    kind = forms.ChoiceField(label=gettext_lazy("导入到哪个栏目"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("JSONL、CSV、XLSX、Word（.docx）、.md或者.txt，最大20 MB。"),
        error_messages={"required": gettext_lazy("请选择文件。"), "empty": gettext_lazy("文件是空的。")},
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    again = forms.BooleanField(
        label=gettext_lazy("编辑删除过的，也重新导入"), required=False, help_text=gettext_lazy("一般不用勾选。")
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [(kind, kind_label(kind)) for kind in kinds]
        self.fields["kind"].initial = kinds[0] if kinds else ""


class UploadPage(ImportAdminPage):
    """A file is taken in and checked; nothing is written before somebody has seen what it would change."""

    page_title = gettext_lazy("上传文件")
    template_name = "editorial/admin/import_upload.html"
    permission = import_jobs.PERMISSION

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the files to begin with."""
        kinds = import_jobs.kinds_for(self.request.user)
        kwargs.setdefault("form", UploadForm(kinds=kinds))
        templates = [
            {
                "label": kind_label(kind),
                "files": [
                    {"form": form.upper(), "url": reverse("editorial_import_template", args=[kind, form])}
                    for form in ("xlsx", "csv", "md")
                ],
            }
            for kind in kinds
        ]
        return super().get_context_data(templates=templates, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file."""
        form = UploadForm(request.POST, request.FILES, kinds=import_jobs.kinds_for(request.user))
        if form.is_valid():
            upload, values = form.cleaned_data["file"], form.cleaned_data
            # Nothing larger than what may be is read into memory.
            content = upload.read(import_jobs.MOST_MEGABYTES * 1024 * 1024 + 1)
            try:
                run = import_jobs.take_file(
                    upload.name, content, values["kind"], by=request.user, again=values["again"]
                )
            except ValidationError as error:
                for message in error.messages:
                    form.add_error("file", message)
            else:
                return redirect("editorial_import", run.pk)
        return self.render_to_response(self.get_context_data(form=form))


class RunPage(ImportAdminPage):
    """One import: what it would change, or what it did; and its drafts."""

    template_name = "editorial/admin/import_run.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the run, for those who may see imports."""
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        self.run = get_object_or_404(EditorialImport.objects.defer("content").select_related("by"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """The file."""
        return str(self.run.file_name)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm, discard, begin again; submit or publish drafts."""
        act = request.POST.get("act", "")
        if act in PAGE_ACTS:
            keys = [int(key) for key in request.POST.getlist("page") if key.isdecimal() and len(key) < 19]
            self._tell(act, PAGE_ACTS[act](self.run, keys, by=request.user))
            return redirect(request.get_full_path())
        chosen = JOB_ACTS.get(act)
        if chosen is None:
            raise Http404
        try:
            chosen(self.run, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if act == "discard":
                messages.success(request, _("已放弃，上传的文件已清除。"))
                return redirect("editorial_imports")
        return redirect("editorial_import", self.run.pk)

    def _tell(self, act: str, done: Done) -> None:
        if not done.titles and not done.refused:
            messages.warning(self.request, _("请先勾选页面。"))
        if done.titles:
            number = len(done.titles)
            words = _("已提交审核：%(number)d 篇。") if act == "submit" else _("已发布：%(number)d 篇。")
            messages.success(self.request, words % {"number": number})
        for page, why in done.refused[:10]:
            edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("打开"))
            messages.error(self.request, f"“{page.draft_title}”：{why}", buttons=[edit])
        if (more := len(done.refused) - 10) > 0:
            messages.error(self.request, ngettext("还有 %d 篇没有完成。", "还有 %d 篇没有完成。", more) % more)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything of the run."""
        run, user = self.run, self.request.user
        may_act = import_jobs.may_import(user, run.kind)
        is_stuck = import_jobs.is_stuck(run, clock.now())
        is_done = run.state == RunState.DONE
        to_write = run.totals.get("created", 0) + run.totals.get("updated", 0)
        has_file = EditorialImport.objects.filter(pk=run.pk, content__isnull=False).exists()
        shows_pages = is_done and self.request.GET.get("show") != "report"
        context = {
            "run": run,
            "kind_label": kind_label(run.kind),
            "is_busy": run.state in import_jobs.BUSY,
            "is_checked": run.state == RunState.CHECKED,
            "is_done": is_done,
            "is_stuck": is_stuck,
            "percent": percent(run),
            "to_write": to_write,
            "may_confirm": may_act and run.state == RunState.CHECKED and to_write > 0,
            "may_discard": may_act and run.state in (RunState.CHECKED, RunState.FAILED),
            "may_restart": may_act and has_file and (is_stuck or run.state == RunState.FAILED),
            "counts": counts_of(run.totals),
            "shows_pages": shows_pages,
            **(self._pages() if shows_pages else self._lines()),
            **kwargs,
        }
        return super().get_context_data(**context)

    def _lines(self) -> dict[str, Any]:
        """The rows of one status, a page of them; at first those that ask for attention."""
        asked = self.request.GET.get("status", "")
        present = [status.value for status in ORDER if self.run.totals.get(status.value)]
        status = asked if asked in [one.value for one in ORDER] else next(iter(present), "")
        rows = [row for row in self.run.report.get("rows", []) if row["status"] == status]
        context = self.paged(rows)
        lines = [
            {"row": row, "differences": differences(self.run.kind, row), "problems": problems(row)}
            for row in context["page_obj"]
        ]
        return {"status": status, "lines": lines, **context}

    def _pages(self) -> dict[str, Any]:
        """What the import wrote, and where each page stands now."""
        wrote = ImportedPage.objects.filter(run=self.run, page__isnull=False).select_related("page").order_by("pk")
        context = self.paged(wrote)
        found = list(context["page_obj"])
        keys = [str(imported.page_id) for imported in found]
        in_review = set(WorkflowState.objects.active().filter(object_id__in=keys).values_list("object_id", flat=True))
        rows = []
        for imported in found:
            page = imported.page
            is_in_review = str(page.pk) in in_review
            is_published = page.live and not page.has_unpublished_changes
            rows.append(
                {
                    "page": page,
                    "did": _("新建") if imported.is_new else _("更新"),
                    "state": _("审核中") if is_in_review else _("已发布") if is_published else _("草稿"),
                    "is_edited": page.latest_revision_id != imported.revision_id,
                    "is_waiting": not is_published,
                }
            )
        parent = rows[0]["page"].get_parent() if rows else None
        permissions = parent.permissions_for_user(self.request.user) if parent is not None else None
        return {
            "rows": rows,
            "selects_all": self.request.GET.get("select") == "all",
            "explorer_url": reverse("wagtailadmin_explore", args=[parent.pk]) if parent is not None else "",
            "may_publish": permissions is not None and permissions.can_publish_subpage(),
            "may_submit": permissions is not None and permissions.can_add_subpage(),
            **context,
        }


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


def light(runs: QuerySet[EditorialImport]) -> QuerySet[EditorialImport]:
    """Without what is large."""
    return runs.defer("content", "report")


def percent(run: EditorialImport) -> int:
    """How far the work is."""
    return min(100, run.rows_done * 100 // run.rows_total) if run.rows_total else 0


def kind_label(kind: str) -> str:
    """What a kind is called."""
    return str(PAGE_MODELS[kind]._meta.verbose_name) if kind in PAGE_MODELS else kind
