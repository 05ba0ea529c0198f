"""Complaints by who may see them: whoever lists complaints starts from here. Nobody sees one about themselves, about their
institution, or of their own; of a child under 14 supervisors do, and who was let in to the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.complaints.choices import About
from portal.complaints.states import WAITING
from portal.consultations.actors import Actor
from portal.consultations.models import ConsultationEvent, MinorOpening, ReceiptSession, ResidentStaff
from portal.consultations.models.choices import ActorKind, AgeBand
from portal.consultations.models.querysets import QUARANTINE, SUPERVISE

if TYPE_CHECKING:
    from portal.complaints.models.complaint import Complaint  # noqa: F401 - what the rows are, in quotes below

HANDLE = "complaints.handle_complaint"
DECIDING_ACTS = (
    *("accept", "refuse", "uphold", "close_refused", "ask_citizen", "erase", "decline_erasure"),
    *("decline_referral", "second_look", "law_note"),
    *("publication_refused", "publication_taken_down", "unpublish_declined"),
)
"""Acts of the portal's people by which one has decided something of a case."""
_OF_THE_PORTAL = (ActorKind.MODERATOR, ActorKind.SUPERVISOR)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Complaints by who asks for them."""

    def of_citizen(self, actor: Actor) -> ComplaintQuerySet:
        """Those that belong to one's own cases, by account or by passphrase of the case."""
        if isinstance(actor, ReceiptSession):
            return self.filter(consultation__receipt_number__in=actor.numbers)
        if actor is None or not getattr(actor, "is_authenticated", False):
            return self.none()
        return self.filter(consultation__citizen=actor)

    def visible_to(self, user: Any) -> ComplaintQuerySet:
        """What somebody of the portal may open: supervisors all that they stand outside of; moderators what they may take,
        have in hand or have decided."""
        found = self._outside_of(user)
        if user.has_perm(SUPERVISE):
            own_doing = Q(_decided_by(user), about=About.MODERATION)
            return found.exclude(own_doing)
        own = Q(handler=user) | Q(Exists(self._decisions_of(user)))
        return found.filter(own | (Q(state__in=WAITING) & ~Q(_decided_by(user))))

    def may_be_taken_by(self, user: Any) -> ComplaintQuerySet:
        """What waits and this person may take: not who decided something of the case, nor who decided the complaint before."""
        waiting = self.visible_to(user).filter(state__in=WAITING)
        return waiting.exclude(Q(_decided_by(user))).exclude(Q(Exists(self._decisions_of(user))))

    def not_concerning(self, user: Any) -> ComplaintQuerySet:
        """Those that are not one's own, not about one's code, and not about one's institution."""
        codes = ResidentStaff.objects.filter(user=user).values("staff_code__code")
        found = self.exclude(consultation__citizen=user).exclude(staff_code__in=codes)
        if user.institution_id is not None:
            # Spelled out, for in SQL what is unknown is neither the institution nor another.
            found = found.filter(Q(institution__isnull=True) | ~Q(institution=user.institution_id))
        return found

    def _outside_of(self, user: Any) -> ComplaintQuerySet:
        if user is None or not user.is_active or not user.has_perm(HANDLE):
            return self.none()
        found = self.not_concerning(user)
        if not user.has_perm(QUARANTINE):
            found = found.filter(is_shut=False).exclude(consultation__is_quarantined=True)
        if not user.has_perm(SUPERVISE):
            let_in = MinorOpening.objects.filter(consultation=OuterRef("consultation"), user=user)
            of_others = Q(consultation__isnull=True) | ~Q(consultation__age_band=AgeBand.UNDER_14)
            found = found.filter(of_others | Q(Exists(let_in)))
        return found

    @staticmethod
    def _decisions_of(user: Any) -> models.QuerySet[Any]:
        from portal.complaints.models.decision import Decision

        return Decision.objects.filter(complaint=OuterRef("pk"), decided_by=user)


def _decided_by(user: Any) -> Exists:
    events = ConsultationEvent.objects.filter(
        consultation=OuterRef("consultation"),
        act__in=DECIDING_ACTS,
        actor_kind__in=_OF_THE_PORTAL,
        actor_ref=str(user.pk),
    )
    return Exists(events)
