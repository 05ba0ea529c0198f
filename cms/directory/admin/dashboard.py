"""名录待办 on the admin's first page: what is due, for those who do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from cms.directory.admin.addresses import list_of
from cms.directory.admin.permissions import may, may_see
from cms.directory.admin.records.queues import waiting_count
from cms.directory.catalogue import RECORDS
from cms.directory.models import DirectoryImport, DirectoryNotice, ErrorReport, ImportJob
from cms.directory.models.enums import ImportState, ReportState
from cms.directory.policies import has_permission, may_import
from cms.directory.states import Act
from portal.common.clock import SHANGHAI, request_today

UPDATED_EVERY_DAYS = 31
"""Article 13 asks for regular updates: a month without one is marked."""


@dataclass(frozen=True, slots=True)
class Task:
    """A number, what it counts, the list behind it, and how many of them are late."""

    label: str
    count: int
    url: str
    late: int = 0


class DirectoryTasksPanel(Component):
    """Shown to whoever has something to do here."""

    name = "directory_tasks"
    template_name = "directory/admin/panel_tasks.html"
    order = 220

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing for others."""
        if parent_context is None or not _works_here(parent_context["request"].user):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """What waits, and the last import."""
        request = parent_context["request"]
        user, today = request.user, request_today(request)
        last = DirectoryImport.objects.select_related("by").first() if may_see(user, DirectoryImport) else None
        age = (today - last.started_at.astimezone(SHANGHAI).date()).days if last is not None else 0
        return {"tasks": _tasks(user, today), "last": last, "age": age, "is_old": age > UPDATED_EVERY_DAYS}


def _works_here(user: Any) -> bool:
    acts = any(has_permission(user, act, model) for model in RECORDS for act in (Act.EDIT, Act.APPROVE, Act.WITHDRAW))
    return acts or any(may(user, "change", model) for model in (ErrorReport, DirectoryNotice))


def _tasks(user: Any, today: Any) -> list[Task]:
    found = []
    if may(user, "change", ErrorReport):
        reports = ErrorReport.objects.filter(state=ReportState.OPEN)
        url = list_of(ErrorReport)
        found.append(Task(_("待答复的纠错"), reports.count(), url, reports.filter(answer_due_on__lt=today).count()))
    if any(has_permission(user, Act.APPROVE, model) for model in RECORDS):
        found.append(Task(_("待我审批"), waiting_count(user), reverse("directory_approvals")))
    if any(has_permission(user, act, model) for model in RECORDS for act in (Act.WITHDRAW, Act.EDIT)):
        due: list[Any] = [model._default_manager.withdrawals_due() for model in RECORDS]
        late = sum(rows.filter(withdrawal_due_on__lt=today).count() for rows in due)
        found.append(Task(_("应当撤下"), sum(rows.count() for rows in due), reverse("directory_withdrawals"), late))
    if any(has_permission(user, Act.EDIT, model) for model in RECORDS):
        for model in RECORDS:
            mine = model._default_manager.filter(state="returned", drafted_by=user).count()
            url = f"{list_of(model)}?phase=returned"
            if mine:
                words = _("退回给我的%(what)s") % {"what": model._meta.verbose_name}
                found.append(Task(words, mine, url))
    if may_import(user):
        waiting = ImportJob.objects.filter(state=ImportState.CHECKED).count()
        if waiting:
            found.append(Task(_("待确认的导入"), waiting, list_of(DirectoryImport)))
    if may(user, "change", DirectoryNotice):
        url = f"{list_of(DirectoryNotice)}?state=open"
        found.append(Task(_("尚未寄送的告知书"), DirectoryNotice.objects.filter(sent_at__isnull=True).count(), url))
    return found
