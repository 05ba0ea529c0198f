"""One import, from its check to its drafts. It works without a script: the page of a running import loads itself again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import WorkflowState

from cms.editorial.admin.imports.furniture import SEE, ImportAdminPage, kind_label, percent
from cms.editorial.admin.imports.words import ORDER, counts_of, differences, problems
from cms.editorial.import_runs import EditorialImport, ImportedPage, RunState
from cms.editorial.services import import_jobs
from cms.editorial.services.reviewing_imports import Done, publish_pages, submit_pages
from portal.common import clock

JOB_ACTS = {"confirm": import_jobs.confirm, "discard": import_jobs.discard, "restart": import_jobs.restart}
PAGE_ACTS = {"submit": submit_pages, "publish": publish_pages}


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
