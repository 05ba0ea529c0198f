"""What goes when the personal data of a case are erased."""

from __future__ import annotations

from portal.changed_law.models import Outcome, SecondLook
from portal.common import clock
from portal.consultations.models import Consultation


def forget_reasons(case: Consultation) -> list[str]:
    """The reasons that the staff wrote; what the citizen was told stays with the answers. Nothing is to be looked at any
    more: the case is only kept."""
    found = SecondLook.objects.filter(consultation=case)
    found.filter(outcome=Outcome.OPEN).update(outcome=Outcome.SUPERSEDED, decided_at=clock.now())
    gone = found.exclude(salt="").update(reason="", salt="")
    gone += found.filter(outcome=Outcome.UNAFFECTED).exclude(note_salt="").update(note="", note_salt="")
    return ["second_look_reasons"] if gone else []
