"""Applications in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.institution_notices.admin.views import VIEW, ApplicationReportView, decide, handed_in
from portal.institution_notices.states import DECIDE, ApplicationState

SHOWN = 8


@hooks.register("register_admin_urls")
def application_addresses() -> list[URLPattern]:
    """The list, its results part, and one application."""
    return [
        path("reports/notice-applications/", ApplicationReportView.as_view(), name="notice_application_report"),
        path(
            "reports/notice-applications/results/",
            ApplicationReportView.as_view(results_only=True),
            name="notice_application_report_results",
        ),
        path("reports/notice-applications/<int:pk>/", decide, name="notice_application_decide"),
    ]


class ApplicationsMenuItem(MenuItem):
    """Shown to who may see applications."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(VIEW)


@hooks.register("register_reports_menu_item")
def applications_menu_item() -> MenuItem:
    """报告 → 机构发布申请."""
    return ApplicationsMenuItem(
        _("机构发布申请"),
        reverse("notice_application_report"),
        name="notice-applications",
        icon_name="mail",
        order=40,
    )


class WaitingPanel(Component):
    """What waits for who decides."""

    name = "notice_applications"
    template_name = "institution_notices/admin/panel.html"
    order = 235

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing for others."""
        if parent_context is None or not parent_context["request"].user.has_perm(DECIDE):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The longest waiting first."""
        waiting = handed_in().filter(state=ApplicationState.SUBMITTED).order_by("submitted_at", "pk")
        return {"applications": waiting[:SHOWN], "count": waiting.count()}


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    """On the first page."""
    panels.append(WaitingPanel())
