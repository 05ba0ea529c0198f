"""The figures of the message board."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.consultations.models.choices import UNSATISFIED, DeadlineKind
from portal.consultations.states import OPEN
from portal.service_figures.measures import How, Measure, register_measure
from portal.service_figures.rows import Row

SATISFIED = frozenset({"3", "4", "5"})
SHOWN_CLOCKS = (
    DeadlineKind.FIRST_ANSWER,
    DeadlineKind.DEFERRED_REPLY,
    DeadlineKind.FURTHER_QUESTION,
    DeadlineKind.FOLLOW_UP,
    DeadlineKind.REFUSAL_APPEAL,
    DeadlineKind.EXPERT_REFERRAL,
    DeadlineKind.CORRECTION,
    DeadlineKind.COMPLAINT,
    DeadlineKind.UNPUBLISH,
)


def clock_kind(row: Row) -> str:
    """Which time limit a row of ``clocks`` is of."""
    return row.kind.partition(":")[0]


def outcome(row: Row) -> str:
    """How it ended: met, deferred, late."""
    return row.kind.partition(":")[2]


def _is_first(row: Row) -> bool:
    return clock_kind(row) == DeadlineKind.FIRST_ANSWER


def _ended(name: str) -> Callable[[Row], bool]:
    return lambda row: outcome(row) == name


def register() -> None:
    """Make them known; called from ``AppConfig.ready``."""
    register_measure(
        Measure("asked", _("提出"), _("这段时间里提交的咨询，各渠道都算。"), "asked"),
        Measure("answered", _("首次答复"), _("这段时间里第一次得到答复的咨询，不论何时提交。"), "answered"),
        Measure("closed", _("办结"), _("这段时间里办结、至今没有重新打开的咨询。"), "closed"),
        Measure(
            "still_open",
            _("其中尚未办完"),
            _(
                "这段时间里提交的咨询中，到查看时仍有人欠着办理的（待审核、待接办、办理中、等待补充、约期、转专家、回访）。"
            ),
            "asked",
            counts=lambda row: row.kind in OPEN,
        ),
        Measure(
            "first_answer_hours",
            _("首次答复用时（中位数）"),
            _("从提交到第一次答复的自然小时数，等待咨询人补充的时间也算在内；一半不超过这个数。"),
            "answered",
            How.MEDIAN,
        ),
        Measure(
            "first_answer_hours_90",
            _("首次答复用时（九成以内）"),
            _("从提交到第一次答复的自然小时数，九成的咨询不超过这个数。"),
            "answered",
            How.NINETIETH,
        ),
        Measure(
            "in_time",
            _("首次答复按时率"),
            _("这段时间起算、已有结果的首次答复时限中，按时答复或者按时约期的占多少；过了时间没有答复的算逾期。"),
            "clocks",
            How.SHARE,
            of=_is_first,
            counts=lambda row: outcome(row) != "late",
        ),
        *(
            Measure(
                f"clocks_{name}",
                label,
                format_lazy(_("这段时间起算的各种时限中，结果是“{}”的。"), label),
                "clocks",
                counts=_ended(name),
            )
            for name, label in (("met", _("按时")), ("deferred", _("约期")), ("late", _("逾期")))
        ),
        Measure("deferrals", _("约期答复"), _("这段时间里约定答复时间的次数；一件咨询至多两次。"), "deferrals"),
        Measure("refusals", _("不予解答"), _("这段时间里决定不予解答的咨询，以后复核改为受理的也算。"), "refusals"),
        Measure("appeals", _("复核申请"), _("这段时间里提出的复核申请，按现在的结果分。"), "appeals"),
        Measure(
            "appeals_granted",
            _("复核改为受理"),
            _("这段时间里提出、已经复核的申请中，改为受理的占多少。"),
            "appeals",
            How.SHARE,
            of=lambda row: row.kind != "open",
            counts=lambda row: row.kind == "granted",
        ),
        Measure("ratings", _("评价"), _("这段时间里收到的评价；一份答复评一次，以后的评价不改变以前的。"), "ratings"),
        Measure(
            "satisfied",
            _("满意率"),
            _("这段时间里收到的评价中，非常满意、满意、基本满意的占多少。"),
            "ratings",
            How.SHARE,
            counts=lambda row: row.kind in SATISFIED,
        ),
        Measure(
            "unsatisfied",
            _("不满意"),
            _("这段时间里收到的不满意、非常不满意的评价；每一个都应当回访。"),
            "ratings",
            counts=lambda row: row.kind in {str(int(score)) for score in UNSATISFIED},
        ),
        Measure(
            "follow_ups_in_time",
            _("回访按时率"),
            _("这段时间起算、已有结果的回访时限中，按时的占多少。"),
            "clocks",
            How.SHARE,
            of=lambda row: clock_kind(row) == DeadlineKind.FOLLOW_UP,
            counts=lambda row: outcome(row) != "late",
        ),
        Measure(
            "term_mentions",
            _("提到"),
            _("这段时间里提交、已经受理的咨询中提到公开词表里的词；一件里提到几次算一次。"),
            "terms",
        ),
        Measure("citations", _("引用"), _("这段时间里的答复引用的条文；同一份答复里引用几次算一次。"), "citations"),
    )
