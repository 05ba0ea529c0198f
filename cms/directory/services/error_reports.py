"""纠错: a citizen says that something is wrong, a clerk answers within a time that is shown. Nobody is asked for a name or a
way to be reached: whoever keeps the receipt code reads the answer with it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.directory.models import Entry, ErrorReport, Institution, Practitioner
from cms.directory.models.enums import ReportState
from portal.common import clock
from portal.common.chinese_ids import contains_identity_number
from portal.common.workdays import WorkdayCalendar, add_working_days, chinese_workdays

ANSWER_WORKING_DAYS = 5
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
CODE_LENGTH = 16
"""Sixteen characters of 32: 80 random bits, so that nobody guesses the code of another's report."""


def report_error(
    text: str,
    *,
    page_path: str,
    entry: Entry | None = None,
    moment: datetime,
    calendar: WorkdayCalendar = chinese_workdays,
) -> tuple[ErrorReport, str]:
    """Take a report; gives it with its receipt code (XXXX-XXXX-XXXX-XXXX), which is stored only as a digest.

    Raises ValidationError for an empty text and for one that holds an identity number.
    """
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("请写明何处有误。")})
    if contains_identity_number(text):
        raise ValidationError({"text": _("请不要填写身份证件号码。")})
    code = "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))
    report = ErrorReport(
        receipt_hash=_digest(code),
        institution=entry if isinstance(entry, Institution) else None,
        practitioner=entry if isinstance(entry, Practitioner) else None,
        page_path=page_path[:300],
        text=text,
        received_at=moment,
        answer_due_on=add_working_days(moment.astimezone(clock.SHANGHAI).date(), ANSWER_WORKING_DAYS, calendar),
    )
    report.full_clean()
    with transaction.atomic():
        report.save()
    return report, "-".join(code[place : place + 4] for place in range(0, CODE_LENGTH, 4))


def find_report(code: str) -> ErrorReport | None:
    """The report of a receipt code, however it was typed; None for a code that nobody has."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    plain = plain.translate(str.maketrans("OIL", "011"))
    return ErrorReport.objects.filter(receipt_hash=_digest(plain)).first()


def answer_report(report: ErrorReport, answer: str, *, by: Any, corrected: bool) -> ErrorReport:
    """Close a report with an answer: corrected, or looked into and left as it is. Raises ValidationError, PermissionDenied."""
    if by is None or not by.is_active or not by.has_perm("directory.change_errorreport"):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    if not answer.strip():
        raise ValidationError({"answer": _("请填写答复。")})
    if contains_identity_number(answer):
        raise ValidationError({"answer": _("答复会公开给反映人，请不要填写身份证件号码。")})
    with transaction.atomic():
        report = ErrorReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if report.state != ReportState.OPEN:
            raise ValidationError(_("这一纠错已经答复。"))
        report.state = ReportState.ANSWERED if corrected else ReportState.REJECTED
        report.answer, report.answered_by, report.answered_at = answer.strip(), by, clock.now()
        report._history_user = by  # type: ignore[attr-defined]
        report.full_clean()
        report.save()
    return report


def _digest(code: str) -> str:
    return hashlib.sha256(f"directory.error_report:{code}".encode()).hexdigest()
