"""回避: who claimed a case sees the other side's names first, and the text only once they said that nothing stands in the
way. What they said holds for their claim alone: after a hand-over the next one is asked anew."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor, Signature
from portal.consultations.models import Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.policies import parties_of
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.states import Party

NO_CONFLICT = "no_conflict"
"""The event of the record."""
_OF_THE_INSTITUTION = frozenset({Party.RESIDENT, Party.BACK_OFFICE})


class ConflictUndeclared(PermissionDenied):
    """The text is not to be shown yet; ``case`` is what may be asked about."""

    def __init__(self, case: Consultation) -> None:
        super().__init__(_("请先看对方是谁，声明是否需要回避，再打开咨询内容。"))
        self.case = case


def is_declared(case: Consultation) -> bool:
    """Whether the holder of the present claim has said that nothing stands in the way."""
    return case.conflict_free_claim == case.claim_number


def must_declare(case: Consultation, actor: Actor) -> bool:
    """Whether the text is to be kept from somebody until the holder has declared: from the holder and their back office,
    for it may be the whole institution that keeps away."""
    return not is_declared(case) and bool(parties_of(actor, case) & _OF_THE_INSTITUTION)


def declare_none(case: Consultation, *, by: Actor) -> Consultation:
    """Say that nothing stands in the way; the record keeps it. Raises PermissionDenied for anybody but the holder."""
    with transaction.atomic():
        case = locked(case)
        if Party.RESIDENT not in parties_of(by, case) or case.assigned_to is None:
            raise PermissionDenied(_("只有办理人可以声明是否回避。"))
        if not is_declared(case):
            case.conflict_free_claim = case.claim_number
            case.save(update_fields=["conflict_free_claim"])
            signature = Signature(ActorKind.RESIDENT, case.assigned_to.code)
            write_event(case, NO_CONFLICT, signature, at=clock.now(), content={"claim": case.claim_number})
    return case
