"""内部备注 (article 17): what an institution's people write to each other about a case that is in its hands. Nobody else
reads them: no citizen, no other institution, not the portal's own people. That one was written stands in the record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor, Signature, signature_of
from portal.consultations.models import Consultation, InternalNote, ResidentInstitution
from portal.consultations.models.choices import ActorKind
from portal.consultations.policies import parties_of
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.states import Party

LONGEST = 4000
NOTED = "internal_note"
"""The event of a note: that one was written, when, by whom, and a salted digest of its words. The citizen's copy needs every
event for its chain; what it says of this one is that there is news."""
_INSIDE = frozenset({Party.RESIDENT, Party.BACK_OFFICE})


def institution_inside(case: Consultation, actor: Actor) -> ResidentInstitution | None:
    """The resident institution as whose person somebody deals with a case; None for everybody else."""
    if case.assigned_to is None or not parties_of(actor, case) & _INSIDE:
        return None
    return case.assigned_to.resident_institution


def notes_for(case: Consultation, actor: Actor) -> QuerySet[InternalNote]:
    """The notes that somebody may read: those of their institution, while it has the case."""
    home = institution_inside(case, actor)
    if home is None:
        return InternalNote.objects.none()
    return InternalNote.objects.filter(consultation=case, resident_institution=home).select_related("author")


def add_note(case: Consultation, text: str, *, by: Any) -> InternalNote:
    """Write a note. Raises ValidationError for an empty or endless one, PermissionDenied outside the institution."""
    if not text.strip():
        raise ValidationError({"text": _("请写备注内容。")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("备注最多%d字。") % LONGEST})
    with transaction.atomic():
        case = locked(case)
        home = institution_inside(case, by)
        if home is None:
            raise PermissionDenied(_("只有办理这件咨询的机构可以写内部备注。"))
        at = clock.now()
        note = InternalNote.objects.create(
            consultation=case, resident_institution=home, author=by, text=text.strip(), salt=new_salt(), at=at
        )
        content = {"internal_note": note.pk, "text": salted_digest(note.salt, note.text)}
        write_event(case, NOTED, signed_inside(by, case), at=at, content=content)
    return note


def signed_inside(by: Any, case: Consultation) -> Signature:
    """How the record names one of the institution's people: who has the case by the code, their back office by the account."""
    has_it = Party.RESIDENT in parties_of(by, case)
    return signature_of(by, ActorKind.RESIDENT if has_it else ActorKind.BACK_OFFICE)
