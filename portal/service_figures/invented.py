"""Invented consultations of some months, for demo, tests and benches: rows written in bulk, with records that prove themselves.

Every text says that it is invented. All cases are finished, so that no list of work grows by them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction

from cms.core.models import Topic
from portal.common import clock
from portal.common.hash_chain import GENESIS
from portal.common.signatures import sign
from portal.consultations.actors import Signature
from portal.consultations.models import (
    AgreementConsent,
    Answer,
    AnswerCitation,
    Authority,
    Consultation,
    ConsultationEvent,
    Deadline,
    DeferredReply,
    RecordHead,
    Refusal,
    RefusalAppeal,
    ResidentStaff,
    SatisfactionRating,
)
from portal.consultations.models.choices import ActorKind, RefusalReason
from portal.consultations.services.answers.answer_events import citations_of, digest_of_answer
from portal.consultations.services.case.recording import (
    digest_of_details,
    event_digest,
    head_message,
    new_salt,
    salted_digest,
    written_moment,
)
from portal.consultations.services.intake.numbers import new_receipt_number
from portal.consultations.services.intake.texts import current_texts
from portal.service_figures.districts import CITY
from portal.service_figures.periods import Period

SIGN = "（示范内容，人和事都是虚构的。）"
KEY = "invented-"
AT_ONCE = 1_000
TOPICS = (
    *("labour", "labour", "labour", "property", "property", "family", "family", "consumer", "consumer", "debt", "debt"),
    *("traffic", "inheritance", "contract", "social_insurance", "neighbours", "tort", "telecom_fraud", "medical"),
)
WORDS = {
    "labour": ("拖欠工资", "劳动合同", "加班费", "辞退", "试用期"),
    "property": ("租房", "押金", "房东", "中介", "退租"),
    "family": ("离婚", "抚养费", "彩礼", "探望"),
    "consumer": ("健身房", "预付卡", "退费", "退货"),
    "debt": ("借条", "借款", "利息", "还款"),
    "traffic": ("交通事故", "保险公司", "误工费"),
    "inheritance": ("遗嘱", "继承", "房产"),
}
CITED = {
    "labour": ("劳动合同法第三十条", "劳动合同法第四十七条"),
    "property": ("民法典第七百零三条", "民法典第七百二十二条"),
    "family": ("民法典第一千零七十九条",),
    "consumer": ("消费者权益保护法第五十三条",),
    "debt": ("民法典第六百七十五条", "民法典第六百八十条"),
}
CHANNELS = ("message",) * 12 + ("live", "live", "phone", "phone", "window")
ABUSE = tuple(RefusalReason.values)


_Event = tuple[datetime, str, Signature, dict[str, Any]]


@dataclass
class _Case:
    """A case with what belongs to it, before there are keys."""

    row: Consultation
    purposes: list[str]
    staff: ResidentStaff | None = None
    hours: float = 0
    deferral: DeferredReply | None = None
    answer: Answer | None = None
    cited: str = ""
    rating: SatisfactionRating | None = None
    refusal: Refusal | None = None
    appeal: RefusalAppeal | None = None
    deadline: Deadline | None = None
    events: list[_Event] = field(default_factory=list)


def invent(period: Period, count: int, *, seed: int = 1, words: Sequence[str] = ()) -> int:
    """Write ``count`` cases asked within a period; ``words`` stand in every question. Gives how many were written: none where
    there is no resident to answer them."""
    chance = random.Random(seed)  # noqa: S311 - invented content, not a secret
    staff = list(ResidentStaff.objects.select_related("staff_code").order_by("pk"))
    if not staff:
        return 0
    topics = {topic.code: topic for topic in Topic.objects.all()}
    authority = Authority.objects.order_by("pk").first()
    made = 0
    for first in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - first)
        cases = [_case(chance, period, staff, topics, authority, words) for _number in range(size)]
        _write(cases)
        made += size
    return made


def _case(
    chance: random.Random,
    period: Period,
    staff: Sequence[ResidentStaff],
    topics: dict[str, Topic],
    authority: Authority | None,
    words: Sequence[str],
) -> _Case:
    start, _end = period.span
    day = chance.randrange((period.last - period.first).days + 1)
    hour = min(23, max(0, round(chance.gauss(14, 4))))
    at = start + timedelta(days=day, hours=hour, minutes=chance.randrange(60), seconds=chance.randrange(60))
    code = chance.choice(TOPICS)
    said = [*chance.sample(WORDS.get(code, ("纠纷",)), k=min(2, len(WORDS.get(code, ("纠纷",))))), *words]
    rules = current_texts(clock.today()).service_rules
    row = Consultation(
        receipt_number=new_receipt_number(),
        channel=chance.choice(CHANNELS),
        state="closed",
        topic=topics.get(code),
        place=chance.choice((*(f"北京市{name}区" for name in CITY), "", "河北省", "示范区")),
        question=f"示范问题：{'，'.join(said)}，应该怎么办？{SIGN}",
        question_salt=new_salt(),
        service_rules=rules,
        submitted_at=at,
        screened_at=at,
        submission_key=f"{KEY}{new_receipt_number()}",
    )
    made = _Case(row, ["answer", "sensitive", *(["statistics"] if chance.random() < 0.95 else [])])
    fate = chance.random()
    if fate < 0.86:
        _answered(made, chance, chance.choice(staff), code)
    elif fate < 0.95:
        _refused(made, chance, authority)
    else:
        row.state = "withdrawn"
        made.events.append((at + timedelta(minutes=30), "withdraw", Signature(ActorKind.CITIZEN), {}))
    return made


def _answered(made: _Case, chance: random.Random, staff: ResidentStaff, code: str) -> None:
    row, signature = made.row, Signature(ActorKind.RESIDENT, staff.code)
    made.staff, made.hours = staff, min(70.0, chance.lognormvariate(0.6, 0.7))
    sent = row.submitted_at + timedelta(hours=made.hours)
    due = row.submitted_at + timedelta(hours=5)
    outcome = "met"
    if sent > due and chance.random() < 0.8:
        outcome = "deferred"
        made.deferral = DeferredReply(
            author=staff, reason=f"需要核对材料。{SIGN}", salt=new_salt(), until=sent, at=due - timedelta(hours=1)
        )
    elif sent > due:
        outcome = "late"
    made.deadline = Deadline(
        kind="first_answer",
        started_at=row.submitted_at,
        due_at=due,
        amount=5,
        unit="natural_hours",
        met_at=sent if outcome != "deferred" else due - timedelta(hours=1),
        outcome=outcome,
    )
    made.answer = Answer(
        kind="first",
        author=staff,
        conclusion=f"您的要求有法律依据。{SIGN}",
        legal_basis="以法律库中的文本为准。",
        reasoning="双方都应当履行义务。",
        next_steps="先协商，再调解，协商不成的可以起诉。",
        salt=new_salt(),
        late_explanation="咨询较多，向您致歉。" if outcome == "late" else "",
        sent_at=sent,
    )
    made.cited = chance.choice(CITED.get(code, ("",)))
    row.assigned_to, row.assigned_at, row.claim_number = staff, row.submitted_at, 1
    row.answered_at = row.last_answered_at = sent
    made.events.append((row.submitted_at, "claim", signature, {}))
    if chance.random() < 0.6:
        score = chance.choices((5, 4, 3, 2, 1), (50, 28, 14, 5, 3))[0]
        made.rating = SatisfactionRating(score=score, salt=new_salt(), at=sent + timedelta(hours=20))
        row.closed_because, row.closed_at = "rated", sent + timedelta(hours=20)
    else:
        row.closed_because, row.closed_at = "silent", sent + timedelta(days=15)


def _refused(made: _Case, chance: random.Random, authority: Authority | None) -> None:
    row = made.row
    reasons = [reason for reason in ABUSE if authority is not None or reason != RefusalReason.OUT_OF_SCOPE]
    reason = chance.choice(reasons)
    decided = row.submitted_at + timedelta(hours=1)
    made.refusal = Refusal(
        reason=reason,
        explanation=f"这件事不在网上解答。{SIGN}",
        salt=new_salt(),
        authority=authority if reason == RefusalReason.OUT_OF_SCOPE else None,
        instead="请拨打公共法律服务热线。",
        decided_at=decided,
    )
    row.closed_because, row.closed_at = "not_appealed", decided + timedelta(days=15)
    if chance.random() < 0.3:
        made.appeal = RefusalAppeal(
            text=f"请再看一次。{SIGN}",
            salt=new_salt(),
            filed_at=decided + timedelta(days=1),
            is_granted=False,
            explanation=f"复核后维持。{SIGN}",
            decided_at=decided + timedelta(days=2),
        )
        row.closed_because, row.closed_at = "appeal_rejected", decided + timedelta(days=2)


@transaction.atomic
def _write(cases: Sequence[_Case]) -> None:
    Consultation.objects.bulk_create([each.row for each in cases])
    texts = current_texts(clock.today())
    AgreementConsent.objects.bulk_create(
        AgreementConsent(
            consultation=each.row,
            risk_notice=texts.risk_notice,
            agreement=texts.agreement,
            privacy_rules=texts.privacy_rules,
            purposes=each.purposes,
            risk_notice_at=each.row.submitted_at,
            agreed_at=each.row.submitted_at,
        )
        for each in cases
    )
    for each in cases:
        if each.answer is not None:
            each.answer.risk_notice = texts.risk_notice
        if each.rating is not None and each.answer is not None:
            each.rating.answer = each.answer
        if each.appeal is not None and each.refusal is not None:
            each.appeal.refusal = each.refusal
    for name in ("deferral", "deadline", "answer", "rating", "refusal"):
        _written(name, cases)
    RefusalAppeal.objects.bulk_create([each.appeal for each in cases if each.appeal is not None])
    AnswerCitation.objects.bulk_create(
        AnswerCitation(
            answer=each.answer, written=each.cited, outside_title=each.cited.partition("第")[0], read_on=_day(each)
        )
        for each in cases
        if each.cited
    )
    _write_records(cases)


def _written(name: str, cases: Iterable[_Case]) -> None:
    rows: list[models.Model] = []
    for each in cases:
        row = getattr(each, name)
        if row is not None:
            row.consultation = each.row
            if name == "rating":
                assert each.answer is not None  # who rates was answered
                row.answer_id = each.answer.pk
            rows.append(row)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows)


def _day(made: _Case) -> date:
    assert made.answer is not None
    return made.answer.sent_at.date()


def _write_records(cases: Sequence[_Case]) -> None:
    """The chain of each case and its signed end."""
    events: list[ConsultationEvent] = []
    heads: list[RecordHead] = []
    for each in cases:
        row, previous = each.row, GENESIS
        told = _told(each)
        for sequence, (at, act, signature, content) in enumerate(told, 1):
            digest = event_digest(row.receipt_number, sequence, at, act, signature, content, previous)
            events.append(
                ConsultationEvent(
                    consultation=row,
                    sequence=sequence,
                    at=at,
                    act=act,
                    actor_kind=signature.kind,
                    actor_ref=signature.ref,
                    content=content,
                    previous=previous,
                    digest=digest,
                )
            )
            previous = digest
        signed = sign(head_message(row.receipt_number, len(told), previous))
        heads.append(RecordHead(consultation=row, sequence=len(told), digest=previous, signature=signed))
    ConsultationEvent.objects.bulk_create(events)
    RecordHead.objects.bulk_create(heads)


def _told(made: _Case) -> list[_Event]:
    """What the record of a case says, oldest first."""
    row, citizen = made.row, Signature(ActorKind.CITIZEN)
    said = {"question": salted_digest(row.question_salt, row.question), "details": digest_of_details(row)}
    first: dict[str, Any] = {"to": "submitted", "channel": str(row.channel), "purposes": made.purposes, **said}
    first["service_rules"] = row.service_rules.version
    content: dict[str, Any]
    told: list[_Event] = [(row.submitted_at, "submit", citizen, first), *made.events]
    if made.deferral is not None:
        reason = salted_digest(made.deferral.salt, made.deferral.reason)
        content = {"deferral": made.deferral.pk, "reason": reason, "until": written_moment(made.deferral.until)}
        told.append((made.deferral.at, "defer", _by(made), content))
    if made.answer is not None:
        content = {
            "answer": made.answer.pk,
            "kind": str(made.answer.kind),
            "text": digest_of_answer(made.answer),
            "risk_notice": made.answer.risk_notice.version,
            "citations": citations_of(made.answer),
        }
        told.append((made.answer.sent_at, "answer", _by(made), content))
    if made.rating is not None:
        comment = salted_digest(made.rating.salt, made.rating.comment)
        content = {
            "rating": made.rating.pk,
            "answer": made.rating.answer_id,
            "score": made.rating.score,
            "comment": comment,
        }
        told.append((made.rating.at, "rate", citizen, content))
    if made.refusal is not None:
        text = salted_digest(made.refusal.salt, made.refusal.explanation)
        content = {"reason": str(made.refusal.reason), "text": text}
        content["authority"] = made.refusal.authority.code if made.refusal.authority is not None else ""
        told.append((made.refusal.decided_at, "refuse", Signature(ActorKind.MODERATOR), content))
    if made.appeal is not None:
        filed = {"appeal": made.appeal.pk, "text": salted_digest(made.appeal.salt, made.appeal.text)}
        told.append((made.appeal.filed_at, "appeal", citizen, filed))
        text = salted_digest(made.appeal.salt, made.appeal.explanation)
        decided: dict[str, Any] = {"appeal": made.appeal.pk, "granted": False, "text": text}
        assert made.appeal.decided_at is not None
        told.append((made.appeal.decided_at, "uphold", Signature(ActorKind.MODERATOR), decided))
    *before, (at, act, signature, content) = sorted(told, key=lambda event: event[0])
    return [*before, (at, act, signature, {**content, "to": str(row.state)})]


def _by(made: _Case) -> Signature:
    return Signature(ActorKind.RESIDENT, made.staff.code if made.staff is not None else "")
