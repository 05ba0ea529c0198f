"""Each personal field of a citizen's account: what it is for, on what basis, who sees it, how long it is kept. The page
个人信息处理规则 shows this table and docs/citizens.md names it; a test sees to it that no field is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One field. ``field`` is ``MODEL.FIELD``."""

    field: str
    label: str | Promise
    purpose: str | Promise
    basis: str | Promise
    seen_by: str | Promise
    kept: str | Promise


_CONSENT = _("您的同意（个人信息保护法第十三条第一款第一项）")
_SEPARATE = _("您的单独同意（个人信息保护法第二十九条）；网上服务规范第六条")
_DUTY = _("履行法定职责（个人信息保护法第十三条第一款第三项）；网上服务规范第六条")
_OWNER = _("本人；平时隐去中间几位，工作人员查看要写明理由并留下记录")
_UNTIL_LEFT = _("到您删除账户为止；账户注销，或者号码与账户分开的，再过两年")

PERSONAL_FIELDS = (
    PersonalField(
        "accounts.CitizenProfile.phone",
        _("手机号码"),
        _("登录；通知您账户的变化"),
        _CONSENT,
        _OWNER,
        _("到您更换号码、删除账户，或者号码90天没有验证后又有人验证为止；账户注销的，再过两年"),
    ),
    PersonalField(
        "accounts.CitizenProfile.real_name",
        _("姓名"),
        _("本网要求实名时，核验您是谁；驻场律师看不到"),
        _SEPARATE,
        _OWNER,
        _UNTIL_LEFT,
    ),
    PersonalField(
        "accounts.CitizenProfile.document_number",
        _("证件种类和号码"),
        _("本网要求实名时，核验您是谁；驻场律师看不到"),
        _SEPARATE,
        _OWNER,
        _UNTIL_LEFT,
    ),
    PersonalField(
        "accounts.CitizenProfile.reason",
        _("身份信息未通过核验或者账户注销的理由"),
        _("告诉您原因"),
        _DUTY,
        _("本人；核验身份的工作人员"),
        _UNTIL_LEFT,
    ),
    PersonalField(
        "accounts.Hearing.reason",
        _("认为信息可能不实的理由"),
        _("注销前听取您的说明"),
        _DUTY,
        _("本人；核验身份的工作人员"),
        _("两年（网上服务规范第三十二条）"),
    ),
    PersonalField(
        "accounts.Hearing.statement",
        _("您的说明"),
        _("注销前听取您的说明"),
        _DUTY,
        _("本人；核验身份的工作人员"),
        _("两年（网上服务规范第三十二条）"),
    ),
    PersonalField(
        "accounts.Hearing.decision",
        _("决定的理由"),
        _("说明为什么保留或者注销账户"),
        _DUTY,
        _("本人；核验身份的工作人员"),
        _("两年（网上服务规范第三十二条）"),
    ),
    PersonalField(
        "accounts.PhoneCode.phone",
        _("接收验证码的号码"),
        _("核对您输入的验证码"),
        _CONSENT,
        _("没有人；系统核对后删除"),
        _("一天"),
    ),
)
