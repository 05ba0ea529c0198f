"""What a resident sends: an answer, a deferral, a correction, a question back, a proposal to refuse (articles 18 to 23)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor
from portal.consultations.models import (
    AddedFact,
    Answer,
    AnswerCitation,
    AnswerDraft,
    Authority,
    Consultation,
    ConsultationSettings,
    DeferredReply,
    FollowUp,
    FurtherQuestion,
    RefusalProposal,
    ResidentStaff,
)
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import ActorKind, AnswerKind, DeadlineKind, RefusalReason
from portal.consultations.policies import WrongState, demand, resident_of
from portal.consultations.services.answers.answer_events import said_of
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import new_salt, salted_digest, written_moment
from portal.consultations.services.case.telling import Told, tell_citizen, tell_moderators
from portal.consultations.services.time import clocks
from portal.consultations.states import Act, Party, State


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article of an answer; the fields are those of ``AnswerCitation``."""

    written: str
    read_on: date
    instrument_slug: str = ""
    locator: str = ""
    cited_on: str = "today"
    date_reason: str = ""
    quote: str = ""
    digest: str = ""
    outside_title: str = ""
    outside_number: str = ""
    outside_url: str = ""


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What the editor sends. ``claim_number`` is that of the page it was written on: after a hand-back it sends nothing.
    ``confirmed`` are the digests of prompts that the lawyer has looked at and stands by."""

    conclusion: str
    legal_basis: str = ""
    reasoning: str = ""
    next_steps: str = ""
    citations: Sequence[CitedArticle] = ()
    late_explanation: str = ""
    claim_number: int | None = None
    correction_reason: str = ""
    confirmed: frozenset[str] = frozenset()


Check = Callable[[Consultation, WrittenAnswer], None]
"""Raises ValidationError for an answer that must not be sent."""
_CHECKS: list[Check] = []


def register_answer_check(check: Check) -> None:
    """Add what every answer must pass before it is sent; called from ``AppConfig.ready``."""
    if check not in _CHECKS:
        _CHECKS.append(check)


WordsCheck = Callable[[Consultation, Mapping[str, str]], None]
"""Raises ValidationError by field for other words that a citizen must not be sent (a deferral's reason, a question)."""
_WORDS_CHECKS: list[WordsCheck] = []


def register_words_check(check: WordsCheck) -> None:
    """Add what all other words to a citizen must pass; called from ``AppConfig.ready``."""
    if check not in _WORDS_CHECKS:
        _WORDS_CHECKS.append(check)


def answer(case: Consultation, written: WrittenAnswer, *, by: Actor) -> Answer:
    """Send the answer that is owed: the first one, that of a follow-up, or that of an open 追问.

    Raises ValidationError by field (a section is missing, a late answer without explanation, what a check finds), WrongState
    where the case is no longer this resident's, or the answer is sent already.
    """
    with transaction.atomic():
        case = locked(case)
        owed = _owed(case, by)
        at = clock.now()
        _demand_ready(case, written, owed.kind, at)
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
    _demand_ready(case, written, owed.kind, clock.now())
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
    _demand_ready(case, written, AnswerKind.CORRECTION, clock.now())


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
        _demand_ready(case, written, AnswerKind.EXPERT, at)
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
    _demand_ready(case, written, AnswerKind.EXPERT, clock.now())


def defer(case: Consultation, until: datetime, reason: str, *, by: Actor) -> DeferredReply:
    """约期答复: give reason and new time. It has its own clock; in time it counts as deferred, not answered; at most two."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明为什么现在不能答复，咨询人会看到。")})
    limits = ConsultationSettings.load()
    staff = resident_of(by)
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.DEFER, case)
        _demand_words(case, {"reason": reason})
        assert staff is not None  # of the party of residents
        at = clock.now()
        if case.deferrals.count() >= limits.most_deferrals:
            raise ValidationError(_("一件咨询最多约期%d次。") % limits.most_deferrals)
        if not at < until <= at + timedelta(days=limits.farthest_deferral_days):
            raise ValidationError({"until": _("请选今天以后、%d天以内的时间。") % limits.farthest_deferral_days})
        salt = new_salt()
        deferral = DeferredReply.objects.create(
            consultation=case, author=staff, reason=reason.strip(), salt=salt, until=until, at=at
        )
        clocks.defer(case, at=at)
        clocks.start_deadline(case, DeadlineKind.DEFERRED_REPLY, at=at, due_at=until)
        content = {
            "deferral": deferral.pk,
            "until": written_moment(until),
            "reason": salted_digest(salt, reason.strip()),
        }
        move(case, Act.DEFER, by, at=at, party=party, content=content)
        tell_citizen(case, Told.DEFERRED)
    return deferral


def ask_citizen(case: Consultation, text: str, *, by: Actor) -> AddedFact:
    """Ask the citizen for facts, or to hide what need not be there; the clock pauses, visibly (decision 3)."""
    if not text.strip():
        raise ValidationError({"text": _("请写明需要补充什么。")})
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.ASK_CITIZEN, case)
        _demand_words(case, {"text": text})
        at, salt = clock.now(), new_salt()
        staff = resident_of(by) if party == Party.RESIDENT else None
        asked = AddedFact.objects.create(
            consultation=case,
            kind="asked",
            text=text.strip(),
            salt=salt,
            actor_kind=ActorKind(party.value),
            staff_code=staff.code if staff else "",
            at=at,
        )
        clocks.pause(case, at=at)
        move(
            case,
            Act.ASK_CITIZEN,
            by,
            at=at,
            party=party,
            content={"fact": asked.pk, "text": salted_digest(salt, text.strip())},
            returns_to=case.state,
            awaiting_since=at,
            reminders_sent=0,
        )
        tell_citizen(case, Told.MORE_WANTED)
    return asked


def propose_refusal(
    case: Consultation, reason: str, note: str, *, by: Actor, authority: Authority | None = None
) -> RefusalProposal:
    """Propose that the portal refuse or forward (articles 28 to 31): a moderator confirms, or gives the case back."""
    if reason not in RefusalReason.values:
        raise ValidationError({"reason": _("请选一个理由。")})
    if reason == RefusalReason.OUT_OF_SCOPE and authority is None:
        raise ValidationError({"authority": _("请选咨询人可以找的机关。")})
    staff = resident_of(by)
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.PROPOSE_REFUSAL, case)
        assert staff is not None  # of the party of residents
        at = clock.now()
        proposal = RefusalProposal.objects.create(
            consultation=case, staff=staff, reason=reason, authority=authority, note=note.strip(), at=at
        )
        move(
            case,
            Act.PROPOSE_REFUSAL,
            by,
            at=at,
            party=party,
            content={"proposal": proposal.pk, "reason": reason},
            assigned_to=None,
            assigned_at=None,
            claim_number=case.claim_number + 1,
        )
        tell_moderators(case, _("驻场人员建议对一件咨询不予解答，请审核。"))
    return proposal


def _demand_words(case: Consultation, texts: Mapping[str, str]) -> None:
    for check in _WORDS_CHECKS:
        check(case, texts)


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


def _demand_ready(case: Consultation, written: WrittenAnswer, kind: AnswerKind, at: datetime) -> None:
    """Everything that keeps an answer back, told at once."""
    _demand_current(case, written)
    demands: list[Callable[[], None]] = [
        lambda: _demand_sections(written, kind),
        lambda: _demand_explained(case, written, kind, at),
        *(partial(check, case, written) for check in _CHECKS),
    ]
    errors: dict[str, Any] = {}
    for demanded in demands:
        try:
            demanded()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _demand_current(case: Consultation, written: WrittenAnswer) -> None:
    if written.claim_number is not None and written.claim_number != case.claim_number:
        raise WrongState(_("这件咨询在您打开之后交回或者移交过，请重新打开。您写的内容还在页面上。"))


def _demand_sections(written: WrittenAnswer, kind: AnswerKind) -> None:
    wanted = ("conclusion",) if kind == AnswerKind.FURTHER else SECTIONS
    names = {
        "conclusion": _("结论"),
        "legal_basis": _("法律依据"),
        "reasoning": _("分析"),
        "next_steps": _("下一步怎么办"),
    }
    missing = {
        name: _("请填写“%s”（规范第二十一条要求结构完整）。") % names[name]
        for name in wanted
        if not getattr(written, name).strip()
    }
    if missing:
        raise ValidationError(missing)


def _demand_explained(case: Consultation, written: WrittenAnswer, kind: AnswerKind, at: datetime) -> None:
    if kind == AnswerKind.CORRECTION:
        if not written.correction_reason.strip():
            raise ValidationError({"correction_reason": _("请向咨询人说明哪里有误、为什么更正。")})
    elif kind == AnswerKind.EXPERT and case.state != State.REFERRED_TO_EXPERT:
        return  # nobody waited for it
    elif clocks.is_late(case, at) and not written.late_explanation.strip():
        raise ValidationError({"late_explanation": _("答复已经逾期，请向咨询人说明原因（规范第二十三条），才能发出。")})


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
