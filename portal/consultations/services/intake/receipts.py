"""Opening a case by receipt number and passphrase: one query and one Argon2 check whatever comes, within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.accounts.citizens.bounds import HOUR, Bound, TooOften, count_use, is_reached
from portal.common import clock
from portal.consultations.actors import Actor, signature_of
from portal.consultations.models import Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.intake.numbers import is_passphrase, normalised_receipt_number

Kept = TypeVar("Kept", bound=models.Model)


@dataclass(frozen=True, slots=True)
class WrongBounds:
    """How often a wrong passphrase may be given before the door stays shut.

    ``for_number`` counts from one network: who knows a number and no passphrase (a lawyer, whoever saw a screen) shuts out
    nobody but themselves; ``in_total`` counts from all of them.
    """

    for_number: Bound
    in_total: Bound
    from_network: Bound


BOUNDS = WrongBounds(
    Bound("receipt_number_hour", 10, HOUR),
    Bound("receipt_number_total_hour", 200, HOUR),
    Bound("receipt_network_hour", 40, HOUR),
)


def open_by_receipt(typed_number: str, typed_passphrase: str, *, network: str) -> Consultation | None:
    """The case, or None: for an unknown number and for a wrong passphrase alike. Raises TooOften."""
    return open_by_passphrase(Consultation, "receipt_number", typed_number, typed_passphrase, network, BOUNDS)


def open_by_passphrase(
    model: type[Kept], field: str, typed_number: str, typed_passphrase: str, network: str, wrong: WrongBounds
) -> Kept | None:
    """The row of ``model`` whose ``field`` is the number and whose ``passphrase_hash`` fits, or None: one query and one Argon2
    check whatever comes. Raises TooOften after too many wrong ones, by number (whether it exists or not) and by network."""
    number, now = normalised_receipt_number(typed_number), clock.now()
    bounds = (
        (wrong.for_number, f"{number} {network}"),
        (wrong.in_total, number),
        (wrong.from_network, network),
    )
    for bound, subject in bounds:
        if is_reached(bound, subject, now):
            raise TooOften(bound, bound.seconds)
    found = model._default_manager.filter(**{field: number}).first()
    if is_passphrase(typed_passphrase, getattr(found, "passphrase_hash", "")):
        return found
    with transaction.atomic():
        for bound, subject in bounds:
            count_use(bound, subject, now)
    return None


def join_account(case: Consultation, citizen: Any, *, by: Actor) -> Consultation:
    """Let a case that was asked without an account belong to one; raises ValidationError where it belongs to another."""
    with transaction.atomic():
        case = locked(case)
        if case.citizen_id is not None and case.citizen_id != citizen.pk:
            raise ValidationError(_("这件咨询已经在另一个账户里。"))
        if case.citizen_id is None:
            case.citizen = citizen
            case.save(update_fields=["citizen"])
            write_event(case, "join_account", signature_of(by, ActorKind.CITIZEN), at=clock.now())
    return case
