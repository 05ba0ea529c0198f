"""导入 in the menu: every import with who did it and when, what it wrote, and its undoing, entry by entry or whole."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import InvalidPage
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.widgets.button import HeaderButton
from wagtail_modeladmin.views import InspectView

from cms.directory.admin.addresses import folder, page_at
from cms.directory.admin.furniture import Furnished
from cms.directory.admin.imports.jobs import JobPage, UploadPage, progress, report_file
from cms.directory.admin.imports.templates import template_file
from cms.directory.admin.imports.words import STATUS
from cms.directory.admin.listing import DirectoryAdmin, DirectoryIndexView
from cms.directory.admin.permissions import WrittenBySystem, may
from cms.directory.models import Affiliation, DirectoryImport, Entry, ImportJob, Institution, Practitioner
from cms.directory.models.enums import ImportState, ImportTask
from cms.directory.policies import may_import, may_undo_import
from cms.directory.services import import_jobs
from cms.directory.services.undoing import undo_import_of
from portal.common.clock import SHANGHAI

SHOWN = 50
MODELS: dict[str, type[Entry]] = {"practitioners": Practitioner, "institutions": Institution}
UNDO_ONE, UNDO_ALL = "undo", "undo_all"


class ImportIndexView(DirectoryIndexView):
    """The list, with the files that wait above it."""

    def header_buttons(self, may_create: bool) -> list[HeaderButton]:
        """The upload."""
        if not may_import(self.request.user):
            return []
        return [HeaderButton(_("导入文件"), url=reverse("directory_import_upload"), icon_name="upload")]


class ImportPage(Furnished, InspectView):
    """One import."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its facts, what it wrote, a page at a time."""
        run, user = self.instance, self.request.user
        what = self.request.GET.get("what", "")
        counts = {name: changed(model, run).count() for name, model in MODELS.items()}
        if what not in MODELS:
            what = next((name for name in MODELS if counts[name]), "practitioners")
        typed = self.request.GET.get("q", "").strip()[:100]
        paginator = WagtailPaginator(changed(MODELS[what], run, typed), SHOWN)
        try:
            page = paginator.page(self.request.GET.get("p", "1"))
        except InvalidPage:
            page = paginator.page(1)
        context = {
            "run": run,
            "totals": [(label, run.totals.get(status, 0)) for status, label in STATUS.items()] if run.totals else [],
            "jobs": run.jobs.defer("content").select_related("by").order_by("-pk"),
            "what": what,
            "tabs": [
                {"name": "practitioners", "label": _("人员"), "count": counts["practitioners"]},
                {"name": "institutions", "label": _("机构"), "count": counts["institutions"]},
            ],
            "typed": typed,
            "rows": _rows(MODELS[what], run, list(page.object_list)),
            "page_obj": page,
            "paginator": paginator,
            "elided_page_range": list(paginator.get_elided_page_range(page.number)),
            "may_undo_one": may(user, "change", DirectoryImport) and may(user, "change", MODELS[what]),
            "may_undo_all": may_undo_import(user) and sum(counts.values()) > 0,
            "asks_all": "undo_all" in self.request.GET,
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Undo one entry, or all."""
        if not may(request.user, "change", DirectoryImport):
            raise PermissionDenied
        act = request.POST.get("act")
        try:
            if act == UNDO_ALL:
                job = import_jobs.undo_import(self.instance, by=request.user)
                return redirect("directory_import_job", job.pk)
            if act != UNDO_ONE:
                raise Http404
            entry = self._entry(request)
            left = undo_import_of(entry, self.instance, by=request.user)
            done = (
                _("已撤销：“%(name)s”恢复到导入之前。")
                if left is not None
                else _("已撤销：“%(name)s”由这次导入新建，已删除。")
            )
            messages.success(request, done % {"name": entry.name})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(request.get_full_path())

    def get_fields_dict(self) -> list[Any]:
        """None of modeladmin's own listing of columns."""
        return []

    def get_page_title(self) -> str:
        """The file."""
        return str(self.instance.file_name)

    def get_template_names(self) -> list[str]:
        """Ours."""
        return ["directory/admin/import_run.html"]

    def _entry(self, request: HttpRequest) -> Entry:
        model, key = MODELS.get(request.POST.get("what", "")), request.POST.get("key", "")
        entry = (
            model._default_manager.filter(pk=int(key)).first() if model and key.isdecimal() and len(key) < 19 else None
        )
        if entry is None:
            raise ValidationError(_("这一条目已经不在名录中。"))
        return entry


def changed(model: type[Entry], run: DirectoryImport, typed: str = "") -> QuerySet[Any]:
    """The keys of what an import wrote, in order; of practitioners also those of whom it changed only where they work."""
    history: Any = model.history
    keys = history.filter(history_change_reason=run.reason).order_by()
    if typed:
        keys = keys.filter(name__contains=typed)
    keys = keys.values_list("id", flat=True)
    if model is Practitioner:
        moved = Affiliation.history.filter(history_change_reason=run.reason).order_by()
        if typed:
            moved = moved.filter(practitioner__name__contains=typed)
        keys = keys.union(moved.values_list("practitioner_id", flat=True))
    else:
        keys = keys.distinct()
    found: QuerySet[Any] = keys.order_by("id")
    return found


def _rows(model: type[Entry], run: DirectoryImport, keys: list[int]) -> list[dict[str, Any]]:
    """What each of these is now, and whether it can be undone: five queries for a page."""
    history: Any = model.history
    ours = {row.id: row for row in history.filter(history_change_reason=run.reason, id__in=keys).order_by("history_id")}
    there = model._default_manager.in_bulk(keys)
    last = dict(history.filter(id__in=keys).order_by().values_list("id").annotate(Max("history_id")))
    undone = set(history.filter(id__in=keys, history_change_reason=f"undo:{run.pk}").values_list("id", flat=True))
    if model is Practitioner:
        moved = Affiliation.history.filter(practitioner_id__in=keys, history_change_reason=f"undo:{run.pk}")
        undone |= set(moved.values_list("practitioner_id", flat=True))
    rows = []
    for key in keys:
        row, entry = ours.get(key), there.get(key)
        is_changed = row is not None and last.get(key, 0) > row.history_id
        state = _("已撤销") if key in undone else (_("之后又有修改") if is_changed else "")
        if entry is None and key not in undone:
            state = _("已不在名录中")
        rows.append(
            {
                "key": key,
                "name": entry.name if entry is not None else row.name if row is not None else "",
                "did": _("新建") if row is not None and row.history_type == "+" else _("更改"),
                "state": state,
                "url": page_at(model, key) if entry is not None else "",
                "can_undo": entry is not None and not state,
            }
        )
    return rows


class ImportAdmin(DirectoryAdmin):
    """导入."""

    model = DirectoryImport
    permission_helper_class = WrittenBySystem
    pages = frozenset({"index", "inspect"})
    index_view_class = ImportIndexView
    inspect_view_class = ImportPage
    index_template_name = "directory/admin/imports.html"
    menu_label = gettext_lazy("导入")
    menu_icon = "upload"
    ordering = ("-started_at", "-pk")
    list_display = ("file", "who", "when", "created", "updated", "failed", "state")
    list_filter: ClassVar[Any] = ()
    list_select_related = ("by",)
    empty_words = gettext_lazy("还没有导入。")
    search_hint = gettext_lazy("文件名")

    def find(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By the name of the file."""
        return rows.filter(file_name__icontains=words.strip())

    def look_up(self, rows: list[Any], today: Any) -> None:
        """Which of them was undone."""
        jobs = ImportJob.objects.filter(run__in=[row.pk for row in rows], task=ImportTask.UNDO, state=ImportState.DONE)
        undone = set(jobs.values_list("run_id", flat=True))
        for row in rows:
            row.is_undone = row.pk in undone

    def waiting(self) -> list[ImportJob]:
        """Files that wait for something, the latest first."""
        ended = (ImportState.DONE, ImportState.DISCARDED)
        return list(ImportJob.objects.exclude(state__in=ended).defer("content").select_related("by")[:SHOWN])

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """With the upload, the jobs and the files to download."""
        base = folder(self.model)
        return (
            *super().get_admin_urls_for_registration(),
            path(f"{base}/upload/", UploadPage.as_view(), name="directory_import_upload"),
            path(f"{base}/template/<str:what>.<str:form>", _template, name="directory_import_template"),
            path(f"{base}/job/<int:pk>/", JobPage.as_view(), name="directory_import_job"),
            path(f"{base}/job/<int:pk>/progress/", progress, name="directory_import_progress"),
            path(f"{base}/job/<int:pk>/<str:what>.csv", report_file, name="directory_import_report"),
        )

    @admin.display(description=gettext_lazy("文件"))
    def file(self, run: DirectoryImport) -> str:
        """The file."""
        return str(run.file_name)

    @admin.display(description=gettext_lazy("导入人"))
    def who(self, run: DirectoryImport) -> str:
        """Who."""
        return run.by.get_full_name() if run.by is not None else _("命令行")

    @admin.display(description=gettext_lazy("时间"))
    def when(self, run: DirectoryImport) -> str:
        """When."""
        local = run.started_at.astimezone(SHANGHAI)
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"

    @admin.display(description=gettext_lazy("新建"))
    def created(self, run: DirectoryImport) -> str:
        """新建."""
        return str(run.totals.get("created", ""))

    @admin.display(description=gettext_lazy("更改"))
    def updated(self, run: DirectoryImport) -> str:
        """更改."""
        return str(run.totals.get("updated", ""))

    @admin.display(description=gettext_lazy("有错误"))
    def failed(self, run: DirectoryImport) -> str:
        """有错误."""
        return str(run.totals.get("failed", ""))

    @admin.display(description=gettext_lazy("状态"))
    def state(self, run: Any) -> str:
        """Whether it ended, whether it was undone."""
        if run.is_undone:
            return _("已整体撤销")
        return "" if run.ended_at else _("未完成")


def _template(request: HttpRequest, what: str, form: str) -> HttpResponse:
    if not may_import(request.user):
        raise PermissionDenied
    return template_file(request, what, form)
