"""The editorial room on the admin's first page: what is due, what is old by kind, what people asked in vain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from cms.editorial.admin.reviewing import counts_by_kind, due_pages
from cms.editorial.editorial_task import EditorialTask, TaskState
from cms.editorial.services.topic_tasks import PERMISSION
from portal.common.clock import request_today

SHOWN = 8


class EditorialPanel(Component):
    """A panel for who writes or approves pages."""

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing for others."""
        if parent_context is None or not self.is_for(parent_context["request"].user):
            return ""
        return super().render_html(parent_context)

    def is_for(self, user: Any) -> bool:
        """Whether this person works with pages."""
        return page_permission_policy.user_has_any_permission(user, ["add", "change", "publish"])


class DuePanel(EditorialPanel):
    """Pages to be read again."""

    name = "editorial_due"
    template_name = "editorial/admin/panel_due.html"
    order = 240

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The longest overdue first, and how many there are."""
        today = request_today(parent_context["request"])
        due = due_pages(today)
        return {"pages": due.select_related("content_type")[:SHOWN], "count": due.count(), "today": today}


class KindsPanel(EditorialPanel):
    """The way to write and find each kind; how much there is of it, and how much is past its day."""

    name = "editorial_kinds"
    template_name = "editorial/admin/panel_kinds.html"
    order = 215  # after what waits for this person (Wagtail's own, 210)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """A row a kind."""
        return {"kinds": counts_by_kind(request_today(parent_context["request"]))}


class TasksPanel(EditorialPanel):
    """What people searched for in vain."""

    name = "editorial_tasks"
    template_name = "editorial/admin/panel_tasks.html"
    order = 250

    def is_for(self, user: Any) -> bool:
        """Whether this person may work on tasks."""
        return user.has_perm(PERMISSION)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The most asked first."""
        open_tasks = EditorialTask.objects.filter(state__in=(TaskState.OPEN, TaskState.TAKEN))
        return {
            "tasks": open_tasks.select_related("assignee").order_by("-times", "words")[:SHOWN],
            "count": open_tasks.count(),
        }
