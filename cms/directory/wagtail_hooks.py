"""The directory's place in the Wagtail admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail_modeladmin.options import modeladmin_register

from cms.directory.admin.choosing import institution_chooser, practitioner_chooser
from cms.directory.admin.dashboard import DirectoryTasksPanel
from cms.directory.admin.menu import DirectoryGroup
from cms.directory.admin.records.queues import ApprovalsPage, WithdrawalsPage

modeladmin_register(DirectoryGroup)


@hooks.register("register_admin_viewset")
def choosers() -> list[ViewSet]:
    """Choosing an institution or a practitioner."""
    return [institution_chooser, practitioner_chooser]


@hooks.register("register_admin_urls")
def queue_addresses() -> list[URLPattern]:
    """What waits for whom."""
    return [
        path("directory/approvals/", ApprovalsPage.as_view(), name="directory_approvals"),
        path("directory/withdrawals/", WithdrawalsPage.as_view(), name="directory_withdrawals"),
    ]


@hooks.register("insert_global_admin_css")
def directory_styles() -> SafeString:
    """Lists, forms, records, letters."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/directory.css"))


@hooks.register("construct_homepage_panels")
def directory_panels(request: HttpRequest, panels: list[Component]) -> None:
    """名录待办."""
    panels.append(DirectoryTasksPanel())
