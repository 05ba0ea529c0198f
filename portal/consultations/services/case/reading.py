"""Opening a case: who may, and that it is put on file (article 25). Every page of a case begins here."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation, ReceiptSession
from portal.consultations.models.querysets import ConsultationQuerySet
from portal.consultations.services.residents.conflicts import ConflictUndeclared, must_declare


def find_case(number: str, actor: Actor) -> Consultation:
    """A case that an actor may open; Http404 for another's, as for what does not exist: the same single query."""
    return _found(number, Consultation.objects.visible_to(actor))


def open_case(number: str, actor: Any, *, page: str) -> Consultation:
    """``find_case``, and a line in the log for each opening by staff: who, which case, by which page. A citizen who reads
    their own is not logged. Raises ConflictUndeclared for who must first say whether they keep away."""
    case = find_case(number, actor)
    if not isinstance(actor, ReceiptSession) and case.citizen_id != actor.pk:
        _open(case, actor, page)
    return case


def cases_of_staff(actor: Any) -> ConsultationQuerySet:
    """What somebody may open as staff: never what they asked themselves."""
    return Consultation.objects.visible_to(actor).exclude(citizen=actor)


def open_as_staff(number: str, actor: Any, *, page: str) -> Consultation:
    """``open_case`` for pages of the workbench, where nobody finds their own question."""
    case = _found(number, cases_of_staff(actor))
    _open(case, actor, page)
    return case


def _found(number: str, among: ConsultationQuerySet) -> Consultation:
    found = (
        among.select_related("topic", "assigned_to__staff_code", "assigned_to__resident_institution", "service_rules")
        .filter(receipt_number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _open(case: Consultation, actor: Any, page: str) -> None:
    if must_declare(case, actor):
        raise ConflictUndeclared(case)
    record(AuditAct.CASE_OPENED, actor=actor, subject=case, details={"page": page})
