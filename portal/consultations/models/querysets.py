"""Consultations by who may see them: whoever lists consultations starts from ``visible_to``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.consultations import neighbours

if TYPE_CHECKING:
    from portal.consultations.models.consultation import Consultation  # noqa: F401 - what the rows are, in quotes below

MODERATE = "consultations.moderate_consultation"
ANSWER = "consultations.answer_consultation"
SUPPORT = "consultations.support_consultation"
SUPERVISE = "consultations.supervise_consultation"
QUARANTINE = "consultations.open_quarantined"
APPROVE_OPENING = "consultations.approve_minor_opening"


@dataclass(frozen=True, slots=True)
class ReceiptSession:
    """Somebody who proved to know the passphrase of these cases: numbers of the session, and nothing else."""

    numbers: frozenset[str]

    @classmethod
    def of(cls, numbers: Iterable[str]) -> ReceiptSession:
        """From what a session keeps."""
        return cls(frozenset(numbers))


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations by who asks for them."""

    def visible_to(self, actor: Any) -> ConsultationQuerySet:
        """The cases an actor may open: a user, a ``ReceiptSession``, or nobody (None, anonymous): none.

        Citizens see their own; residents what is assigned to them, unless they are suspended; their back office what is in
        the institution's hands; moderators and supervisors all; others what the rooms around the board say
        (``neighbours``). What is quarantined is seen by its citizen and by one named role alone; a case of somebody under 14
        by those of the staff who were let in by name; what was frozen on request by supervisors.
        """
        if isinstance(actor, ReceiptSession):
            return self.filter(receipt_number__in=actor.numbers)
        if actor is None or not getattr(actor, "is_authenticated", False) or not actor.is_active:
            return self.none()
        own = Q(citizen=actor)
        return self.filter(own | (self._for_staff(actor) & self._not_shut(actor)))

    def _for_staff(self, actor: Any) -> Q:
        if actor.has_perm(MODERATE) or actor.has_perm(SUPERVISE):
            return Q()
        if actor.has_perm(QUARANTINE):
            return Q(is_quarantined=True)
        found = Q(pk__in=[])
        if actor.has_perm(ANSWER):
            found |= Q(assigned_to__user=actor, assigned_to__duty="active")
        if actor.has_perm(SUPPORT) and actor.institution_id:
            found |= Q(assigned_to__resident_institution__institution=actor.institution_id)
        return found | neighbours.ways_in(actor)

    def _not_shut(self, actor: Any) -> Q:
        from portal.consultations.models.screening import MinorOpening

        let_in = MinorOpening.objects.filter(consultation=OuterRef("pk"), user=actor)
        open_ones = ~Q(age_band="under_14") | Q(Exists(let_in))
        if not actor.has_perm(SUPERVISE):
            open_ones &= Q(frozen_at__isnull=True)
        return open_ones if actor.has_perm(QUARANTINE) else open_ones & Q(is_quarantined=False)

    def waiting_for_residents(self) -> ConsultationQuerySet:
        """Accepted cases that nobody has, the urgent first, then the oldest."""
        return self.filter(state="accepted", is_quarantined=False).order_by("-is_urgent", "submitted_at", "pk")
