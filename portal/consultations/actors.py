"""Who acts: a user, somebody who proved to know a passphrase, or the portal itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

from portal.consultations.models.choices import ActorKind
from portal.consultations.models.querysets import ReceiptSession


@dataclass(frozen=True, slots=True)
class System:
    """The portal itself: timers, rules."""


SYSTEM: Final = System()

Actor = Any
"""``User | ReceiptSession | System``."""


class Signed(Protocol):
    """Who an event says did it, known to be one of ours (``Signature``) or as a row has it."""

    @property
    def kind(self) -> str: ...

    @property
    def ref(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Signature:
    """How an event names who did it: never a name. ``ref`` is a staff code, or an account's internal number."""

    kind: ActorKind
    ref: str = ""


def signature_of(by: Actor, kind: ActorKind) -> Signature:
    """Sign as ``kind``. A resident signs with the staff code; a citizen with nothing; other staff with the account's number."""
    if kind in (ActorKind.CITIZEN, ActorKind.SYSTEM) or isinstance(by, ReceiptSession | System):
        return Signature(kind)
    resident = getattr(by, "resident", None) if kind == ActorKind.RESIDENT else None
    return Signature(kind, resident.code if resident is not None else str(by.pk))
