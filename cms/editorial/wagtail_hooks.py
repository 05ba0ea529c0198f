"""The editorial room's place in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import page_permission_policy

from cms.editorial.admin.dashboard import DuePanel, KindsPanel, TasksPanel
from cms.editorial.admin.draft_link import draft_link
from cms.editorial.admin.due_report import DueReportView
from cms.editorial.admin.imports import files as import_files
from cms.editorial.admin.imports import pages as import_pages
from cms.editorial.admin.imports.furniture import SEE
from cms.editorial.admin.imports.run_page import RunPage
from cms.editorial.admin.task_views import TaskReportView, task_page
from cms.editorial.admin.withdrawing import (
    WithdrawView,
    in_the_menu,
    instead_of_unpublishing,
    not_before_withdrawing,
    not_in_bulk,
)
from cms.editorial.base import EditorialPage
from cms.editorial.services.news import CORRECTED, WITHDRAWN
from cms.editorial.services.topic_tasks import PERMISSION


@hooks.register("register_admin_urls")
def draft_link_address() -> list[URLPattern]:
    """The page that makes a link to a draft."""
    return [path("editorial/draft-link/<int:pk>/", draft_link, name="editorial_draft_link")]


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLPattern]:
    """What is due, what is asked in vain; each with its results part, which filters load."""
    return [
        path("reports/due/", DueReportView.as_view(), name="editorial_due_report"),
        path("reports/due/results/", DueReportView.as_view(results_only=True), name="editorial_due_report_results"),
        path("reports/tasks/", TaskReportView.as_view(), name="editorial_tasks"),
        path("reports/tasks/results/", TaskReportView.as_view(results_only=True), name="editorial_tasks_results"),
        path("reports/tasks/<int:pk>/", task_page, name="editorial_task"),
    ]


@hooks.register("register_admin_urls")
def import_addresses() -> list[URLPattern]:
    """Imports: the list, the upload, one of them with its files."""
    return [
        path("editorial/imports/", import_pages.ImportListPage.as_view(), name="editorial_imports"),
        path("editorial/imports/upload/", import_pages.UploadPage.as_view(), name="editorial_import_upload"),
        path("editorial/imports/<int:pk>/", RunPage.as_view(), name="editorial_import"),
        path("editorial/imports/<int:pk>/progress/", import_files.progress, name="editorial_import_progress"),
        path("editorial/imports/<int:pk>/report.<str:form>", import_files.report_file, name="editorial_import_report"),
        path(
            "editorial/imports/template/<slug:kind>.<str:form>", import_files.template, name="editorial_import_template"
        ),
    ]


@hooks.register("register_admin_urls")
def withdrawing_address() -> list[URLPattern]:
    """Withdrawing a piece of news."""
    return [path("editorial/withdraw/<int:pk>/", WithdrawView.as_view(), name="editorial_withdraw")]


hooks.register("construct_page_action_menu", in_the_menu)
hooks.register("before_unpublish_page", instead_of_unpublishing)
hooks.register("before_delete_page", not_before_withdrawing)
hooks.register("before_bulk_action", not_in_bulk)


@hooks.register("register_log_actions")
def news_acts(actions: LogActionRegistry) -> None:
    """What the history of a piece of news says."""

    @actions.register_action(CORRECTED)
    class Corrected(LogFormatter):
        """With the note."""

        label = _("更正")

        def format_message(self, entry: Any) -> str:
            """The note."""
            return gettext("更正：%(words)s") % {"words": entry.data.get("words", "")}

    @actions.register_action(WITHDRAWN)
    class Withdrawn(LogFormatter):
        """With the reason."""

        label = _("撤下")

        def format_message(self, entry: Any) -> str:
            """The reason."""
            return gettext("撤下，理由：%(reason)s") % {"reason": entry.data.get("reason", "")}


class WritersMenuItem(MenuItem):
    """Shown to who writes or approves pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person does."""
        return page_permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"])


class TasksMenuItem(MenuItem):
    """Shown to who may work on tasks."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(PERMISSION)


@hooks.register("register_reports_menu_item")
def due_menu_item() -> MenuItem:
    """报告 → 待复核内容."""
    return WritersMenuItem(
        _("待复核内容"), reverse("editorial_due_report"), name="editorial-due", icon_name="calendar-check", order=50
    )


@hooks.register("register_reports_menu_item")
def tasks_menu_item() -> MenuItem:
    """报告 → 选题任务."""
    return TasksMenuItem(_("选题任务"), reverse("editorial_tasks"), name="editorial-tasks", icon_name="help", order=60)


class ImportsMenuItem(MenuItem):
    """Shown to who may see imports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(SEE)


@hooks.register("register_reports_menu_item")
def imports_menu_item() -> MenuItem:
    """报告 → 导入问答与案例."""
    return ImportsMenuItem(
        _("导入问答与案例"), reverse("editorial_imports"), name="editorial-imports", icon_name="upload", order=70
    )


@hooks.register("construct_homepage_panels")
def editorial_panels(request: HttpRequest, panels: list[Component]) -> None:
    """What is due, what is asked, what there is."""
    panels.extend([DuePanel(), TasksPanel(), KindsPanel()])


@hooks.register("register_page_header_buttons")
def draft_link_button(page: Any, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a page's header, for who may edit it."""
    if isinstance(page, EditorialPage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("给其他前端预览"), url=reverse("editorial_draft_link", args=[page.pk]), icon_name="link", priority=80
        )


@hooks.register("construct_page_action_menu")
def approving_comes_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who opens a page to review it finds 批准 on the button, and not behind its arrow (as for laws)."""
    if isinstance(context.get("page"), EditorialPage):
        items.sort(key=lambda item: not (item.name == "approve" and not getattr(item, "launch_modal", False)))
