"""Which matters somebody may see, and which of their cases."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404

from portal.consultations.models import Consultation, RelatedMatter, ResidentStaff
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.querysets import MODERATE, SUPERVISE, ConsultationQuerySet
from portal.consultations.policies import resident_of
from portal.consultations.services.case.reading import cases_of_staff
from portal.consultations.services.residents.balancing import takeable_by
from portal.consultations.states import BEFORE_ANSWER, State

LEAST = 2
APART = (
    Q(age_band__in=(AgeBand.UNDER_14, AgeBand.FROM_14))
    | Q(is_of_minor=True)
    | Q(is_quarantined=True)
    | Q(frozen_at__isnull=False)
)
"""What is never handled together with others: minors, what is quarantined, what is frozen."""
CAN_BE_ANSWERED = (State.ASSIGNED, State.DEFERRED)


def sees_all(user: Any) -> bool:
    """Whether somebody oversees matters, beside answering them."""
    return bool(user.has_perm(MODERATE) or user.has_perm(SUPERVISE))


def cases_seen_by(user: Any) -> ConsultationQuerySet:
    """The cases of matters that somebody may know of: of the portal's people what they may open; of a resident their own and
    what waits and may be theirs, of which they are told no text."""
    if sees_all(user):
        return cases_of_staff(user).filter(matter__isnull=False).exclude(state=State.WITHDRAWN)
    staff = resident_of(user)
    if staff is None:
        return Consultation.objects.none()
    waiting = takeable_by(staff).exclude(APART).order_by().values("pk")
    mine = cases_of_staff(user).filter(assigned_to=staff).values("pk")
    return Consultation.objects.filter(matter__isnull=False).filter(Q(pk__in=waiting) | Q(pk__in=mine))


def matters_of(user: Any) -> QuerySet[Any]:
    """Matters of two cases or more, the latest asked first, each with ``size``, ``open_now``, ``first_at``, ``last_at``."""
    seen = Q(consultations__in=cases_seen_by(user).order_by().values("pk"))
    counted = RelatedMatter.objects.annotate(
        size=Count("consultations", filter=seen),
        open_now=Count("consultations", filter=seen & Q(consultations__state__in=BEFORE_ANSWER)),
        first_at=Min("consultations__submitted_at", filter=seen),
        last_at=Max("consultations__submitted_at", filter=seen),
    )
    return counted.filter(size__gte=LEAST).order_by("-last_at", "-pk")


def find_matter(pk: int, user: Any) -> RelatedMatter:
    """A matter that somebody may see; Http404 for what is not theirs, as for what there is not."""
    matter = RelatedMatter.objects.filter(pk=pk).first()
    if matter is None or not cases_seen_by(user).filter(matter=pk).exists():
        raise Http404
    return matter


def in_hand(matter: RelatedMatter, staff: ResidentStaff) -> ConsultationQuerySet:
    """The cases of a matter that a resident has and may answer together, the one due first asked first."""
    found = Consultation.objects.filter(matter=matter, assigned_to=staff, state__in=CAN_BE_ANSWERED)
    return found.exclude(APART).filter(answered_at__isnull=True).order_by("submitted_at", "pk")


def kept_apart(matter: RelatedMatter) -> int:
    """How many open cases of a matter are handled by themselves by rule; which and why is not said."""
    return Consultation.objects.filter(APART, matter=matter, state__in=BEFORE_ANSWER).count()
