"""消息, on everybody's workbench."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import ENTER, add_entry
from portal.notifications.services import unread_of


def waiting(user: Any) -> int:
    """How many messages are unread."""
    return unread_of(user).count()


add_entry("messages", _("消息"), "messages/", ENTER, 900, waiting, counted=_("%(count)d 条未读"))
