"""What the acts of a publication are called in records, timelines and before the staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _t

from portal.consultations.record_words import Said, register_acts
from portal.public_board.states import PublicationAct as A


def register() -> None:
    """Name them; called from ``AppConfig.ready``."""
    register_acts(
        {
            A.WANT: Said(_t("希望看看公开的样子"), _t("您希望看看公开的样子")),
            A.PREPARE: Said(_t("隐去信息，等待复核"), _t("工作人员隐去了信息，由另一人复核")),
            A.SEND_BACK: Said(_t("复核退回，重新隐去信息"), staff=_t("复核退回")),
            A.APPROVE: Said(_t("复核通过，等待咨询人确认"), _t("公开的样子准备好了，等您确认")),
            A.CONSENT: Said(_t("咨询人同意，公开"), _t("您同意公开，已经公开")),
            A.DECLINE: Said(_t("咨询人不公开"), _t("您选择不公开")),
            A.WITHDRAW: Said(_t("应咨询人要求撤下公开内容"), _t("您撤下了公开的内容")),
            A.TAKE_DOWN: Said(_t("撤下公开内容"), _t("公开的内容已经撤下")),
            A.BEGIN_ANEW: Said(_t("内容有变动，重新准备公开"), _t("内容有变动，公开的样子要重新准备")),
            A.REFUSE: Said(_t("不公开"), _t("工作人员认为不适合公开")),
            A.ASK_REMOVAL: Said(_t("有人请求撤下公开内容")),
            A.KEEP: Said(_t("对撤下请求作出答复：不撤下")),
        }
    )
