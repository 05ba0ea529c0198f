"""What a copy of a case holds, as data: parts of entries, each with facts and a text. Text, PDF and print view draw the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cms.core.media.files import size_label
from portal.common.clock import SHANGHAI
from portal.common.signatures import public_key
from portal.consultations import neighbours
from portal.consultations.attachments.serving import file_name
from portal.consultations.deadlines.explaining import moment_words
from portal.consultations.models import Attachment, Consultation, RecordHead
from portal.consultations.models.choices import REFUSAL_ARTICLES
from portal.consultations.purposes import LATER, PURPOSES
from portal.consultations.record_words import act_words, actor_words
from portal.consultations.services.case.recording import event_form
from portal.consultations.shown_answers import ShownAnswer, shown_answers
from portal.consultations.shown_clocks import clocks_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a part: its heading, facts (term, words), and a text of one's own words."""

    heading: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the copy."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The record's end and what is needed to check it: each event's RFC 8785 form, one a line, its digest, and the anchor."""

    number: str
    events: int
    digest: str
    signature: str
    public_key: str
    forms: tuple[str, ...] = field(repr=False)
    digests: tuple[str, ...] = field(repr=False)
    anchor: dict[str, Any] | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class CaseCopy:
    """Everything of a case that is its citizen's."""

    number: str
    made_at: str
    parts: tuple[Part, ...]
    proof: Proof


def copy_of(case: Consultation, now: datetime) -> CaseCopy:
    """Put together the copy of a case at ``now``. Internal notes, drafts and screening are no part of it (article 17)."""
    parts = [
        Part(_("咨询"), (_asked(case),)),
        Part(_("同意的事项"), tuple(_consents(case))),
        Part(_("补充情况"), tuple(_facts(case))),
        Part(_("答复"), tuple(_answers(case, now))),
        Part(_("追问、约期、评价"), tuple(_exchanges(case))),
        Part(_("不予解答和复核"), tuple(_refusals(case))),
        Part(_("办理时限"), tuple(_clocks(case, now))),
        Part(_("附件"), tuple(_files(case))),
        Part(_("联系方式"), tuple(_contact(case))),
        Part(_("删除个人信息的请求"), tuple(_erasures(case))),
        *neighbours.copy_parts(case, now),
        Part(_("办理记录"), tuple(_events(case))),
    ]
    return CaseCopy(
        case.written_number, moment_words(now), tuple(part for part in parts if part.entries), proof_of(case)
    )


def proof_of(case: Consultation) -> Proof:
    """The signed end of a case's record, and every event in the form that was digested."""
    head = RecordHead.objects.filter(consultation=case).first()
    forms, digests = [], []
    for event in case.events.order_by("sequence"):
        written = event_form(
            case.receipt_number,
            event.sequence,
            event.at,
            event.act,
            _Signed(event.actor_kind, event.actor_ref),
            event.content,
            event.previous,
            event.chain_version,
        )
        forms.append(written.decode())
        digests.append(event.digest)
    return Proof(
        number=case.receipt_number,
        events=len(forms),
        digest=head.digest if head else "",
        signature=head.signature if head else "",
        public_key=public_key(),
        forms=tuple(forms),
        digests=tuple(digests),
        anchor=neighbours.anchor_proof(case),
    )


@dataclass(frozen=True, slots=True)
class _Signed:
    """How an event was signed, as its row says it, whatever that is."""

    kind: str
    ref: str


