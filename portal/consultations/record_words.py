"""What the record's acts are called: one table, read by the citizen's timeline, the citizen's copy and the staff.

Rooms around the message board name their own acts with ``register_acts``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _t

from portal.consultations.models import ConsultationEvent
from portal.consultations.models.choices import ActorKind


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one act.

    ``record`` stands in copies and before the staff. ``timeline`` is the line the citizen reads ("": such an event says
    nothing to a citizen and is left out); ``%(code)s`` in it is the staff code of who acted, ``%(to)s`` of who took over.
    ``staff``, where given, takes the place of ``record`` before the staff; ``is_kept_from_staff``: the staff's history of a
    case leaves such an event out (a complaint, which who has the case need not know of).
    """

    record: str | Promise
    timeline: str | Promise = ""
    staff: str | Promise = ""
    is_kept_from_staff: bool = False


_SAID: dict[str, Said] = {
    "submit": Said(_t("提交咨询"), _t("您提交了咨询")),
    "hold": Said(_t("转入审核"), _t("转给工作人员审核")),
    "accept": Said(_t("受理"), _t("审核完成，等待律师接办")),
    "refuse": Said(_t("不予解答"), _t("在网上不予解答")),
    "uphold": Said(_t("复核后维持不予解答"), _t("复核后维持不予解答")),
    "ask_citizen": Said(_t("请咨询人补充情况"), _t("请您补充情况，计时暂停")),
    "give_facts": Said(_t("咨询人补充了情况"), _t("您补充了情况，计时继续")),
    "add_facts": Said(_t("咨询人补充了情况"), _t("您补充了情况")),
    "lapse": Said(_t("没有等到补充，办结"), _t("没有收到补充，先行办结")),
    "revive": Said(_t("补充情况后重新办理"), _t("您补充了情况，重新打开")),
    "claim": Said(_t("律师接办"), _t("编号%(code)s的律师接办")),
    "no_conflict": Said(_t("声明不需要回避")),
    "minor_opening": Said(_t("批准查阅未成年人的咨询")),
    "release": Said(_t("退回等待接办"), _t("交回，等待另一位律师接办")),
    "hand_over": Said(_t("移交给另一位律师"), _t("转给编号%(to)s的律师办理")),
    "propose_refusal": Said(_t("律师建议不予解答，等待审核"), _t("转给工作人员审核")),
    "defer": Said(_t("约期答复"), _t("约定了新的答复时间")),
    "answer": Said(_t("答复"), _t("编号%(code)s的律师作了答复")),
    "ask_further": Said(_t("追问"), _t("您追问")),
    "answer_further": Said(_t("答复追问"), _t("编号%(code)s的律师答复了追问")),
    "correct": Said(_t("更正答复"), _t("编号%(code)s的律师更正了答复")),
    "rate": Said(_t("评价"), _t("您评价了答复")),
    "close": Said(_t("办结"), _t("办结")),
    "dissatisfy": Said(_t("评价为不满意，转入回访"), _t("您评价为不满意，开始回访")),
    "reopen": Said(_t("追问，重新打开"), _t("您重新打开并追问")),
    "appeal": Said(_t("申请复核"), _t("您申请了复核")),
    "close_refused": Said(_t("办结"), _t("办结")),
    "withdraw": Said(_t("撤回"), _t("您撤回了咨询")),
    "refer": Said(_t("转交专家组"), _t("转交专家组")),
    "return": Said(_t("专家组退回"), _t("专家组退回律师办理")),
    "expert_answer": Said(_t("专家组答复"), _t("专家组作了答复")),
    "mask": Said(_t("隐去信息"), _t("您隐去了部分信息")),
    "change_contact": Said(_t("更改接收通知的方式"), _t("您更改了接收通知的方式")),
    "change_consent": Said(_t("更改同意的事项"), _t("您更改了同意的事项")),
    "attach": Said(_t("补充附件"), _t("您补充了附件")),
    "detach": Said(_t("删去附件"), _t("您删去了一个附件")),
    "file_infected": Said(_t("附件发现病毒，已删去"), _t("一个附件发现病毒，已经删去")),
    "request_erasure": Said(_t("请求删除个人信息"), _t("您请求删除个人信息")),
    "erase": Said(_t("删除个人信息，其余封存"), _t("删去了您的身份、联系方式，其余封存")),
    "decline_erasure": Said(_t("对删除请求作出答复"), _t("答复了您的删除请求")),
    # What only the staff is told of.
    "danger_reported": Said(_t("有新的进展"), staff=_t("向有关机关报告了危险")),
    "quarantine_lifted": Said(_t("有新的进展"), staff=_t("解除隔离")),
    "flag_verdict": Said(_t("有新的进展"), staff=_t("核对了一条审核提示")),
    "flagged_later": Said(_t("有新的进展"), staff=_t("规则对补充的内容有提示")),
    "internal_note": Said(_t("有新的进展"), staff=_t("写了内部备注")),
    "internal_draft": Said(_t("有新的进展"), staff=_t("开始起草答复")),
    "link_matter": Said(_t("有新的进展"), staff=_t("并入群体性咨询")),
    "new_passphrase": Said(_t("重设查询码"), _t("您重设了查询码")),
    "join_account": Said(_t("放进账户"), _t("放进了您的账户")),
}
_UNNAMED = _t("有新的进展")


def register_acts(said: Mapping[str, Said]) -> None:
    """Name the acts of a room; called from ``AppConfig.ready``."""
    _SAID.update(said)


def is_named(act: str) -> bool:
    """Whether an act has words of its own."""
    return act in _SAID


def act_words(act: str) -> str:
    """An act as a copy says it; one that nobody named is called 有新的进展."""
    return str(_SAID[act].record if act in _SAID else _UNNAMED)


def all_act_words() -> dict[str, str]:
    """Every act that has words, as a copy says it."""
    return {act: str(said.record) for act, said in _SAID.items()}


def staff_words(act: str) -> str:
    """An act as the staff reads it; "" where it is kept from them."""
    if act in _SAID and _SAID[act].is_kept_from_staff:
        return ""
    return str(_SAID[act].staff or _SAID[act].record) if act in _SAID else str(_UNNAMED)


def timeline_words(event: ConsultationEvent) -> str:
    """The line of an event on the citizen's page; "" where it says nothing to a citizen."""
    said = _SAID.get(event.act)
    if said is None or not said.timeline:
        return ""
    acted = event.actor_ref if event.actor_kind == ActorKind.RESIDENT else ""
    codes = {"code": event.content.get("staff_code", "") or acted, "to": event.content.get("to_staff_code", "")}
    return str(said.timeline) % codes


def actor_words(event: ConsultationEvent) -> str:
    """Who did it: a resident by their code, everybody else by what they are."""
    label = str(ActorKind(event.actor_kind).label)
    return f"{label} {event.actor_ref}" if event.actor_kind == ActorKind.RESIDENT and event.actor_ref else label
