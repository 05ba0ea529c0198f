"""A lost passphrase: a code goes to the safe contact that was left with the question, and a new passphrase takes the old
one's place. Whoever asks learns nothing: a number that does not exist, a contact that was not left and one that was are
answered alike."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts.citizens import texts
from portal.accounts.citizens.bounds import HOUR, Bound, TooOften, count_use
from portal.common import clock
from portal.common.keyed_hash import lookup_digest
from portal.consultations.actors import signature_of
from portal.consultations.models import CitizenContact, Consultation, ReceiptSession
from portal.consultations.models.choices import ActorKind
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.intake.numbers import new_passphrase, normalised_receipt_number, passphrase_hash
from portal.notifications.contacts import MAIL, SMS, Contact
from portal.notifications.services import tell

GOOD_FOR = timedelta(minutes=10)
TRIES = 5
FOR_NUMBER = Bound("recovery_number_day", 5, 24 * HOUR)
"""With one contact: who knows the number and not the contact does not use up the codes of who knows both."""
FROM_NETWORK = Bound("recovery_network_hour", 10, HOUR)
OF_ONE_CODE = Bound("recovery_code_tries", TRIES, HOUR)
"""Counted in rows beside the session's own count: requests that are sent at once all find the session as it was."""
_REALM = "passphrase_recovery"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the browser's session keeps of a recovery that was begun: nothing that opens anything."""

    number: str
    salt: str
    digest: str
    until: str
    tries: int = 0


def contact_of(typed: str) -> Contact:
    """A mobile number or an e-mail address as it was typed; raises ValidationError with words for the field."""
    return Contact(MAIL if "@" in typed else SMS, typed)


@transaction.atomic
def begin_recovery(typed_number: str, contact: Contact, *, network: str) -> Recovery:
    """Send a code where the number has this safe contact; else do the same without sending. Raises TooOften."""
    number, now = normalised_receipt_number(typed_number), clock.now()
    count_use(FROM_NETWORK, network, now)
    count_use(FOR_NUMBER, f"{number} {contact.kind}:{contact.address}", now)
    code, salt = f"{secrets.randbelow(10**6):06d}", secrets.token_hex(16)
    kept = CitizenContact.objects.filter(consultation__receipt_number=number).first()
    if kept is not None and _is_same(kept.safe_contact, contact):
        key = f"recovery:{salt}"
        tell(contact, texts.CODE, params={"code": code}, key=key, expires_at=now + GOOD_FOR)
    else:
        code = secrets.token_hex(16)  # nobody was sent six digits, so no six digits open the case
    return Recovery(number, salt, lookup_digest(_REALM, f"{salt}:{code}"), (now + GOOD_FOR).isoformat())


def finish_recovery(begun: Recovery, typed_code: str) -> tuple[Consultation, str] | None:
    """The case and its new passphrase (the old one is good no more); None for a wrong code, and after ``TRIES`` for any. The
    caller forgets what was begun after the last or after its time."""
    try:
        with transaction.atomic():
            count_use(OF_ONE_CODE, begun.salt, clock.now())
    except TooOften:
        return None
    digest = lookup_digest(_REALM, f"{begun.salt}:{''.join(typed_code.split())}")
    if not hmac.compare_digest(digest, begun.digest):
        return None
    with transaction.atomic():
        case = Consultation.objects.filter(receipt_number=begun.number).first()
        if case is None:
            return None
        case, passphrase = locked(case), new_passphrase()
        case.passphrase_hash = passphrase_hash(passphrase)
        case.save(update_fields=["passphrase_hash"])
        by = ReceiptSession.of([case.receipt_number])
        write_event(case, "new_passphrase", signature_of(by, ActorKind.CITIZEN), at=clock.now())
    return case, passphrase


def _is_same(kept: str, contact: Contact) -> bool:
    try:
        left = contact_of(kept)
    except ValidationError:
        return False
    return hmac.compare_digest(f"{left.kind}:{left.address}".encode(), f"{contact.kind}:{contact.address}".encode())
