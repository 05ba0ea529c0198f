"""Sending an answer: a resident's, a corrected one, the panel's own (articles 18 to 27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor
from portal.consultations.models import (
    Answer,
    AnswerCitation,
    AnswerDraft,
    Consultation,
    FollowUp,
    FurtherQuestion,
    ResidentStaff,
)
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import AnswerKind, DeadlineKind
from portal.consultations.policies import WrongState, demand, resident_of
from portal.consultations.services.answers.answer_events import said_of
from portal.consultations.services.answers.written import CitedArticle, WrittenAnswer, demand_ready
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import new_salt
from portal.consultations.services.case.telling import Told, tell_citizen
from portal.consultations.services.time import clocks
from portal.consultations.states import Act, Party, State


def answer(case: Consultation, written: WrittenAnswer, *, by: Actor) -> Answer:
    """Send the answer that is owed: the first one, that of a follow-up, or that of an open 追问.

    Raises ValidationError by field (a section is missing, a late answer without explanation, what a check finds), WrongState
    where the case is no longer this resident's, or the answer is sent already.
    """
    with transaction.atomic():
        case = locked(case)
        owed = _owed(case, by)
        at = clock.now()
        demand_ready(case, written, owed.kind, at)
        sent = _write(case, written, owed.kind, resident_of(by), at)
        _settle_what_was_owed(case, sent, owed.further, at)
        first = {"answered_at": at} if case.answered_at is None else {}
        move(case, owed.act, by, at=at, party=owed.party, content=said_of(sent), last_answered_at=at, **first)
        AnswerDraft.objects.filter(consultation=case).delete()
        tell_citizen(case, Told.ANSWERED)
    return sent


def try_answer(case: Consultation, written: WrittenAnswer, *, by: Actor) -> AnswerKind:
    """Raise what ``answer`` would, and send nothing. Gives what kind of answer it would be."""
    owed = _owed(case, by)
    demand_ready(case, written, owed.kind, clock.now())
    return owed.kind


def correct(case: Consultation, earlier: Answer, written: WrittenAnswer, reason: str, *, by: Actor) -> Answer:
    """Send a corrected answer that says what was wrong (article 23); the earlier one stays as a version.

    Raises as ``answer`` does; WrongState for what was corrected already: the latest text is what is corrected.
    """
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.CORRECT, case)
        written = replace(written, correction_reason=reason.strip())
        try_correction(case, earlier, written)
        at = clock.now()
        explained = {"corrects": earlier, "correction_reason": written.correction_reason}
        sent = _write(case, written, AnswerKind.CORRECTION, resident_of(by), at, **explained)
        clocks.meet(case, DeadlineKind.CORRECTION, at=at)
        content = said_of(sent) | {"corrects": earlier.pk}
        move(case, Act.CORRECT, by, at=at, party=party, content=content, last_answered_at=at, closed_at=None)
        tell_citizen(case, Told.CORRECTED)
    return sent


def try_correction(case: Consultation, earlier: Answer, written: WrittenAnswer) -> None:
    """Raise what ``correct`` would of the words, and send nothing."""
    if earlier.consultation_id != case.pk:
        raise ValidationError(_("要更正的答复不属于这件咨询。"))
    if earlier.corrections.exists():
        raise WrongState(_("这份答复已经更正过。要再改，请更正最新的一份。"))
    demand_ready(case, written, AnswerKind.CORRECTION, clock.now())


def answer_as_expert(
    case: Consultation, written: WrittenAnswer, *, by: Actor, said: Mapping[str, Any] | None = None
) -> Answer:
    """Send the panel's own answer, marked 专家组 and of no code (articles 26, 27): of a referred case it is the answer that
    was owed, of an answered one it stands beside the resident's. ``said`` goes into the event.

    Raises as ``answer`` does.
    """
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.EXPERT_ANSWER, case)
        at = clock.now()
        demand_ready(case, written, AnswerKind.EXPERT, at)
        sent = _write(case, written, AnswerKind.EXPERT, None, at)
        clocks.meet(case, DeadlineKind.EXPERT_REFERRAL, at=at)
        _settle_what_was_owed(case, sent, None, at)
        first = {"answered_at": at} if case.answered_at is None else {}
        content = said_of(sent) | dict(said or {})
        changes = {"last_answered_at": at, "closed_at": None, **first}
        move(case, Act.EXPERT_ANSWER, by, at=at, party=party, content=content, **changes)
        tell_citizen(case, Told.ANSWERED)
    return sent


def try_expert_answer(case: Consultation, written: WrittenAnswer, *, by: Actor) -> None:
    """Raise what ``answer_as_expert`` would, and send nothing."""
    demand(by, Act.EXPERT_ANSWER, case)
    demand_ready(case, written, AnswerKind.EXPERT, clock.now())


@dataclass(frozen=True, slots=True)
class _Owed:
    """What an answer sent now would be."""

    act: Act
    party: Party
    kind: AnswerKind
    further: FurtherQuestion | None


def _owed(case: Consultation, by: Actor) -> _Owed:
    act = Act.ANSWER_FURTHER if case.state == State.ANSWERED else Act.ANSWER
    party = demand(by, act, case)
    if act == Act.ANSWER:
        kind = AnswerKind.FOLLOW_UP if case.answered_at is not None else AnswerKind.FIRST
        return _Owed(act, party, kind, None)
    further = FurtherQuestion.objects.filter(consultation=case, answer__isnull=True).first()
    if further is None:
        raise WrongState(_("没有等待答复的追问。要改动已经发出的答复，请用“更正”。"))
    return _Owed(act, party, AnswerKind.FURTHER, further)


def _write(
    case: Consultation,
    written: WrittenAnswer,
    kind: AnswerKind,
    author: ResidentStaff | None,
    at: datetime,
    **correction: Any,
) -> Answer:
    consent = case.consent  # no consent row, no consultation
    sent = Answer.objects.create(
        consultation=case,
        kind=kind,
        author=author,
        **{name: getattr(written, name).strip() for name in SECTIONS},
        salt=new_salt(),
        late_explanation=written.late_explanation.strip(),
        risk_notice=consent.risk_notice,
        sent_at=at,
        **correction,
    )
    AnswerCitation.objects.bulk_create(
        AnswerCitation(
            answer=sent, position=place, **{name: getattr(cited, name) for name in CitedArticle.__dataclass_fields__}
        )
        for place, cited in enumerate(written.citations)
    )
    return sent


def _settle_what_was_owed(case: Consultation, sent: Answer, further: FurtherQuestion | None, at: datetime) -> None:
    if further is not None:
        further.answer = sent
        further.save(update_fields=["answer"])
        clocks.meet(case, DeadlineKind.FURTHER_QUESTION, at=at)
        return
    FollowUp.objects.filter(consultation=case, answer__isnull=True).update(answer=sent)
    for kind in (DeadlineKind.FIRST_ANSWER, DeadlineKind.DEFERRED_REPLY, DeadlineKind.FOLLOW_UP):
        clocks.meet(case, kind, at=at)
