"""What is sent to a citizen's phone. Others read it too: it says nothing of what it is about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.notifications.texts import MessageText, register_text

CODE, HEARING, CLOSED = "phone_code", "account_hearing", "account_closed"


def register() -> None:
    """Make the texts known; called from ``AppConfig.ready``."""
    register_text(
        MessageText(
            code=CODE,
            label=_("手机验证码"),
            sms=_("验证码 %(code)s，5分钟内有效。请勿透露给任何人，工作人员也不会向您要。"),
            subject=_("验证码"),
            body=_("验证码 %(code)s，5分钟内有效。请勿透露给任何人，工作人员也不会向您要。"),
            is_secret=True,
        )
    )
    register_text(
        MessageText(
            code=HEARING,
            label=_("请本人说明"),
            sms=_("您的账户有一件事需要您说明，请在%(day)s前登录查看。"),
            subject=_("您的账户有一件事需要您说明"),
            body=_("您的账户有一件事需要您说明，请在%(day)s前登录查看。"),
        )
    )
    register_text(
        MessageText(
            code=CLOSED,
            label=_("账户状态变化"),
            sms=_("您的账户状态有变化，登录时可以看到原因。"),
            subject=_("您的账户状态有变化"),
            body=_("您的账户状态有变化，登录时可以看到原因。"),
        )
    )
