"""消息, on everybody's workbench."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import ENTER, WorkbenchEntry, register_workbench_entry
from portal.notifications.services import unread_of


def waiting(user: Any) -> int:
    """How many messages are unread."""
    return unread_of(user).count()


register_workbench_entry(
    WorkbenchEntry(
        name="messages", label=_("消息"), url="/workbench/messages/", permission=ENTER, order=900, waiting=waiting
    )
)
