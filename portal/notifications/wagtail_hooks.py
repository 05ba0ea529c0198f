"""Places of the room in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.notifications.admin import deliveries, duty_phones


@hooks.register("register_admin_urls")
def notification_addresses() -> list[URLPattern]:
    """What was not delivered, one of it, and the phones for duty."""
    report = deliveries.UndeliveredReportView
    return [
        path("reports/undelivered/", report.as_view(), name="undelivered_report"),
        path("reports/undelivered/results/", report.as_view(results_only=True), name="undelivered_report_results"),
        path("reports/undelivered/<int:pk>/", deliveries.delivery, name="undelivered_delivery"),
        path("duty-phones/", duty_phones.duty_phones, name="duty_phones"),
        path("duty-phones/<int:pk>/", duty_phones.duty_phone, name="duty_phone"),
    ]


class _PermittedItem(MenuItem):
    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_reports_menu_item")
def undelivered_menu_item() -> MenuItem:
    """报告 → 未送达的通知."""
    address = reverse("undelivered_report")
    return _PermittedItem(
        _("未送达的通知"),
        address,
        name="undelivered",
        icon_name="mail",
        order=60,
        permission=deliveries.VIEW,
    )


@hooks.register("register_settings_menu_item")
def duty_phones_menu_item() -> MenuItem:
    """设置 → 值班手机."""
    return _PermittedItem(
        _("值班手机"),
        reverse("duty_phones"),
        name="duty-phones",
        icon_name="mobile-alt",
        order=900,
        permission=duty_phones.CHANGE,
    )
