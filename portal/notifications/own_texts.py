"""The texts of this room: to staff who are woken."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.notifications.texts import MessageText, register_text

STAFF_URGENT = "staff.urgent"


def register() -> None:
    """Make them known."""
    register_text(
        MessageText(
            STAFF_URGENT,
            _("紧急事项（值班人员）"),
            sms=_("有一件紧急事项需要您现在处理，请立即登录工作台。"),
            subject=_("紧急：请立即登录工作台"),
            body=_("有一件紧急事项需要您现在处理，请立即登录工作台查看消息。\n\n这封邮件由系统发出，请不要回复。"),
        )
    )
