"""Moving a complaint: the only code that changes where one stands, and what the case's record keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.complaints.models import HANDLE, Complaint
from portal.complaints.policies import Follower, demand
from portal.complaints.states import Act, state_after
from portal.consultations.actors import Actor, Signature, signature_of
from portal.consultations.models.choices import ActorKind
from portal.consultations.models.querysets import MODERATE
from portal.consultations.services.case.moving import locked as locked_case
from portal.consultations.services.case.recording import write_event

EVENTS: Mapping[Act, str] = {
    Act.FILE: "complain",
    Act.ASK_MORE: "complaint_ask",
    Act.GIVE_MORE: "complaint_add",
    Act.DECIDE: "complaint_decide",
    Act.LOOK_AGAIN: "complaint_again",
}
"""What the record of the case calls the acts that the complainant is told of; the others leave none."""


def locked(complaint: Complaint) -> Complaint:
    """The row as it is now, for this transaction alone; its case's row first, as every act upon a case takes it."""
    case = locked_case(complaint.consultation) if complaint.consultation is not None else None
    row = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if case is not None:
        row.consultation = case
    return row


def move(
    complaint: Complaint,
    act: Act,
    by: Any,
    *,
    at: datetime,
    content: Mapping[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Do an act to a locked complaint: demand it, change the state and ``changes``, write the case's event."""
    demand(by, act, complaint)
    complaint.state = state_after(complaint.state, act, complaint.look)
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.save()
    record(complaint, act, by, at=at, content=content)


def record(complaint: Complaint, act: Act, by: Any, *, at: datetime, content: Mapping[str, Any] | None = None) -> None:
    """Put an act on the record of the case, if there is one and the act has a name there."""
    if complaint.consultation is not None and act in EVENTS:
        write_event(complaint.consultation, EVENTS[act], _signature(by), at=at, content=content)


def _signature(by: Actor | Follower) -> Signature:
    if isinstance(by, Follower) or not getattr(by, "is_authenticated", False) or not by.has_perm(HANDLE):
        return Signature(ActorKind.CITIZEN)
    return signature_of(by, ActorKind.MODERATOR if by.has_perm(MODERATE) else ActorKind.SUPERVISOR)
