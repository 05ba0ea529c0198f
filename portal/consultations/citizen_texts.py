"""What citizens are told of, and in which words: a line in the portal itself, and a text to phone or mailbox, which others read
too and which therefore says nothing of the matter (docs/notifications.md)."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.notifications.texts import MessageText, register_text


class Told(StrEnum):
    """What a citizen is told of."""

    RECEIVED = "received"
    MORE_WANTED = "more_wanted"
    DEFERRED = "deferred"
    REFERRED = "referred"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    REFUSED = "refused"
    APPEAL_DECIDED = "appeal_decided"
    REMINDED = "reminded"
    REMINDED_AGAIN = "reminded_again"
    CLOSING_SOON = "closing_soon"
    CLOSED = "closed"
    HANDLED = "handled"
    BECAME_MESSAGE = "became_message"
    LAW_CHANGED = "law_changed"
    MAY_DECIDE = "may_decide"


WITHIN: dict[Told, str | Promise] = {
    Told.RECEIVED: _("我们收到了您的咨询。"),
    Told.MORE_WANTED: _("您的咨询需要您补充情况。"),
    Told.DEFERRED: _("您的咨询约定了新的答复时间。"),
    Told.REFERRED: _("您的咨询转交了专家组，答复的时间有调整。"),
    Told.ANSWERED: _("您的咨询有了答复。"),
    Told.CORRECTED: _("您收到的答复有更正。"),
    Told.REFUSED: _("您的咨询有了处理结果。"),
    Told.APPEAL_DECIDED: _("您的复核申请有了结果。"),
    Told.REMINDED: _("您的咨询还在等您补充情况。"),
    Told.REMINDED_AGAIN: _("您的咨询还在等您补充情况。到期没有补充的，会先办结；以后补充了还能继续。"),
    Told.CLOSING_SOON: _("您的咨询快要办结，还有问题请追问。"),
    Told.CLOSED: _("您的咨询已经办结。"),
    Told.HANDLED: _("您的咨询有新的进展。"),
    Told.BECAME_MESSAGE: _("您的在线咨询已经转成留言咨询，律师会写好答复再告诉您。"),
    Told.LAW_CHANGED: _("您收到的答复所依据的法律有变动。"),
    Told.MAY_DECIDE: _("答复复查完了。公开还是不公开，现在由您决定；不想公开的，不用做什么。"),
}
"""The line that the signed-in citizen reads in the portal."""

OUTSIDE: dict[Told, str | Promise] = {
    Told.RECEIVED: _("您提交的内容已经收到，有进展会再告诉您。"),
    Told.MORE_WANTED: _("有一项内容需要您补充，请在方便时查看。"),
    Told.DEFERRED: _("原定的时间有调整，请在方便时查看。"),
    Told.REFERRED: _("原定的时间有调整，请在方便时查看。"),
    Told.ANSWERED: _("您有一条新消息，请在方便时查看。"),
    Told.CORRECTED: _("此前给您的消息有更新，请在方便时查看。"),
    Told.REFUSED: _("您提交的内容有了结果，请在方便时查看。"),
    Told.APPEAL_DECIDED: _("您提出的申请有了结果，请在方便时查看。"),
    Told.REMINDED: _("提醒：有一项内容还在等您补充，请在方便时查看。"),
    Told.REMINDED_AGAIN: _("再次提醒：有一项内容还在等您补充，到期未补充将先结束，以后补充了还能继续。"),
    Told.CLOSING_SOON: _("您有一件事即将结束，如还有需要，请在方便时查看。"),
    Told.CLOSED: _("您有一件事已经结束，可以在方便时查看。"),
    Told.HANDLED: _("您有一件事有了进展，请在方便时查看。"),
    Told.BECAME_MESSAGE: _("您的办理方式有调整，有结果会再告诉您，请在方便时查看。"),
    Told.LAW_CHANGED: _("此前给您的消息有补充说明，请在方便时查看。"),
    Told.MAY_DECIDE: _("此前暂时不能办的一项内容现在可以办了，是否办理由您决定，请在方便时查看。"),
}
"""What goes to a phone or a mailbox."""

_END_OF_MAIL = _("这封邮件由系统发出，请不要回复。")


def text_code(told: Told) -> str:
    """What the text is registered as."""
    return f"case.{told}"


def register() -> None:
    """Make the texts known; called from ``AppConfig.ready``."""
    for told, words in OUTSIDE.items():
        register_text(
            MessageText(
                code=text_code(told),
                label=WITHIN[told],
                sms=words,
                subject=_("您有一条新消息"),
                body=f"{words}\n\n{_END_OF_MAIL}",
            )
        )