def _facts_of(*facts: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((str(term), str(words)) for term, words in facts if words not in ("", None))


def _asked(case: Consultation) -> Entry:
    days = [day.isoformat() for day in (case.happened_from, case.happened_until) if day]
    return Entry(
        facts=_facts_of(
            (_("咨询编号"), case.written_number),
            (_("提交时间"), moment_words(case.submitted_at)),
            (_("渠道"), case.get_channel_display()),
            (_("现在的状态"), case.get_state_display()),
            (_("专题"), case.topic.name if case.topic else ""),
            (_("是否已经立案或者正在办理"), case.get_in_proceedings_display()),
            (_("什么时候发生的"), " ".join([str(case.get_happened_display()), *days])),
            (_("在哪里"), case.place),
            (_("为谁咨询"), case.get_for_whom_display()),
            (_("年龄段"), case.get_age_band_display()),
            (_("监护人"), case.get_guardian_display()),
            (_("对方是谁"), case.other_side),
            (_("希望得到什么帮助"), case.wanted),
            (_("适用的服务规范"), case.service_rules.version),
            (_("封存"), moment_words(case.frozen_at) if case.frozen_at else ""),
        ),
        text=case.question,
    )


def _consents(case: Consultation) -> Iterator[Entry]:
    consent = getattr(case, "consent", None)
    if consent is None:
        return
    agreed = [str(purpose.label) for purpose in (*PURPOSES, *LATER) if purpose.code in consent.purposes]
    yield Entry(
        facts=_facts_of(
            (_("风险提示"), f"{consent.risk_notice}　{moment_words(consent.risk_notice_at)}"),
            (_("服务协议"), f"{consent.agreement}　{moment_words(consent.agreed_at)}"),
            (_("个人信息处理规则"), str(consent.privacy_rules)),
            (_("同意的处理目的"), "；".join(agreed)),
        )
    )


def _facts(case: Consultation) -> Iterator[Entry]:
    for fact in case.facts.all():
        who = f"{fact.get_actor_kind_display()} {fact.staff_code}".strip()
        yield Entry(f"{moment_words(fact.at)}　{fact.get_kind_display()}（{who}）", text=fact.text)


def _answers(case: Consultation, now: datetime) -> Iterator[Entry]:
    for shown in shown_answers(case, now.astimezone(SHANGHAI).date()):
        for place, version in enumerate((shown, *shown.earlier)):
            yield from _answer(version, is_earlier=place > 0)


def _answer(shown: ShownAnswer, *, is_earlier: bool) -> Iterator[Entry]:
    heading = f"{shown.heading}（{_('更正前的文本')}）" if is_earlier else shown.heading
    yield Entry(
        heading,
        _facts_of(
            (_("答复人"), _("专家组") if shown.is_expert else shown.staff_code),
            (_("时间"), moment_words(shown.sent_at) if shown.sent_at else ""),
            (_("延误的说明"), shown.late_explanation),
            (_("更正的说明"), shown.correction_reason),
            (_("风险提示"), str(shown.risk_notice)),
        ),
    )
    for section in shown.sections:
        yield Entry(section.title, text=section.text)
    for article in shown.articles:
        words = "\n".join([*(line.text for line in article.lines), article.quote]).strip()
        yield Entry(article.title, _facts_of((_("说明"), article.about), (_("后来"), article.since)), words)


def _exchanges(case: Consultation) -> Iterator[Entry]:
    found: list[tuple[datetime, Entry]] = []
    for deferral in case.deferrals.all():
        heading = f"{moment_words(deferral.at)}　{_('约期答复')}"
        until = _facts_of((_("约定的答复时间"), moment_words(deferral.until)))
        found.append((deferral.at, Entry(heading, until, deferral.reason)))
    for further in case.further.all():
        found.append((further.asked_at, Entry(f"{moment_words(further.asked_at)}　{_('追问')}", text=further.text)))
    for rating in case.ratings.all():
        heading = f"{moment_words(rating.at)}　{_('评价')}：{rating.get_score_display()}"
        facts = _facts_of((_("原因"), rating.reason_words))
        found.append((rating.at, Entry(heading, facts=facts, text=rating.comment)))
    yield from (entry for _at, entry in sorted(found, key=lambda pair: pair[0]))


def _refusals(case: Consultation) -> Iterator[Entry]:
    refusal = getattr(case, "refusal", None)
    if refusal is None:
        return
    authority = refusal.authority
    yield Entry(
        f"{moment_words(refusal.decided_at)}　{refusal.get_reason_display()}",
        _facts_of(
            (_("依据"), REFUSAL_ARTICLES[refusal.reason]),
            (_("可以找谁"), f"{authority.name} {authority.telephone}" if authority else ""),
            (_("还可以怎么办"), refusal.instead),
        ),
        refusal.explanation,
    )
    appeal = getattr(refusal, "appeal", None)
    if appeal is not None:
        yield Entry(f"{moment_words(appeal.filed_at)}　{_('申请复核')}", text=appeal.text)
        if appeal.decided_at:
            outcome = _("受理") if appeal.is_granted else _("维持不予解答")
            yield Entry(f"{moment_words(appeal.decided_at)}　{_('复核结果')}：{outcome}", text=appeal.explanation)


def _clocks(case: Consultation, now: datetime) -> Iterator[Entry]:
    for clock in clocks_of(case, now, open_only=False):
        yield Entry(clock.title, _facts_of((_("现在"), clock.words), *((line.term, line.text) for line in clock.lines)))


def _files(case: Consultation) -> Iterator[Entry]:
    for number, file in enumerate(case.attachments.all(), 1):
        yield Entry(
            file_name(number, file.kind),
            _facts_of(
                (_("原来的文件名"), file.name),
                (_("上传时间"), moment_words(file.uploaded_at)),
                (_("大小"), size_label(file.size)),
                (_("页数"), file.pages),
                (_("查毒"), file.get_scan_display() if file.scan != Attachment.Scan.NOT_CONFIGURED else ""),
                (_("删去时间"), moment_words(file.removed_at) if file.removed_at else ""),
                (_("加盐摘要"), file.digest),
            ),
        )


def _contact(case: Consultation) -> Iterable[Entry]:
    contact = getattr(case, "contact", None)
    if contact is None:
        return []
    facts = _facts_of(
        (_("手机号码"), _ends(contact.phone)),
        (_("电子邮箱"), _ends(contact.email)),
        (_("找回查询码的安全联系方式"), _ends(contact.safe_contact)),
    )
    return [Entry(facts=facts)] if facts else []


def _ends(text: str) -> str:
    """Enough to know one's own, too little for who finds the copy."""
    return f"{text[:3]}****{text[-2:]}" if len(text) > 6 else "****" if text else ""


def _erasures(case: Consultation) -> Iterator[Entry]:
    for request in case.erasures.order_by("requested_at"):
        outcome = "" if request.decided_at is None else _("已经删除") if request.is_granted else _("没有删除")
        facts = _facts_of((_("结果"), outcome), (_("理由"), request.outcome))
        yield Entry(moment_words(request.requested_at), facts, request.text)


def _events(case: Consultation) -> Iterator[Entry]:
    for event in case.events.order_by("sequence"):
        yield Entry(
            f"{event.sequence}. {act_words(event.act)}",
            _facts_of((_("时间"), moment_words(event.at)), (_("谁"), actor_words(event)), (_("摘要"), event.digest)),
        )
