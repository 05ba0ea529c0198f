"""What the room does when something happens to a case; called in the transaction of the act (``neighbours.event_written``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from portal.consultations.models import Consultation, ConsultationEvent
from portal.consultations.states import Party
from portal.expert_panel.membership import member_of
from portal.expert_panel.models import AnswerReview, ExpertReferral, ReferralState, SampledBecause
from portal.expert_panel.services import referring, sampling, suggesting, training

ANSWERS = frozenset({"answer", "answer_further", "correct"})
LEAVING = frozenset({"answer", "release", "withdraw", "propose_refusal", "lapse"})
"""Acts by which a case leaves the hands it was referred from."""
RATED, COMPLAINED = "dissatisfy", "complain"


def follow(*, case: Consultation, event: ConsultationEvent, **_more: Any) -> None:
    """Sample an answer, end a referral, close a suggestion. Nothing at all for most acts."""
    if event.act in ANSWERS:
        sampling.look_at_answer(case, event)
    if event.act == "correct" and "corrects" in event.content:
        suggesting.follow_correction(case, event.content["corrects"], event.content["answer"], event.at)
    if event.act == RATED:
        sampling.look_at_rating(case, event)
    if event.act == COMPLAINED:
        sampling.sample_because(case, SampledBecause.COMPLAINT)
    if event.act in LEAVING:
        referring.lapse_when_gone(case, event.at)


def party_of(user: Any, case: Consultation) -> Iterable[Party]:
    """Experts are a party to what was referred to them, and to a case whose answer they have reviewed."""
    member = member_of(user)
    if member is None:
        return ()
    mine = Q(consultation=case, expert=member, state=ReferralState.FORWARDED)
    is_party = (
        ExpertReferral.objects.filter(mine).exists()
        or AnswerReview.objects.filter(
            answer__consultation=case, expert=member, done_at__isnull=False, ended_at__isnull=True
        ).exists()
    )
    return (Party.EXPERT,) if is_party else ()


def way_in(user: Any) -> Q | None:
    """A referred case is opened by its expert. A review is none: it has a page of its own, without the case."""
    member = member_of(user)
    if member is None:
        return None
    held = ExpertReferral.objects.filter(expert=member, state=ReferralState.FORWARDED)
    return Q(pk__in=held.values("consultation"))


def forget(case: Consultation) -> list[str]:
    """Erasure of personal data: no reviewer opens the case again, and no training case is made of it."""
    sampling.end_reviews_of(case)
    return training.forget(case)
