"""纠错: a citizen says that something is wrong, a clerk answers within a time that is shown. Nobody is asked for a name or a
way to be reached: whoever keeps the receipt code reads the answer with it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.directory.models import Entry, ErrorReport, Institution, Practitioner
from cms.directory.models.enums import ReportState
from cms.directory.models.history import sign
from portal.common import clock
from portal.common.chinese_ids import contains_identity_number, without_identity_numbers
from portal.common.workdays import WorkdayCalendar, add_working_days, chinese_workdays

ANSWER_WORKING_DAYS = 5
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
CODE_LENGTH = 16
"""Sixteen characters of 32: 80 random bits, so that nobody guesses the code of another's report."""


def answer_due_on(received: date, calendar: WorkdayCalendar = chinese_workdays) -> date:
    """The last day on which what was received on a day is answered."""
    return add_working_days(received, ANSWER_WORKING_DAYS, calendar)


def report_error(
    text: str,
    *,
    page_path: str,
    entry: Entry | None = None,
    suggestion: str = "",
    evidence_url: str = "",
    moment: datetime,
    calendar: WorkdayCalendar = chinese_workdays,
) -> tuple[ErrorReport, str]:
    """Take a report; gives it with its receipt code (XXXX-XXXX-XXXX-XXXX), which is stored only as a digest.

    ``page_path`` is the path of any page here, with ``#…`` for a place on it. Raises ValidationError, by field, for an
    empty text and for what holds an identity number: also when the number is that of whoever wrote it.
    """
    typed = {"text": text.strip(), "suggestion": suggestion.strip(), "evidence_url": evidence_url.strip()}
    problems = {name: _("请不要填写身份证件号码。") for name, words in typed.items() if contains_identity_number(words)}
    if not typed["text"]:
        problems["text"] = _("请写明哪里有错。")
    if problems:
        raise ValidationError(problems)
    code = "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))
    report = ErrorReport(
        receipt_hash=_digest(code),
        institution=entry if isinstance(entry, Institution) else None,
        practitioner=entry if isinstance(entry, Practitioner) else None,
        page_path=without_identity_numbers(page_path)[:300],
        **typed,
        received_at=moment,
        answer_due_on=answer_due_on(moment.astimezone(clock.SHANGHAI).date(), calendar),
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


def take_report(report: ErrorReport, *, by: Any) -> ErrorReport:
    """Put on file who looks into a report, so that two clerks do not do the same. Another may take it over. Raises
    ValidationError for one that is answered, PermissionDenied."""
    _demand(by)
    with transaction.atomic():
        report = _open(report)
        report.taken_by = by
        sign(report, by)
        report.save()
    return report


def answer_report(report: ErrorReport, answer: str, *, by: Any, corrected: bool) -> ErrorReport:
    """Close a report with an answer: corrected, or looked into and left as it is. Raises ValidationError, PermissionDenied."""
    _demand(by)
    if not answer.strip():
        raise ValidationError({"answer": _("请填写答复。")})
    if contains_identity_number(answer):
        raise ValidationError({"answer": _("答复会公开给反映人，请不要填写身份证件号码。")})
    with transaction.atomic():
        report = _open(report)
        report.state = ReportState.ANSWERED if corrected else ReportState.REJECTED
        report.answer, report.answered_by, report.answered_at = answer.strip(), by, clock.now()
        sign(report, by)
        report.full_clean()
        report.save()
    return report


def _demand(by: Any) -> None:
    if by is None or not by.is_active or not by.has_perm("directory.change_errorreport"):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))


def _open(report: ErrorReport) -> ErrorReport:
    """The report, locked; ValidationError when it is answered already."""
    report = ErrorReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state != ReportState.OPEN:
        raise ValidationError(_("这一纠错已经答复。"))
    return report


def _digest(code: str) -> str:
    return hashlib.sha256(f"directory.error_report:{code}".encode()).hexdigest()
