"""How the citizen wishes to be told, changed after the question was sent: another address, other hours, or not at all."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor, signature_of
from portal.consultations.models import AgreementConsent, CitizenContact, Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.policies import demand_citizen
from portal.consultations.purposes import LAW_CHANGES
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.case.telling import key_prefix
from portal.consultations.services.intake.submitting import ContactWish
from portal.notifications.contacts import MAIL, SMS, Contact
from portal.notifications.services import forget

PURPOSE = "contact"


def wish_of(case: Consultation) -> ContactWish:
    """What the citizen chose last; nothing where nothing was chosen."""
    kept = CitizenContact.objects.filter(consultation=case).first()
    if kept is None:
        return ContactWish()
    return ContactWish(**{name: getattr(kept, name) for name in ContactWish.__dataclass_fields__})


def change_wish(case: Consultation, wish: ContactWish, *, by: Actor) -> None:
    """Keep a new wish in place of the old one. What still waits for the old address is not sent any more: whoever takes a
    phone away from here may have reason to.

    Giving an address is the consent to that purpose, taking all of them away its withdrawal; the record says which ways and
    that hours were chosen, and no address. Raises PermissionDenied, and ValidationError by field.
    """
    kept = _checked(wish)
    with transaction.atomic():
        case = locked(case)
        demand_citizen(by, case)
        CitizenContact.objects.update_or_create(consultation=case, defaults=asdict(kept))
        forget(key_prefix(case))
        content = {
            "by_sms": kept.by_sms,
            "by_email": kept.by_email,
            "hours": kept.safe_from is not None,
            "purposes": _settled_consent(case, kept),
        }
        write_event(case, "change_contact", signature_of(by, ActorKind.CITIZEN), at=clock.now(), content=content)


def _checked(wish: ContactWish) -> ContactWish:
    faults = {}
    phone, email = wish.phone.strip(), wish.email.strip()
    try:
        phone = Contact(SMS, phone).address if phone else ""
    except ValidationError as error:
        faults["phone"] = error
    try:
        email = Contact(MAIL, email).address if email else ""
    except ValidationError as error:
        faults["email"] = error
    if (wish.safe_from is None) != (wish.safe_until is None):
        faults["safe_until"] = ValidationError(_("请把从几点到几点都填上，或者都不填。"))
    if faults:
        raise ValidationError(faults)
    return ContactWish(
        phone=phone,
        email=email,
        by_sms=bool(phone),
        by_email=bool(email),
        safe_from=wish.safe_from,
        safe_until=wish.safe_until,
        safe_contact=wish.safe_contact.strip(),
        tell_law_changes=wish.tell_law_changes,
    )


def _settled_consent(case: Consultation, kept: ContactWish) -> list[str]:
    consent = AgreementConsent.objects.get(consultation=case)
    given = {PURPOSE: kept.by_sms or kept.by_email, LAW_CHANGES: kept.tell_law_changes}
    others = [code for code in consent.purposes if code not in given]
    consent.purposes = sorted([*others, *(code for code, is_given in given.items() if is_given)])
    consent.save(update_fields=["purposes"])
    return list(consent.purposes)
