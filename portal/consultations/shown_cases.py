"""A case as its citizen reads it: what happened, where it stands, what comes next, what may be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations import neighbours
from portal.consultations.actors import Actor
from portal.consultations.deadlines.explaining import Line
from portal.consultations.models import Answer, Consultation, ConsultationEvent, ConsultationSettings
from portal.consultations.models.choices import REFUSAL_ARTICLES, ClosedBecause
from portal.consultations.neighbours import Offer
from portal.consultations.policies import acts_for
from portal.consultations.purposes import LATER, LAW_CHANGES, PURPOSES
from portal.consultations.record_words import timeline_words
from portal.consultations.services.citizen.consents import STATISTICS
from portal.consultations.states import Act, State


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A line of the timeline."""

    when: str
    text: str
    current: bool = False
    url: str = ""


def timeline_of(case: Consultation, events: Sequence[ConsultationEvent]) -> list[ShownEvent]:
    """What happened, the first thing first. Events that say nothing to a citizen are left out."""
    shown = [ShownEvent(moment(event.at), words) for event in events if (words := timeline_words(event))]
    if shown:
        last = shown[-1]
        shown[-1] = ShownEvent(last.when, last.text, current=True)
    return shown


def next_words(
    case: Consultation, limits: ConsultationSettings, *, has_further: bool = False, offered: Collection[str] = ()
) -> str:
    """What happens next, in one or two sentences. ``has_further``: a further question waits for its answer; ``offered``: the
    names of what may be done now, so that nobody is told to do what is not there."""
    who = _("工作人员") if case.returns_to == State.SCREENING else _("律师")
    days = {"who": who, "days": limits.silent_days, "waiting": limits.waiting_days, "appeal": limits.appeal_days}
    words = {
        State.SUBMITTED: _("我们正在看您的问题。没有问题的，会直接转给驻场律师。"),
        State.SCREENING: _("工作人员正在看您的问题，看过以后交给律师，或者告诉您原因。时限照常计算，您不用做什么。"),
        State.ACCEPTED: _("您的问题在等驻场律师接办。您不用做什么。"),
        State.ASSIGNED: _("驻场律师正在办理，什么时候答复见下面的时限。答复写在这一页；您选了怎么告诉您的，会告诉您。"),
        State.DEFERRED: _("律师需要多一点时间，已经约定新的答复时间。"),
        State.REFERRED_TO_EXPERT: _(
            "您的问题已经转交专家组。专家会直接答复您，或者交回原来的律师答复；到什么时候为止，见时限。"
        ),
        State.AWAITING_CITIZEN: _(
            "%(who)s需要您补充情况。%(waiting)d天内没有补充的，会先办结；之后补充还可以重新打开。"
        )
        % days,
        State.ANSWERED: _answered_words(offered) + _("%(days)d天没有动静的，会自动办结。") % days,
        State.FOLLOW_UP: _("您对答复不满意，律师会在下面写的时间以前再次为您解答。"),
        State.REFUSED: _("这件咨询在网上不予解答，理由和可以找谁见下面。您可以在%(appeal)d天内申请复核一次。") % days,
        State.CLOSED: _("这件咨询已经办结。"),
        State.WITHDRAWN: _("您撤回了这件咨询。"),
    }
    if case.frozen_at is not None:
        return _("您的身份和联系方式已经按您的请求删去，其余按照规定封存：只保存，不再使用。")
    appeal = getattr(getattr(case, "refusal", None), "appeal", None)
    if case.state == State.SCREENING and appeal is not None and appeal.decided_at is None:
        return _("您的复核申请已经收到，由另一个人在下面写的时间以前决定。您不用做什么。")
    if case.state == State.ACCEPTED and case.answered_at is not None:
        return _("您对答复不满意，正在等律师接办回访，会在下面写的时间以前再次为您解答。")
    if case.state == State.CLOSED and case.closed_because == ClosedBecause.NO_FACTS:
        return _("因为没有收到补充的情况，这件咨询先办结了。您补充情况，就会重新打开。")
    if case.state == State.ANSWERED and has_further:
        return _("您的追问已经收到，律师会在下面写的时间以前答复。您不用做什么。")
    return str(words[State(case.state)])


