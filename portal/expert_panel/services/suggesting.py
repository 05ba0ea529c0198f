"""修改意见 (article 27): it goes to the resident who has the case; they accept, which leads to a correction, or say why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor, signature_of
from portal.consultations.models import Answer, Consultation
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import ActorKind, DeadlineKind
from portal.consultations.policies import WrongState, parties_of, resident_of
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import tell_supervisors
from portal.consultations.services.residents.conflicts import is_declared
from portal.consultations.services.time import clocks
from portal.consultations.states import TRANSITIONS, Act, Party
from portal.expert_panel.models import AnswerReview, RevisionSuggestion, SuggestionState
from portal.expert_panel.services.warning import SUGGESTIONS
from portal.notifications.services import notify

SUGGESTED, ACCEPTED, DECLINED = "suggest_revision", "accept_suggestion", "decline_suggestion"
"""Events of the record."""
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Suggested:
    """What an expert would have the answer say: why, and the sections that change (empty: as it is)."""

    why: str
    conclusion: str = ""
    legal_basis: str = ""
    reasoning: str = ""
    next_steps: str = ""


def suggest(review: AnswerReview, said: Suggested, *, by: Any) -> RevisionSuggestion:
    """Put a suggestion before the resident; called when a review is done. Raises ValidationError without why, or without a
    section that changes; WrongState for an answer that was corrected meanwhile."""
    changed = {name: getattr(said, name).strip()[:LONGEST] for name in SECTIONS}
    errors = {}
    if not said.why.strip():
        errors["why"] = _("请写明为什么要改，驻场人员会看到。")
    if not any(changed.values()):
        errors["conclusion"] = _("请至少写一节建议的内容；不需要改文字的，写在总的意见里。")
    if errors:
        raise ValidationError(errors)
    case = locked(review.answer.consultation)
    if review.answer.corrections.exists():
        raise WrongState(_("这份答复刚刚更正过，修改意见不再适用。"))
    at = clock.now()
    made = RevisionSuggestion.objects.create(
        review=review, answer=review.answer, why=said.why.strip()[:LONGEST], salt=new_salt(), at=at, **changed
    )
    content = {"suggestion": made.pk, "of_answer": review.answer.pk, "suggested": digest_of_suggestion(made)}
    write_event(case, SUGGESTED, signature_of(by, ActorKind.EXPERT), at=at, content=content)
    if case.assigned_to is not None:
        notify([case.assigned_to.user], _("专家组对您的一份答复提出了修改意见。"), url=f"{SUGGESTIONS}{made.pk}/")
    else:
        tell_supervisors(_("专家组的一份修改意见没有办理人可以答复，请督促。"), SUGGESTIONS)
    return made


def digest_of_suggestion(row: RevisionSuggestion) -> str:
    """The salted digest of a suggestion's words."""
    return salted_digest(row.salt, "\n\n".join([row.why, *(getattr(row, name) for name in SECTIONS)]))


def suggestions_of(user: Any) -> QuerySet[RevisionSuggestion]:
    """The suggestions that an account may answer or has before it: of cases that it holds as a resident. Starts from
    ``visible_to``, so that nothing quarantined, frozen or not let in comes along."""
    staff = resident_of(user)
    if staff is None:
        return RevisionSuggestion.objects.none()
    held = Consultation.objects.visible_to(user).filter(assigned_to=staff)
    return _rows().filter(answer__consultation__in=held.values("pk"))


def suggestions_for_supervisors(user: Any) -> QuerySet[RevisionSuggestion]:
    """Those that were declined, and those that nobody has answered, of the cases a supervisor may open."""
    seen = Consultation.objects.visible_to(user).exclude(citizen=user)
    states = (SuggestionState.DECLINED, SuggestionState.OPEN)
    return _rows().filter(state__in=states, answer__consultation__in=seen.values("pk"))


def _rows() -> QuerySet[RevisionSuggestion]:
    return RevisionSuggestion.objects.select_related(
        "answer__consultation__assigned_to__staff_code", "decided_by__staff_code", "correction"
    ).order_by("-at", "-pk")


def accept(suggestion: RevisionSuggestion, *, by: Actor) -> RevisionSuggestion:
    """Take it up: a correction is owed within its time limit, and its editor opens with the suggested words.

    Raises PermissionDenied for others than the resident who has the case, WrongState where it cannot be corrected now.
    """
    with transaction.atomic():
        case, row, staff = _decide(suggestion, by)
        if case.state not in TRANSITIONS[Act.CORRECT].begins:
            raise WrongState(_("这件咨询现在不能更正，请等办完再采纳。"))
        at = clock.now()
        row.state, row.decided_by, row.decided_at = SuggestionState.ACCEPTED, staff, at
        row.save()
        write_event(case, ACCEPTED, signature_of(by, ActorKind.RESIDENT), at=at, content={"suggestion": row.pk})
        if not clocks.open_deadlines(case).filter(kind=DeadlineKind.CORRECTION).exists():
            clocks.start_deadline(case, DeadlineKind.CORRECTION, at=at)
    return row


def decline(suggestion: RevisionSuggestion, reason: str, *, by: Actor) -> RevisionSuggestion:
    """Say why not; the supervisors read it. Raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明为什么不采纳，监督员和专家会看到。")})
    with transaction.atomic():
        case, row, staff = _decide(suggestion, by)
        at, salt, words = clock.now(), new_salt(), reason.strip()[:2000]
        row.state, row.decided_by, row.decided_at = SuggestionState.DECLINED, staff, at
        row.reason, row.reason_salt = words, salt
        row.save()
        content = {"suggestion_reason": row.pk, "declined": salted_digest(salt, words)}
        write_event(case, DECLINED, signature_of(by, ActorKind.RESIDENT), at=at, content=content)
        tell_supervisors(_("驻场人员没有采纳专家组的一份修改意见，理由可以查看。"), SUGGESTIONS)
    return row


def _decide(suggestion: RevisionSuggestion, by: Actor) -> tuple[Consultation, RevisionSuggestion, Any]:
    case = locked(suggestion.answer.consultation)
    row = RevisionSuggestion.objects.select_related("answer").get(pk=suggestion.pk)
    staff = resident_of(by)
    if staff is None or Party.RESIDENT not in parties_of(by, case) or not is_declared(case):
        raise PermissionDenied(_("只有办理人可以答复修改意见。"))
    if row.state != SuggestionState.OPEN:
        raise WrongState(_("这份修改意见已经答复过了。"))
    return case, row, staff


def follow_correction(case: Consultation, corrected: int, correction: int, at: datetime) -> None:
    """A correction was sent: it is what an accepted suggestion led to; one that was not answered is not needed any more."""
    rows = RevisionSuggestion.objects.filter(answer=corrected)
    rows.filter(state=SuggestionState.ACCEPTED, correction__isnull=True).update(correction=correction)
    rows.filter(state=SuggestionState.OPEN).update(state=SuggestionState.LAPSED)


def words_for_correction(user: Any, case: Consultation, earlier: Answer) -> dict[str, str]:
    """What the correction's editor begins with after a suggestion was accepted."""
    row = (
        suggestions_of(user)
        .filter(answer=earlier, state=SuggestionState.ACCEPTED, correction__isnull=True)
        .order_by("-decided_at")
        .first()
    )
    return {} if row is None else {name: getattr(row, name) for name in SECTIONS}
