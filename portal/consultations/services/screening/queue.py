"""What waits for moderators, in the order in which it should be looked at."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q

from portal.consultations.models import Consultation, RefusalAppeal, RefusalProposal, ScreeningFlag
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.querysets import MODERATE, ConsultationQuerySet
from portal.consultations.screening.asked import RuleCode
from portal.consultations.services.case.reading import cases_of_staff
from portal.consultations.states import State

CHANGE_AUTHORITIES = "consultations.change_authority"


def waiting_for(user: Any) -> ConsultationQuerySet:
    """What a moderator or supervisor has to look at: danger, by words or by the topic chosen, then who
    says to be under 14, then what is urgent, then the oldest.

    For moderators what is being screened, and what of danger nobody looked at yet, wherever the case stands. For supervisors
    what is quarantined, second looks, danger.
    """
    this = {"consultation": OuterRef("pk")}
    danger = ScreeningFlag.objects.filter(**this, rule=RuleCode.DANGER, verdict=ScreeningFlag.Verdict.OPEN)
    appealed = RefusalAppeal.objects.filter(refusal__consultation=OuterRef("pk"), decided_at__isnull=True)
    proposed = RefusalProposal.objects.filter(**this, is_confirmed__isnull=True)
    found = cases_of_staff(user).annotate(
        has_danger=Exists(danger), is_appealed=Exists(appealed), is_proposed=Exists(proposed)
    )
    found = found.annotate(is_under_14=ExpressionWrapper(Q(age_band=AgeBand.UNDER_14), output_field=BooleanField()))
    here = Q(state__in=(State.SUBMITTED, State.SCREENING))
    if not user.has_perm(MODERATE):
        here = here & Q(is_appealed=True)
    alive = ~Q(state__in=(State.WITHDRAWN, State.CLOSED))
    # What was added to a case later may shut it wherever it stands; moderators do not see those at all.
    anywhere = alive & (Q(has_danger=True) | Q(is_quarantined=True))
    return found.filter(here | anywhere).order_by("-has_danger", "-is_under_14", "-is_urgent", "submitted_at", "pk")


def listed_for(user: Any) -> ConsultationQuerySet:
    """The same, with what a line of the list shows, and no text."""
    flags = Prefetch("flags", ScreeningFlag.objects.defer("words"))
    return waiting_for(user).select_related("topic").prefetch_related(flags).defer("question", "other_side", "wanted")


def next_for(user: Any, *, after: Consultation) -> Consultation | None:
    """The next case to look at once one is done; None when nothing waits."""
    return waiting_for(user).exclude(pk=after.pk).defer("question", "other_side", "wanted").first()
