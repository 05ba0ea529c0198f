"""What an asker is told of the others: that there are many, where there are, and nothing else."""

from __future__ import annotations

from portal.consultations.models import Consultation
from portal.consultations.states import State

MANY = 5
"""Askers from which one is told that many have asked: below, somebody could tell who the other was."""


def are_many(case: Consultation) -> bool:
    """Whether a case is one of so many that its citizen may know of it (one query for a case of a matter)."""
    if case.matter_id is None:
        return False
    others = Consultation.objects.filter(matter=case.matter_id).exclude(state=State.WITHDRAWN)
    return others.count() >= MANY
