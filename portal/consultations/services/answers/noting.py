"""内部备注 (article 17): what an institution's people write to each other about a case that is in its hands. Nobody else
reads them: no citizen, no other institution, not the portal's own people."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation, InternalNote, ResidentInstitution
from portal.consultations.policies import parties_of
from portal.consultations.states import Party

LONGEST = 4000
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
    home = institution_inside(case, by)
    if home is None:
        raise PermissionDenied(_("只有办理这件咨询的机构可以写内部备注。"))
    with transaction.atomic():
        return InternalNote.objects.create(
            consultation=case, resident_institution=home, author=by, text=text.strip(), at=clock.now()
        )
