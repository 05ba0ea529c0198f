"""机构申请发布, on the workbench of an institution's people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import add_entry
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.states import APPLY, ApplicationState


def waiting(user: Any) -> int:
    """How many were returned to be mended."""
    return NoticeApplication.objects.visible_to(user).filter(state=ApplicationState.RETURNED).count()


add_entry("notices", _("申请发布动态、通知和公告"), "notices/", APPLY, 28, waiting)
