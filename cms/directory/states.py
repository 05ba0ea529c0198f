"""The life of a penalty or sanction as data: which act leads from where to where, and what it asks of whom.

Pages, admin, API and tests read this table; ``cms.directory.services.records`` is the only code that walks it.
Shown and lapsed are not stored: ``phase`` works them out for a day, so that no job has to run for the truth to appear.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cms.directory.models.enums import Phase, RecordState


class Act(StrEnum):
    """What a person does to a record."""

    DRAFT = "draft"
    EDIT = "edit"
    DISCARD = "discard"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    NOTE_ALTERATION = "note_alteration"
    WITHDRAW = "withdraw"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Transition:
    """An act: the phases it may begin in, the state it leads to (None: unchanged), the permission it takes (the first part
    of the codename), and whether somebody else than the record's writers must do it."""

    begins: frozenset[Phase]
    leads_to: RecordState | None
    permission: str
    takes_another: bool = False


_WRITABLE = frozenset({Phase.DRAFTED, Phase.RETURNED})
_APPROVED = frozenset({Phase.AWAITING, Phase.SHOWN})

TRANSITIONS: dict[Act, Transition] = {
    Act.DRAFT: Transition(frozenset(), RecordState.DRAFTED, "add"),
    Act.EDIT: Transition(_WRITABLE, RecordState.DRAFTED, "change"),
    Act.DISCARD: Transition(_WRITABLE, None, "delete"),
    Act.SUBMIT: Transition(_WRITABLE, RecordState.SUBMITTED, "change"),
    Act.APPROVE: Transition(frozenset({Phase.SUBMITTED}), RecordState.APPROVED, "approve", takes_another=True),
    Act.RETURN: Transition(frozenset({Phase.SUBMITTED}), RecordState.RETURNED, "approve"),
    Act.NOTE_ALTERATION: Transition(_APPROVED, None, "change"),
    Act.WITHDRAW: Transition(_APPROVED, RecordState.WITHDRAWN, "withdraw"),
    Act.REPLACE: Transition(frozenset({Phase.WITHDRAWN}), None, "add"),
}
WITHDRAWAL_WORKING_DAYS = 3
"""Days within which a record is withdrawn once its decision is known to be altered, revoked or void."""


def phase(state: str, display_from: date, display_until: date, day: date) -> Phase:
    """What a record is on a day."""
    if state != RecordState.APPROVED:
        return Phase(state)
    if day < display_from:
        return Phase.AWAITING
    return Phase.SHOWN if day <= display_until else Phase.LAPSED


def acts_in(now: Phase) -> list[Act]:
    """What may be done to a record in a phase, by whoever has the permission."""
    return [act for act, transition in TRANSITIONS.items() if now in transition.begins]
