"""Who may do what in this room."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

APPROVE_SOURCES = "collecting.approve_source"
CHANGE_SOURCES = "collecting.change_source"
CHECK_SOURCES = "collecting.check_source"
VIEW_SOURCES = "collecting.view_source"
VIEW_ITEMS = "collecting.view_collecteditem"
DECIDE_ITEMS = "collecting.decide_collecteditem"
VIEW_LINKS = "collecting.view_checkedlink"


def demand(actor: Any, permission: str) -> None:
    """Raise PermissionDenied unless a person has a permission."""
    if actor is None or not actor.is_active or not actor.has_perm(permission):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
