"""What stands on the staff's page of a case, and who may be let in to a child's case."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.consultations.models import Consultation
from portal.consultations.neighbours import Section
from portal.consultations.services.case.telling import BACKEND
from portal.expert_panel.membership import REVIEW
from portal.expert_panel.models import ExpertReferral
from portal.expert_panel.services.suggesting import suggestions_of


def for_staff(request: HttpRequest, case: Consultation) -> Section | None:
    """What was asked of the panel about this case, and what it said; the expert is never named."""
    referrals = list(ExpertReferral.objects.filter(consultation=case).select_related("asked_by__staff_code"))
    own = list(suggestions_of(request.user).filter(answer__consultation=case))
    if not referrals and not own:
        return None
    return Section("expert_panel/case_section.html", {"referrals": referrals, "suggestions": own})


def experts() -> QuerySet[Any]:
    """Accounts that may be let in to a child's case which was referred to them."""
    return get_user_model().objects.with_perm(REVIEW, backend=BACKEND)
