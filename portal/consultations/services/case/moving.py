"""Walking the table of states: lock, demand, change, event. Every use case of a case goes through here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.consultations.actors import Actor, Signature, signature_of
from portal.consultations.models import Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.policies import demand
from portal.consultations.services.case.recording import write_event
from portal.consultations.states import Act, Party, State, states_after


def locked(case: Consultation) -> Consultation:
    """The row as it is now, for this transaction alone."""
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("assigned_to__staff_code", "assigned_to__resident_institution", "topic")
        .get(pk=case.pk)
    )


def move(
    case: Consultation,
    act: Act,
    by: Actor,
    *,
    at: datetime,
    party: Party | None = None,
    content: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Signature:
    """Do an act to a locked case: demand it, change the state and ``changes``, write the event; gives how it was signed.

    ``party`` is said where the policy was asked already in another way (a claim, an appeal's decision).
    Raises PermissionDenied or WrongState.
    """
    acting = party if party is not None else demand(by, act, case)
    before = case.state
    after = states_after(case.state, act, case.returns_to)
    case.state = after
    for name, value in changes.items():
        setattr(case, name, value)
    if after != State.AWAITING_CITIZEN:
        case.awaiting_since = None
    if after not in (State.AWAITING_CITIZEN, State.CLOSED):  # closed for want of facts, new facts lead back
        case.returns_to = ""
    case.save()
    signature = signature_of(by, ActorKind(acting.value))
    write_event(case, act, signature, at=at, content={"from": before, "to": str(after), **(content or {})})
    return signature
