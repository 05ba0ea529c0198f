"""Remarks of a month's report: each saving is a version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.common.redaction import PERSONAL, find_personal_data
from portal.service_figures.models import ReportRemark

LONGEST = 5_000
WRITE = "service_figures.report_figures"


def latest_remark(month: date) -> ReportRemark | None:
    """What is printed of a month."""
    return ReportRemark.objects.filter(month=month).order_by("-version").first()


def save_remark(month: date, text: str, *, by: Any) -> ReportRemark:
    """A new version; the same text again is none. Raises PermissionDenied, or ValidationError for a text that points at a
    person: a report leaves the house."""
    if not by.has_perm(WRITE):
        raise PermissionDenied
    text = text.strip()
    if found := [finding for finding in find_personal_data(text) if finding.kind in PERSONAL]:
        words = "、".join(dict.fromkeys(finding.words(text) for finding in found))
        raise ValidationError(_("月报会发出去，请不要写能认出个人的内容：%(words)s。") % {"words": words})
    with transaction.atomic():
        latest = latest_remark(month)
        if latest is not None and latest.text == text:
            return latest
        highest = ReportRemark.objects.filter(month=month).aggregate(highest=Max("version"))["highest"] or 0
        return ReportRemark.objects.create(month=month, version=highest + 1, text=text, author=by, at=clock.now())


def file_report(month: date, *, by: Any) -> None:
    """Put on file that a report was taken away."""
    name = _("月报：%(year)d年%(month)d月") % {"year": month.year, "month": month.month}
    record(AuditAct.EXPORTED, actor=by, name=name, details={"filters": month.strftime("%Y-%m")})
