"""What personal data are used for, each purpose with its basis: consent is asked by purpose (个人信息保护法 13, 14, 17, 29, 31)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose: what it is, which data, on what basis; without a required one nothing can be asked."""

    code: str
    label: str | Promise
    data: str | Promise
    basis: str | Promise
    is_required: bool


PURPOSES = (
    Purpose(
        "answer",
        _("由驻场律师解答您的问题"),
        _("您写的问题、补充的情况、附件、年龄段和所在区"),
        _("您的同意（个人信息保护法第十三条第一款第一项）"),
        True,
    ),
    Purpose(
        "sensitive",
        _("处理问题里的敏感个人信息"),
        _("问题里可能写到的健康、行踪、金融账户，以及不满14周岁未成年人的信息"),
        _("您的单独同意（个人信息保护法第二十九条；不满14周岁的，第三十一条）"),
        True,
    ),
    Purpose(
        "contact",
        _("把办理进展告诉您"),
        _("您留的手机号码或者电子邮箱"),
        _("您的同意（个人信息保护法第十三条第一款第一项）"),
        False,
    ),
    Purpose(
        "statistics",
        _("汇总统计，改进服务"),
        _("专题、地区、时间、办理和评价的结果，问题里出现的公开词表中的词（如“押金”）；不含姓名、联系方式和问题原文"),
        _("您的同意（个人信息保护法第十三条第一款第一项）；可以不同意"),
        False,
    ),
)
LAW_CHANGES = "law_changes"
LATER = (
    Purpose(
        LAW_CHANGES,
        _("法律变动时告诉您"),
        _("您留的手机号码、电子邮箱或者您的账户"),
        _("您的同意（个人信息保护法第十三条第一款第一项）；可以不同意"),
        False,
    ),
)
"""Asked on the page of the case alone, never with the question."""
REQUIRED = frozenset(purpose.code for purpose in PURPOSES if purpose.is_required)
CODES = frozenset(purpose.code for purpose in PURPOSES)
