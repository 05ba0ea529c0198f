"""机构申请发布, on the workbench of an institution's people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import WorkbenchEntry, register_workbench_entry
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.states import APPLY, ApplicationState


def waiting(user: Any) -> int:
    """How many were returned to be mended."""
    return NoticeApplication.objects.visible_to(user).filter(state=ApplicationState.RETURNED).count()


register_workbench_entry(
    WorkbenchEntry(
        name="notices",
        label=_("申请发布动态、通知和公告"),
        url="/workbench/notices/",
        permission=APPLY,
        order=28,
        waiting=waiting,
    )
)
