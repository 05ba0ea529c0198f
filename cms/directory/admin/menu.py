"""名录 in the admin's menu: each item shown to those whom its page lets in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from cms.directory.admin.entries.admin import InstitutionAdmin, PractitionerAdmin
from cms.directory.admin.imports.admin import ImportAdmin
from cms.directory.admin.kinds.admin import PenaltyKindAdmin, SanctionKindAdmin
from cms.directory.admin.records.admin import PenaltyAdmin, SanctionAdmin
from cms.directory.admin.records.queues import ApprovalsPage, WithdrawalsPage
from cms.directory.admin.work.notices import NoticeAdmin
from cms.directory.admin.work.reports import ReportAdmin


class GuardedMenuItem(MenuItem):
    """Shown to those who may open it."""

    def __init__(self, *args: Any, may_open: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_open = may_open

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return self._may_open(request.user)


class DirectoryGroup(ModelAdminGroup):
    """The menu."""

    menu_label = _("名录")
    menu_item_name = "directory"
    menu_icon = "group"
    menu_order = 120
    items = (
        InstitutionAdmin,
        PractitionerAdmin,
        PenaltyAdmin,
        SanctionAdmin,
        ImportAdmin,
        ReportAdmin,
        NoticeAdmin,
        PenaltyKindAdmin,
        SanctionKindAdmin,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        """The lists and the queues, in the order of the day's work."""
        lists = super().get_submenu_items()
        for place, item in enumerate(lists):
            item.order = (place + 1) * 10
        return [
            *lists,
            GuardedMenuItem(
                _("待我审批"),
                reverse_lazy("directory_approvals"),
                name="directory-approvals",
                icon_name="check",
                order=41,
                may_open=ApprovalsPage().may_open,
            ),
            GuardedMenuItem(
                _("撤下期限"),
                reverse_lazy("directory_withdrawals"),
                name="directory-withdrawals",
                icon_name="calendar-alt",
                order=42,
                may_open=WithdrawalsPage().may_open,
            ),
        ]
