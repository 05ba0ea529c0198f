"""What a citizen does to their case after it was sent: facts, masking, 追问, rating, withdrawing, reopening, erasure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import SYSTEM, Actor, signature_of
from portal.consultations.models import (
    AddedFact,
    Answer,
    Consultation,
    ConsultationSettings,
    ErasureRequest,
    FollowUp,
    FurtherQuestion,
    SatisfactionRating,
)
from portal.consultations.models.choices import (
    UNSATISFIED,
    ActorKind,
    ClosedBecause,
    DeadlineKind,
    Score,
    UnsatisfiedBecause,
)
from portal.consultations.policies import WrongState, demand, demand_citizen
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import tell_resident
from portal.consultations.services.residents.another import tell_where_nobody_is
from portal.consultations.services.residents.claiming import can_work, release
from portal.consultations.services.screening.added import Added, owe_a_look
from portal.consultations.services.time import clocks
from portal.consultations.states import WITH_RESIDENT, Act, Party, State

LONGEST = 5_000
MOST_UNASKED = 20
"""Facts that nobody asked for, in one case: whoever has it is told of each."""


def give_facts(case: Consultation, text: str, *, by: Actor) -> Consultation:
    """Add what was asked for: the clock runs on, and the case goes back where it came from. Facts that nobody asked for are
    added without moving anything, as long as the case is open; to a case closed for want of facts, they reopen it."""
    text = _demanded(text)
    with transaction.atomic():
        case = locked(case)
        demand_citizen(by, case)
        at, salt = clock.now(), new_salt()
        act = _act_of_facts(case)
        if act is None and case.facts.filter(kind="added").count() >= MOST_UNASKED:
            raise ValidationError(
                _("您已经补充了很多次，请等律师看过；律师请您补充的，随时可以写。材料可以作为附件上传。")
            )
        fact = AddedFact.objects.create(
            consultation=case, kind="added", text=text, salt=salt, actor_kind=ActorKind.CITIZEN, at=at
        )
        owe_a_look(Added.FACT, fact)
        content = {"fact": fact.pk, "text": salted_digest(salt, text)}
        if act is None:
            write_event(case, "add_facts", signature_of(by, ActorKind.CITIZEN), at=at, content=content)
            tell_resident(case, _("咨询人补充了情况。"))
            return case
        _run_on(case, act, at)
        move(case, act, by, at=at, party=Party.CITIZEN, content=content)
        if case.state in WITH_RESIDENT and case.assigned_to is not None and not can_work(case.assigned_to):
            return release(case, by=SYSTEM, because="off_duty")
        tell_resident(case, _("咨询人补充了情况。"))
    return case


def _run_on(case: Consultation, act: Act, at: datetime) -> None:
    """Let the clock run on, and see that the case can go back where it came from."""
    if act == Act.REVIVE:
        clocks.restart(case, at=at)
        case.closed_at, case.closed_because = None, ""
    else:
        clocks.resume(case, at=at)
    if case.returns_to in WITH_RESIDENT and case.assigned_to is None:  # released while it waited
        case.returns_to = State.ACCEPTED
    if case.returns_to not in WITH_RESIDENT:
        case.assigned_to, case.assigned_at = None, None


def ask_further(case: Consultation, text: str, *, by: Actor) -> FurtherQuestion:
    """追问: within 15 days of an answer, at most two, one at a time. It has its own clock. A closed case may be opened again
    by one, once."""
    text = _demanded(text)
    limits = ConsultationSettings.load()
    with transaction.atomic():
        case = locked(case)
        at, salt = clock.now(), new_salt()
        act = Act.REOPEN if case.state == State.CLOSED else Act.ASK_FURTHER
        demand(by, act, case)
        if case.answered_at is None or case.last_answered_at is None:
            raise WrongState(_("还没有答复，不能追问。您可以补充情况。"))
        if case.further.count() >= limits.most_further:
            raise ValidationError(_("一件咨询最多追问%d次。新的问题请另外提出。") % limits.most_further)
        if case.further.filter(answer__isnull=True).exists():
            raise ValidationError(_("您的上一次追问还没有答复，请等一等。要补充情况，请用“补充情况”。"))
        if at > case.last_answered_at + timedelta(days=limits.silent_days):
            raise ValidationError(_("答复已经超过%d天，请另外提出咨询。") % limits.silent_days)
        if act == Act.REOPEN and case.was_reopened:
            raise WrongState(_("办结后只能重新打开一次，请另外提出咨询。"))
        question = FurtherQuestion.objects.create(consultation=case, text=text, salt=salt, asked_at=at)
        owe_a_look(Added.FURTHER, question)
        if act == Act.REOPEN:
            case.was_reopened, case.closed_at, case.closed_because = True, None, ""
        content = {"further": question.pk, "text": salted_digest(salt, text)}
        move(case, act, by, at=at, content=content)
        clocks.start_deadline(case, DeadlineKind.FURTHER_QUESTION, at=at)
        tell_resident(case, _("咨询人有追问。"))
    return question


def rate(
    case: Consultation,
    answer: Answer,
    score: int,
    comment: str = "",
    *,
    by: Actor,
    reasons: Collection[str] = (),
    wants_another: bool = False,
) -> SatisfactionRating:
    """满意度测评 of the latest answer. 不满意 and 非常不满意 open a follow-up due in three working days (article 24), by the same
    resident or, if the citizen wishes, by another; its clock runs on while the case waits for one."""
    if score not in Score.values:
        raise ValidationError({"score": _("请选一项评价。")})
    if not set(reasons) <= set(UnsatisfiedBecause.values):
        raise ValidationError({"reasons": _("请从列出的原因里选。")})
    with transaction.atomic():
        case = locked(case)
        unsatisfied = score in UNSATISFIED
        act = Act.DISSATISFY if unsatisfied else Act.RATE
        demand(by, act, case)
        _demand_ratable(case, answer)
        at, salt = clock.now(), new_salt()
        rating = SatisfactionRating.objects.create(
            consultation=case,
            answer=answer,
            score=score,
            reasons=sorted(set(reasons)),
            comment=comment.strip()[:1000],
            salt=salt,
            at=at,
        )
        owe_a_look(Added.RATING, rating)
        content = {
            "rating": rating.pk,
            "answer": answer.pk,
            "score": score,
            "reasons": rating.reasons,
            "comment": salted_digest(salt, rating.comment),
        }
        if not unsatisfied:
            move(case, act, by, at=at, content=content, closed_at=at, closed_because=ClosedBecause.RATED)
            return rating
        FollowUp.objects.create(consultation=case, rating=rating, opened_at=at, wants_another=wants_another)
        move(case, act, by, at=at, content=content | {"wants_another": wants_another})
        clocks.start_deadline(case, DeadlineKind.FOLLOW_UP, at=at)
        _find_who_follows_up(case, answer, wants_another)
    return rating


def _demand_ratable(case: Consultation, answer: Answer) -> None:
    latest = case.answers.order_by("-sent_at", "-pk").first()
    if latest is None or latest.pk != answer.pk:
        raise WrongState(_("这条答复之后又有了新的答复，请看过以后再评价。"))
    if SatisfactionRating.objects.filter(answer=answer).exists():
        raise WrongState(_("这条答复您已经评价过了。"))
    if case.further.filter(answer__isnull=True).exists():
        raise WrongState(_("您有一条追问还没有答复，答复以后再评价。"))


def _find_who_follows_up(case: Consultation, answer: Answer, wants_another: bool) -> None:
    """The same resident; whoever is there where another is wished for, or the same one cannot work."""
    if wants_another:
        former = answer.author
        release(case, by=SYSTEM, because="another_wanted")
        tell_where_nobody_is(case, former)
    elif case.assigned_to is None or not can_work(case.assigned_to):
        release(case, by=SYSTEM, because="off_duty")
    else:
        tell_resident(case, _("咨询人对答复不满意，请按时限回访。"))


def withdraw(case: Consultation, *, by: Actor) -> Consultation:
    """Take a question back before it is answered. It stays on file (article 32), and nobody works on it."""
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.WITHDRAW, case)
        if case.answered_at is not None:
            raise WrongState(_("已经有答复的咨询不能撤回。您可以不再追问，也可以请求删除个人信息。"))
        at = clock.now()
        tell_resident(case, _("咨询人撤回了咨询，不用再办理。"))
        clocks.cancel(case, at=at)
        move(case, Act.WITHDRAW, by, at=at, party=party, assigned_to=None, assigned_at=None, closed_at=at)
    return case


def request_erasure(case: Consultation, text: str, *, by: Actor) -> ErasureRequest:
    """Ask that personal data be erased; a person decides what must be kept, and says why."""
    with transaction.atomic():
        case = locked(case)
        demand_citizen(by, case)
        if case.erasures.filter(decided_at__isnull=True).exists():
            raise ValidationError(_("您已经提出过删除请求，正在办理。"))
        at = clock.now()
        request = ErasureRequest.objects.create(consultation=case, text=text.strip()[:LONGEST], requested_at=at)
        write_event(
            case, "request_erasure", signature_of(by, ActorKind.CITIZEN), at=at, content={"request": request.pk}
        )
    return request


def _act_of_facts(case: Consultation) -> Act | None:
    if case.state == State.AWAITING_CITIZEN:
        return Act.GIVE_FACTS
    if case.state == State.CLOSED and case.closed_because == ClosedBecause.NO_FACTS:
        return Act.REVIVE
    if case.state in (State.CLOSED, State.WITHDRAWN, State.REFUSED):
        raise WrongState(_("这件咨询已经结束，不能再补充情况。"))
    return None


def _demanded(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("请写下内容。")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("最多%d个字。") % LONGEST})
    return text
