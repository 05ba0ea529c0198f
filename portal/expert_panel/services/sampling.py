"""Which answers experts look at (articles 7, 27): some by lot, all with a risk; who looks is drawn by topic and load.

Runs in the transaction of what happened to the case. An answer is looked at once, by one expert or by two who do not know of
each other; another reason for the same answer is added to the first.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from portal.common import clock
from portal.consultations.models import Answer, Consultation, ConsultationEvent
from portal.consultations.models.choices import UNSATISFIED, AgeBand, AnswerKind
from portal.expert_panel.drawing import is_drawn
from portal.expert_panel.membership import candidates
from portal.expert_panel.models import (
    AnswerReview,
    ExpertReferral,
    PanelMember,
    PanelSettings,
    ReferralReason,
    ReferralState,
    ReviewSample,
    SampledBecause,
)
from portal.expert_panel.services.warning import tell_expert_of_review

REVIEWABLE = Q(is_quarantined=False, frozen_at__isnull=True) & ~Q(age_band=AgeBand.UNDER_14)
"""Cases whose answers may be shown to a reviewer at all: never quarantined or frozen ones, nor those of children under 14."""
BATCH = 200


def is_reviewable(case: Consultation) -> bool:
    """The same of a row at hand."""
    return not case.is_quarantined and case.frozen_at is None and case.age_band != AgeBand.UNDER_14


def look_at_answer(case: Consultation, event: ConsultationEvent) -> ReviewSample | None:
    """Draw a resident's answer, by lot or for its risks; None where nothing speaks for it."""
    answer = Answer.objects.select_related("author", "corrects").get(pk=event.content["answer"])
    if answer.author is None or not is_reviewable(case):
        return None
    limits = PanelSettings.load()
    reasons = [code for code, holds in _reasons(answer, case, limits) if holds]
    return sample(answer, reasons, limits) if reasons else None


def look_at_rating(case: Consultation, event: ConsultationEvent) -> ReviewSample | None:
    """Sample what was rated 不满意 or worse."""
    if event.content.get("score") not in UNSATISFIED:
        return None
    answer = Answer.objects.filter(pk=event.content["answer"], author__isnull=False).first()
    if answer is None or not is_reviewable(case):
        return None
    return sample(answer, [SampledBecause.LOW_RATING], PanelSettings.load())


def sample_because(case: Consultation, reason: SampledBecause) -> ReviewSample | None:
    """Sample the latest answer of a resident for a reason that others know of: a complaint about it."""
    answers = Answer.objects.filter(consultation=case, author__isnull=False)
    answer = answers.exclude(kind=AnswerKind.EXPERT).order_by("-sent_at", "-pk").first()
    if answer is None or not is_reviewable(case):
        return None
    return sample(answer, [reason], PanelSettings.load())


def sample(answer: Answer, reasons: Iterable[str], limits: PanelSettings) -> ReviewSample:
    """Put an answer up for review, or add a reason to what is up already."""
    codes = [str(code) for code in reasons]
    is_double = is_drawn(_key(), "double", answer.pk, limits.double_percent)
    made, is_new = ReviewSample.objects.get_or_create(
        answer=answer, defaults={"because": codes, "wanted": 2 if is_double else 1, "at": clock.now()}
    )
    added = [code for code in codes if code not in made.because]
    if not is_new and added:
        made.because = [*made.because, *added]
        made.save(update_fields=["because"])
    assign(made)
    return made


def assign(drawn: ReviewSample) -> int:
    """Give a sample to as many experts as it wants and has not had; returns how many were found now. Nobody gets what they
    had before, or what they are involved in."""
    had = set(AnswerReview.objects.filter(sample=drawn).values_list("expert", flat=True))
    missing = drawn.wanted - AnswerReview.objects.filter(sample=drawn, ended_at__isnull=True).count()
    if missing <= 0:
        return 0
    case = drawn.answer.consultation
    able = [member for member in candidates(case) if member.pk not in had][:missing]
    for member in able:
        review = AnswerReview.objects.create(
            sample=drawn, answer_id=drawn.answer_id, expert=member, assigned_at=clock.now()
        )
        tell_expert_of_review(member, reverse("panel_review", args=[review.pk]))
    return len(able)


def fill_samples() -> int:
    """Give out what found nobody when it was drawn, the oldest first; returns how many reviews were given."""
    waiting = samples_waiting().select_related("answer__consultation")[:BATCH]
    given = 0
    for drawn in waiting:
        with transaction.atomic():
            given += assign(drawn)
    return given


def samples_waiting() -> QuerySet[ReviewSample]:
    """Samples with fewer experts than they want."""
    live = Count("reviews", filter=Q(reviews__ended_at__isnull=True))
    found = ReviewSample.objects.annotate(live=live).filter(live__lt=F("wanted"))
    return found.filter(answer__consultation__in=Consultation.objects.filter(REVIEWABLE).values("pk")).order_by("at")


def take_reviews_from(member: PanelMember) -> int:
    """End the open reviews of who is of the panel no more, and give them to others. Returns how many."""
    held = AnswerReview.objects.filter(expert=member, done_at__isnull=True, ended_at__isnull=True)
    rows = list(held.select_related("sample__answer__consultation"))
    with transaction.atomic():
        held.update(ended_at=clock.now())
        for review in rows:
            assign(review.sample)
    return len(rows)


def end_reviews_of(case: Consultation) -> None:
    """Nobody looks at a case any more: it was frozen or shut away."""
    open_ones = AnswerReview.objects.filter(answer__consultation=case, done_at__isnull=True, ended_at__isnull=True)
    open_ones.update(ended_at=clock.now())


def _reasons(answer: Answer, case: Consultation, limits: PanelSettings) -> Iterable[tuple[str, bool]]:
    yield SampledBecause.RATE, is_drawn(_key(), "sample", answer.pk, limits.sampling_percent)
    yield SampledBecause.LATE, bool(answer.late_explanation)
    yield SampledBecause.CORRECTED, answer.kind == AnswerKind.CORRECTION
    yield SampledBecause.NEW_RESIDENT, _is_among_first(answer, limits.first_answers)
    yield SampledBecause.DISPUTED, _was_disputed(case)


def _is_among_first(answer: Answer, count: int) -> bool:
    return bool(count) and Answer.objects.filter(author=answer.author, pk__lte=answer.pk).count() <= count


def _was_disputed(case: Consultation) -> bool:
    """Whether its resident asked for an expert over a dispute and answers after all."""
    states = (ReferralState.DECLINED, ReferralState.RETURNED, ReferralState.LAPSED)
    return ExpertReferral.objects.filter(consultation=case, reason=ReferralReason.DISPUTED, state__in=states).exists()


def _key() -> bytes:
    """The installation's secret: residents see the numbers of cases, and cannot tell what will be drawn."""
    return settings.LOOKUP_HASH_KEYS[0].encode("ascii")
