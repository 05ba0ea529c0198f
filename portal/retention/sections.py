"""What keeping adds to the two pages of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from portal.common import clock
from portal.consultations.models import Consultation
from portal.consultations.neighbours import Section
from portal.retention.due import verdict_of
from portal.retention.openings import openings_by_kind
from portal.retention.services.holding import PLACE, holds_of


def for_citizen(_request: HttpRequest, case: Consultation, _actor: Any) -> Section:
    """Who opened it, in kinds."""
    return Section("retention/citizen_section.html", {"kinds": openings_by_kind(case)})


def for_staff(request: HttpRequest, case: Consultation) -> Section | None:
    """Holds, and when it may be purged: for those who keep records."""
    if not request.user.has_perm(PLACE):
        return None
    verdict = verdict_of(case, clock.today())
    return Section("retention/staff_section.html", {"holds": list(holds_of(case)), "earliest": verdict.earliest})
