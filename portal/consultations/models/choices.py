"""What can be chosen in a consultation: the values stored, and the words shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How the question came."""

    MESSAGE = "message", _("留言咨询")
    LIVE = "live", _("在线即时咨询")
    PHONE = "phone", _("电话咨询")
    WINDOW = "window", _("窗口咨询")


class InProceedings(models.TextChoices):
    """Whether the matter is in court or being handled already (article 31)."""

    NO = "no", _("没有")
    YES = "yes", _("是")
    UNSURE = "unsure", _("不确定")


class Happened(models.TextChoices):
    """What is known of when it happened."""

    DATE = "date", _("某一天")
    PERIOD = "period", _("一段时间")
    ONGOING = "ongoing", _("仍在持续")
    UNKNOWN = "unknown", _("不记得，或者还没有发生")


class ForWhom(models.TextChoices):
    """Whose need it is (article 29, first paragraph)."""

    SELF = "self", _("我自己")
    RELATIVE = "relative", _("我的亲属")
    FRIEND = "friend", _("我的朋友")
    ORGANISATION = "organisation", _("我所在的单位或者组织")


class AgeBand(models.TextChoices):
    """How old the person concerned is."""

    UNDER_14 = "under_14", _("不满14周岁")
    FROM_14 = "from_14", _("14至17周岁")
    FROM_18 = "from_18", _("18至59周岁")
    FROM_60 = "from_60", _("60周岁以上")
    UNSAID = "unsaid", _("不想说")


class Guardian(models.TextChoices):
    """For who is under 14: whether a guardian agrees."""

    NOT_ASKED = "", _("不需要")
    AGREES = "agrees", _("监护人已同意")
    IS_OTHER_SIDE = "is_other_side", _("监护人就是对方")
    URGENT = "urgent", _("有危险，等不及")


class RefusalReason(models.TextChoices):
    """Why a question is not answered online."""

    OUT_OF_SCOPE = "out_of_scope", _("不属于本网业务范围")
    ABUSE = "abuse", _("滥用法律服务资源")
    NOT_GENUINE_NEED = "not_genuine_need", _("不是基于本人、亲友或者所在单位的真实需求")
    REPEATED_QUESTION = "repeated_question", _("同一问题反复提出")
    PENDING_CASE = "pending_case", _("处于诉讼程序或者正在办理")


REFUSAL_ARTICLES: dict[str, str] = {
    RefusalReason.OUT_OF_SCOPE: "第二十八条",
    RefusalReason.ABUSE: "第二十九条第一款",
    RefusalReason.NOT_GENUINE_NEED: "第二十九条第一款",
    RefusalReason.REPEATED_QUESTION: "第二十九条第二款",
    RefusalReason.PENDING_CASE: "第三十一条",
}
"""The article of the service rules that each reason rests on."""


class Score(models.IntegerChoices):
    """满意度测评 (article 24)."""

    VERY_SATISFIED = 5, _("非常满意")
    SATISFIED = 4, _("满意")
    FAIRLY_SATISFIED = 3, _("基本满意")
    DISSATISFIED = 2, _("不满意")
    VERY_DISSATISFIED = 1, _("非常不满意")


UNSATISFIED = (Score.DISSATISFIED, Score.VERY_DISSATISFIED)


class UnsatisfiedBecause(models.TextChoices):
    """Why somebody is not satisfied with an answer; chosen, never demanded."""

    NOT_ANSWERED = "not_answered", _("没有回答我的问题")
    NOT_UNDERSTOOD = "not_understood", _("看不懂")
    TOO_SLOW = "too_slow", _("太慢")
    MANNER = "manner", _("态度不好")
    WRONG_BASIS = "wrong_basis", _("依据不对，或者已经过时")
    NO_WAY = "no_way", _("没有说下一步怎么办")
    OTHER = "other", _("其他原因")


class AnswerKind(models.TextChoices):
    """What an answer answers."""

    FIRST = "first", _("答复")
    FURTHER = "further", _("追问答复")
    FOLLOW_UP = "follow_up", _("回访答复")
    CORRECTION = "correction", _("更正")
    EXPERT = "expert", _("专家组答复")


class CitedOn(models.TextChoices):
    """Which day's law an article is read in, chosen by who answers."""

    TODAY = "today", _("今天的规定")
    EVENT = "event", _("事情发生当天的规定")
    PERIOD = "period", _("事情持续期间的规定")


class ClosedBecause(models.TextChoices):
    """Why a case is closed."""

    RATED = "rated", _("您已评价")
    SILENT = "silent", _("答复后15天没有追问")
    NO_FACTS = "no_facts", _("没有补充材料")
    APPEAL_REJECTED = "appeal_rejected", _("复核后维持不予解答")
    NOT_APPEALED = "not_appealed", _("没有申请复核")


class DeadlineKind(models.TextChoices):
    """What a deadline is for."""

    FIRST_ANSWER = "first_answer", _("首次答复")
    DEFERRED_REPLY = "deferred_reply", _("约期答复")
    FOLLOW_UP = "follow_up", _("回访")
    REFUSAL_APPEAL = "refusal_appeal", _("不予解答的复核")
    EXPERT_REFERRAL = "expert_referral", _("专家组答复")
    FURTHER_QUESTION = "further_question", _("追问答复")
    COMPLAINT = "complaint", _("投诉办理")
    CORRECTION = "correction", _("更正")
    UNPUBLISH = "unpublish", _("撤下公开内容")


class TimeUnit(models.TextChoices):
    """How a time limit is counted."""

    NATURAL_HOURS = "natural_hours", _("小时")
    SERVICE_HOURS = "service_hours", _("服务时间内的小时")
    WORKING_DAYS = "working_days", _("工作日")


class ActorKind(models.TextChoices):
    """Who did something to a case, as its record says it."""

    CITIZEN = "citizen", _("咨询人")
    RESIDENT = "resident", _("驻场人员")
    BACK_OFFICE = "back_office", _("驻场机构后台")
    MODERATOR = "moderator", _("平台审核员")
    SUPERVISOR = "supervisor", _("监督员")
    EXPERT = "expert", _("专家组")
    SYSTEM = "system", _("系统")
