"""Requests for an expert, as moderators find them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from portal.consultations.models.querysets import MODERATE
from portal.consultations.services.case.reading import cases_of_staff
from portal.expert_panel.models import ExpertReferral, ReferralState


def proposals_for(user: Any) -> QuerySet[ExpertReferral]:
    """What waits for a moderator, the oldest first, of the cases they may open; none for others."""
    if not user.has_perm(MODERATE):
        return ExpertReferral.objects.none()
    found = ExpertReferral.objects.filter(
        state=ReferralState.PROPOSED, consultation__in=cases_of_staff(user).values("pk")
    )
    return found.select_related("consultation__topic", "asked_by__staff_code", "asked_by__user").order_by("asked_at")


def find_proposal(pk: int, user: Any) -> ExpertReferral:
    """One of them; Http404 for what is not there, or not for them."""
    found = proposals_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
