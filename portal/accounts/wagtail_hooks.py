"""Doors of the admin's account pages that permissions by model cannot shut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from portal.accounts.audit_report import PERMISSION, AuditReportView
from portal.accounts.models import User
from portal.accounts.second_factor import views as second_factor


class AuditMenuItem(MenuItem):
    """Shown to those who may read the log."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLPattern]:
    """The audit log and its results part, which filters load."""
    return [
        path("reports/audit/", AuditReportView.as_view(), name="audit_report"),
        path("reports/audit/results/", AuditReportView.as_view(results_only=True), name="audit_report_results"),
    ]


@hooks.register("register_admin_urls")
def second_factor_urls() -> list[URLPattern]:
    """The pages of the second factor; ``policy.OWN`` is their place."""
    return [
        path("second-factor/set-up/", second_factor.set_up, name="second_factor_set_up"),
        path("second-factor/", second_factor.verify, name="second_factor_verify"),
        path("second-factor/reset/<int:pk>/", second_factor.reset, name="second_factor_reset"),
    ]


@hooks.register("register_user_listing_buttons")
def reset_button(user: User, request_user: User) -> Iterator[Button]:
    """账户 → 重置二次验证, for another person's account."""
    if user.pk != request_user.pk and request_user.has_perm("accounts.change_user"):
        url = reverse("second_factor_reset", args=[user.pk])
        yield Button(_("重置二次验证"), url=url, icon_name="lock", priority=40)


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    """报告 → 审计记录."""
    return AuditMenuItem(_("审计记录"), reverse("audit_report"), name="audit", icon_name="history", order=100)


@hooks.register("before_edit_user")
def superusers_are_edited_by_superusers(request: HttpRequest, user: User) -> None:
    """Whoever could set a superuser's password or address would be one."""
    _guard(request, [user])


@hooks.register("before_bulk_action")
def superusers_are_not_swept_up(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class: Any
) -> None:
    """The same for actions on many accounts at once."""
    _guard(request, [chosen for chosen in objects if isinstance(chosen, User)])


def _guard(request: HttpRequest, users: list[User]) -> None:
    if not request.user.is_superuser and any(user.is_superuser for user in users):
        raise PermissionDenied
