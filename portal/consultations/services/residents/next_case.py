"""What a resident turns to next: the own case that is due first."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Min, Q

from portal.consultations.models import Consultation, ResidentStaff
from portal.consultations.models.deadlines import RUNNING
from portal.consultations.services.time.clocks import ANSWERED
from portal.consultations.states import State


def next_case_of(staff: ResidentStaff, *, but: Consultation | None = None) -> Consultation | None:
    """The urgent first, then by what is due first; None when nothing is owed. Cases that wait for the citizen are not."""
    runs = Q(deadlines__kind__in=ANSWERED) & _of_deadlines(RUNNING)
    waiting = (State.ASSIGNED, State.DEFERRED, State.FOLLOW_UP, State.ANSWERED)
    found = Consultation.objects.filter(assigned_to=staff, state__in=waiting, is_quarantined=False).annotate(
        due=Min("deadlines__due_at", filter=runs)
    )
    if but is not None:
        found = found.exclude(pk=but.pk)
    return found.filter(due__isnull=False).order_by("-is_urgent", "due", "pk").first()


def _of_deadlines(condition: Q) -> Q:
    """A condition on deadlines, asked from their case."""
    return Q(*((f"deadlines__{name}", value) for name, value in cast(list[tuple[str, Any]], condition.children)))
