"""What can be chosen in a complaint: the values stored, and the words shown."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """What a complaint is about."""

    RESIDENT = "resident", _("答复我的律师（统一编号）")
    INSTITUTION = "institution", _("驻场机构")
    MODERATION = "moderation", _("本网的审核、不予解答等处理")
    PORTAL = "portal", _("本网的服务或者网站")
    CONTENT = "content", _("本网公开的内容")


OF_PEOPLE = (About.RESIDENT, About.INSTITUTION)
"""Complaints about somebody of an institution: nobody of it handles them."""


class Outcome(models.TextChoices):
    """What came of it."""

    FOUNDED = "founded", _("投诉属实")
    PARTLY = "partly", _("部分属实")
    NOT_FOUNDED = "not_founded", _("没有发现所说的问题")


class Cause(models.TextChoices):
    """What led to the complaint, as whoever handled it found."""

    INCOMPLETE = "incomplete", _("答复不完整，没有回答问题")
    WRONG = "wrong", _("答复有差错，依据不对或者过时")
    UNCLEAR = "unclear", _("答复看不懂")
    LATE = "late", _("超过时限")
    MANNER = "manner", _("态度、用语不当")
    SOLICITING = "soliciting", _("招揽业务、收费或者引到别处")
    PRIVACY = "privacy", _("个人信息或者隐私没有保护好")
    REFUSED = "refused", _("不予解答或者转告不当")
    CONTENT = "content", _("公开的内容有错")
    SITE = "site", _("网站故障、不好用")
    MISUNDERSTANDING = "misunderstanding", _("沟通不够，有误解")
    OTHER = "other", _("其他")
    NONE = "none", _("没有发现问题")


class Remedy(models.TextChoices):
    """What was done about it."""

    EXPLAINED = "explained", _("解释说明")
    APOLOGISED = "apologised", _("致歉")
    CORRECTED = "corrected", _("更正答复")
    ANSWERED_AGAIN = "answered_again", _("请另一位律师重新答复")
    RECONSIDERED = "reconsidered", _("改变原来的处理")
    CONTENT_MENDED = "content_mended", _("更正或者撤下公开内容")
    SITE_MENDED = "site_mended", _("修好网站")
    TALKED_TO = "talked_to", _("提醒、培训有关人员")
    SUSPENDED = "suspended", _("暂停有关人员驻场")
    PASSED_ON = "passed_on", _("移送司法行政机关或者行业协会")
    NONE = "none", _("不需要")


_OF_PERSONS = frozenset({Remedy.TALKED_TO, Remedy.SUSPENDED, Remedy.PASSED_ON})
_SAID_OF_PERSONS = _("已按规定对有关人员作出处理")


def remedies_told(codes: list[str]) -> list[str | Promise]:
    """Remedies as the complainant reads them. Which measure was taken against a person is not said: the directory publishes
    some, and a code would be tied to a name (article 22)."""
    told: list[str | Promise] = [
        Remedy(code).label for code in codes if code not in _OF_PERSONS and code != Remedy.NONE
    ]
    return [*told, _SAID_OF_PERSONS] if _OF_PERSONS & set(codes) else told
