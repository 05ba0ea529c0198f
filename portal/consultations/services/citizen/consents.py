"""Consent taken back, or given later (个人信息保护法 15): for each purpose apart, by the citizen alone.

What an answer needs is taken back by withdrawing the question or by a request to erase; how one is told of progress by
``contact_wishes``. Figures read consent when they are counted: what is taken back is in none from then on.
"""

from __future__ import annotations

from django.db import transaction

from portal.common import clock
from portal.consultations.actors import Actor, signature_of
from portal.consultations.models import AgreementConsent, Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.policies import demand_citizen
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event

STATISTICS = "statistics"
"""The purpose that is for the citizen to change on a screen of its own."""


def agrees_to_statistics(case: Consultation) -> bool:
    """Whether the case may be counted."""
    return STATISTICS in AgreementConsent.objects.get(consultation=case).purposes


def change_consent(case: Consultation, statistics: bool, *, by: Actor) -> None:
    """Take the consent to be counted back, or give it; the record says what holds now. As it was, nothing is written.
    Raises PermissionDenied."""
    with transaction.atomic():
        case = locked(case)
        demand_citizen(by, case)
        consent = AgreementConsent.objects.select_for_update().get(consultation=case)
        kept = {code for code in consent.purposes if code != STATISTICS} | ({STATISTICS} if statistics else set())
        if kept == set(consent.purposes):
            return
        consent.purposes = sorted(kept)
        consent.save(update_fields=["purposes"])
        signature = signature_of(by, ActorKind.CITIZEN)
        write_event(case, "change_consent", signature, at=clock.now(), content={"purposes": consent.purposes})
