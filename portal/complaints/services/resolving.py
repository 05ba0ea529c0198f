"""Whom a code stands for: opened by the handler alone, for a reason that is kept, each time on the audit log (article 22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.citizens.services.identity import SHORTEST_REASON
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.complaints.models import Complaint
from portal.complaints.policies import parties_of
from portal.complaints.states import Party
from portal.consultations.models import ResidentStaff


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a code. Shown in the answer to one request and kept nowhere."""

    code: str
    name: str
    institution: str
    duty: str


def bearer_of(complaint: Complaint, reason: str, *, by: Any) -> Bearer:
    """The person and the institution behind the code of a complaint in hand. The path of the page wants a fresh code of the
    second factor (``second_factor/policy.py``). Raises PermissionDenied for everybody but the handler."""
    if Party.HANDLER not in parties_of(by, complaint):
        raise PermissionDenied(_("只有办理这件投诉的人可以查看编号对应的人员。"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": _("请写明为什么需要知道，会记入审计记录。")})
    staff = ResidentStaff.objects.select_related("practitioner", "resident_institution__institution", "staff_code")
    found = staff.filter(staff_code__code=complaint.staff_code).first() if complaint.staff_code else None
    if found is None:
        raise ValidationError({"reason": _("没有人使用这个编号。")})
    with transaction.atomic():
        record(
            AuditAct.PERSONAL_DATA_OPENED,
            actor=by,
            subject=complaint,
            details={"fields": [complaint.staff_code], "reason": reason.strip()[:200]},
        )
    return Bearer(
        complaint.staff_code,
        found.practitioner.name,
        str(found.resident_institution.institution),
        str(found.get_duty_display()),
    )


def contact_of_complainant(complaint: Complaint, reason: str, *, by: Any) -> str:
    """The contact that was left with a complaint in hand; raises as ``bearer_of`` does."""
    if Party.HANDLER not in parties_of(by, complaint):
        raise PermissionDenied(_("只有办理这件投诉的人可以查看联系方式。"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": _("请写明为什么需要知道，会记入审计记录。")})
    if not complaint.contact:
        raise ValidationError({"reason": _("投诉人没有留联系方式。")})
    details = {"fields": ["contact"], "reason": reason.strip()[:200]}
    record(AuditAct.PERSONAL_DATA_OPENED, actor=by, subject=complaint, details=details)
    return complaint.contact