def _answered_words(offered: Collection[str]) -> str:
    if "further" in offered and "rate" in offered:
        return _("请看答复。有不明白的，可以追问；没有的，请评价。")
    if "further" in offered:
        return _("请看答复。有不明白的，可以追问。")
    if "rate" in offered:
        return _("请看答复，并请评价。有新的问题，请另外提出咨询。")
    return _("请看答复。")


def offers_for(by: Actor, case: Consultation, latest: Answer | None, limits: ConsultationSettings) -> list[Offer]:
    """What a page may offer the citizen now: of a case that is frozen only what the rooms around the board say."""
    if case.frozen_at is not None:
        return neighbours.offers(by, case)
    acts = acts_for(by, case)
    has_open = any(row.answer_id is None for row in case.further.all())
    may_ask = case.further.count() < limits.most_further and not has_open and _is_in_time_to_ask(case, limits)
    offers = []
    if Act.GIVE_FACTS in acts or (Act.REVIVE in acts and case.closed_because == ClosedBecause.NO_FACTS):
        offers.append(Offer("facts", _("补充情况"), is_main=True))
    elif case.state not in (State.CLOSED, State.WITHDRAWN, State.REFUSED):
        offers.append(Offer("facts", _("补充情况")))
    if Act.RATE in acts and latest is not None and not hasattr(latest, "rating") and not has_open:
        offers.append(Offer("rate", _("评价答复"), is_main=True))
    if Act.ASK_FURTHER in acts and may_ask:
        offers.append(Offer("further", _("追问"), is_main=True))
    if Act.REOPEN in acts and may_ask and case.answered_at is not None and not case.was_reopened:
        offers.append(Offer("further", _("重新打开并追问")))
    if Act.APPEAL in acts and not hasattr(case.refusal, "appeal"):
        offers.append(Offer("appeal", _("申请复核"), is_main=True))
    offers.append(Offer("files", _("附件")))
    offers.append(Offer("mask", _("隐去更多信息")))
    offers.append(Offer("contact", _("怎么告诉我")))
    offers.append(Offer("consent", _("同意和撤回")))
    if Act.WITHDRAW in acts and case.answered_at is None:
        offers.append(Offer("withdraw", _("撤回咨询")))
    offers.append(Offer("erase", _("请求删除个人信息")))
    return [*(_with_url(offer, case) for offer in offers), *neighbours.offers(by, case)]


def _is_in_time_to_ask(case: Consultation, limits: ConsultationSettings) -> bool:
    """Whether a further question is still taken: nobody is offered what would be refused."""
    answered = case.last_answered_at
    return answered is not None and clock.now() <= answered + timedelta(days=limits.silent_days)


def agreed_to(case: Consultation) -> list[Line]:
    """What the citizen agreed to, and how each is taken back."""
    consent = case.consent
    rows = [
        Line(_("服务协议"), f"{consent.agreement}　{moment(consent.agreed_at)}"),
        Line(_("个人信息处理规则"), str(consent.privacy_rules)),
    ]
    ways = {
        "contact": _("在“怎么告诉我”里改"),
        LAW_CHANGES: _("在“怎么告诉我”里改"),
        STATISTICS: _("在下面改"),
    }
    needed = _("解答所必需。要撤回的，请撤回咨询（答复以前），或者请求删除个人信息")
    for purpose in (*PURPOSES, *LATER):
        stands = _("同意") if purpose.code in consent.purposes else _("没有同意")
        rows.append(Line(str(purpose.label), f"{stands}。{ways.get(purpose.code, needed)}。"))
    return rows


def refusal_article(case: Consultation) -> str:
    """``第二十八条``: what a refusal rests on."""
    return REFUSAL_ARTICLES[case.refusal.reason]


def _with_url(offer: Offer, case: Consultation) -> Offer:
    if offer.name == "files":
        return Offer(offer.name, offer.label, offer.is_main, reverse("my_case_files", args=[case.receipt_number]))
    url = reverse("my_case_act", args=[case.receipt_number, offer.name])
    return Offer(offer.name, offer.label, offer.is_main, url)


def moment(at: datetime) -> str:
    """A moment in Asia/Shanghai as it is written: 2026年11月22日 09:30."""
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
