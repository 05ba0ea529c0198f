"""The life of a penalty or sanction (article 14). Each act is one function: transaction, lock, policy, change, history,
outbox rows. ``cms.directory.states`` says which act leads where; nothing else writes a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.directory.models import DisciplinaryRecord
from cms.directory.models.enums import NoticeEvent, RecordState, WithdrawalReason
from cms.directory.models.history import sign
from cms.directory.policies import NotAllowed, WrongPhase, demand, has_permission
from cms.directory.services.announcing import announce_entry
from cms.directory.services.notices import owe_notice
from cms.directory.states import TRANSITIONS, WITHDRAWAL_WORKING_DAYS, Act
from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record as keep
from portal.common.workdays import WorkdayCalendar, add_working_days, chinese_workdays

Record = TypeVar("Record", bound=DisciplinaryRecord)

WRITABLE = (
    "institution",
    "practitioner",
    "decided_on",
    "authority",
    "document_number",
    "cause",
    "kind",
    "amount",
    "suspended_from",
    "suspended_until",
    "display_from",
    "display_until",
    "source_name",
    "source_url",
)


def draft_record(model: type[Record], values: Mapping[str, Any], *, by: Any) -> Record:
    """Write a new record, seen by nobody outside. Raises ValidationError by field, NotAllowed."""
    if not has_permission(by, Act.DRAFT, model):
        raise NotAllowed(_("您没有进行这一操作的权限。"))
    with transaction.atomic():
        record = model(drafted_by=by, edited_by=by)
        _fill(record, values)
        return _save(record, by, "draft")


def edit_record(record: Record, values: Mapping[str, Any], *, by: Any, today: date) -> Record:
    """Change a draft or a returned record; whoever edits it may not approve it."""
    with transaction.atomic():
        record = _locked(record)
        demand(by, Act.EDIT, record, today)
        _fill(record, values)
        record.edited_by = by
        record.state = RecordState.DRAFTED
        return _save(record, by, Act.EDIT)


def discard_record(record: DisciplinaryRecord, *, by: Any, today: date) -> None:
    """Throw a draft away; its history stays."""
    with transaction.atomic():
        record = _locked(record)
        demand(by, Act.DISCARD, record, today)
        sign(record, by)
        record.delete()


def submit_record(record: Record, *, by: Any, today: date) -> Record:
    """Ask for approval."""
    with transaction.atomic():
        record = _locked(record)
        demand(by, Act.SUBMIT, record, today)
        record.full_clean()
        return _move(record, Act.SUBMIT, by)


def return_record(record: Record, reason: str, *, by: Any, today: date) -> Record:
    """Give a record back to its writer, with a reason."""
    if not reason.strip():
        raise ValidationError({"return_reason": _("请写明退回理由。")})
    with transaction.atomic():
        record = _locked(record)
        demand(by, Act.RETURN, record, today)
        record.return_reason = reason.strip()[:500]
        return _move(record, Act.RETURN, by)


def approve_record(record: Record, *, by: Any, today: date, seen: datetime | None = None) -> Record:
    """Approve what another person wrote. It is shown from ``display_from`` to ``display_until``; the one concerned is told.

    ``seen`` is the ``updated_at`` of what the approver read: WrongPhase when it was changed since.
    """
    with transaction.atomic():
        record = _locked(record)
        demand(by, Act.APPROVE, record, today)
        if seen is not None and record.updated_at != seen:
            raise WrongPhase(_("记录在您打开之后有改动，请重新核对后再审核。"))
        if record.replaces is not None and record.replaces.state != RecordState.WITHDRAWN:
            raise WrongPhase(_("原决定尚未撤下，新的决定不能公示。"))
        if record.display_until < today:
            raise ValidationError({"display_until": _("公示期已经结束，不再公示。")})
        record.full_clean()
        record.approved_by, record.approved_at, record.return_reason = by, clock.now(), ""
        record = _move(record, Act.APPROVE, by)
        announce_entry(record.subject)
        owe_notice(NoticeEvent.RECORD_PUBLISHED, record)
        _keep(AuditAct.PUBLISHED, record, by)
        return record


def note_alteration(
    record: Record,
    reason: str,
    notified_on: date,
    *,
    by: Any,
    today: date,
    calendar: WorkdayCalendar = chinese_workdays,
) -> Record:
    """Put on file that a decision was altered, revoked or found void: from the day of that notice three working days run in
    which the record is withdrawn."""
    with transaction.atomic():
        record = _locked(record)
        demand(by, Act.NOTE_ALTERATION, record, today)
        _check_alteration(record, reason, notified_on, today)
        _set_alteration(record, reason, notified_on, calendar)
        return _save(record, by, Act.NOTE_ALTERATION)


def withdraw_record(
    record: Record,
    reason: str = "",
    notified_on: date | None = None,
    *,
    by: Any,
    today: date,
    calendar: WorkdayCalendar = chinese_workdays,
) -> Record:
    """Take a record out of every page at once. What remains public is the document number and the reason; the one concerned
    is told. Without ``reason`` the one put on file before counts."""
    with transaction.atomic():
        record = _locked(record)
        demand(by, Act.WITHDRAW, record, today)
        reason = reason or record.withdrawal_reason
        notified_on = notified_on or record.alteration_notified_on or today
        _check_alteration(record, reason, notified_on, today)
        _set_alteration(record, reason, notified_on, calendar)
        record.withdrawn_by, record.withdrawn_on = by, today
        record = _move(record, Act.WITHDRAW, by)
        announce_entry(record.subject)
        owe_notice(NoticeEvent.RECORD_WITHDRAWN, record)
        _keep(AuditAct.WITHDRAWN, record, by, reason=str(WithdrawalReason(reason).label))
        return record


def draft_successor(record: Record, values: Mapping[str, Any], *, by: Any, today: date) -> Record:
    """Write the new decision that takes the place of a withdrawn one, about the same subject. It is approved as any other."""
    with transaction.atomic():
        record = _locked(record)
        demand(by, Act.REPLACE, record, today)
        model: Any = type(record)
        if model._default_manager.filter(replaces=record).exists():
            raise WrongPhase(_("取代这一决定的新决定已经录入。"))
        new: Record = model(drafted_by=by, edited_by=by, replaces=record)
        _fill(new, {**values, "institution": record.institution, "practitioner": record.practitioner})
        return _save(new, by, Act.REPLACE)


def _locked(record: Record) -> Record:
    rows: Any = type(record)._default_manager
    locked: Record = rows.select_for_update(of=("self",)).get(pk=record.pk)
    return locked


def _fill(record: DisciplinaryRecord, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(WRITABLE)
    if unknown:
        raise ValueError(f"not written by a person: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean()


def _move(record: Record, act: Act, by: Any) -> Record:
    state = TRANSITIONS[act].leads_to
    assert state is not None
    record.state = state
    return _save(record, by, act)


def _save(record: Record, by: Any, act: str) -> Record:
    sign(record, by, str(act))
    record.save()
    return record


def _keep(act: AuditAct, record: DisciplinaryRecord, by: Any, **details: str) -> None:
    """Put down in the audit log what became public or ceased to be, who wrote and who approved it. Neither cause nor kind:
    the log outlives the display period."""
    keep(
        act,
        actor=by,
        subject=record,
        name=f"{record._meta.verbose_name} {record.document_number}",
        details={
            "drafted_by": record.drafted_by.get_username(),
            "approved_by": record.approved_by.get_username() if record.approved_by else "",
            **details,
        },
    )


def _check_alteration(record: DisciplinaryRecord, reason: str, notified_on: date, today: date) -> None:
    if reason not in WithdrawalReason.values:
        raise ValidationError({"withdrawal_reason": _("请选择撤下理由。")})
    if not record.decided_on <= notified_on <= today:
        raise ValidationError({"alteration_notified_on": _("获知日期不能早于决定日期，也不能晚于今天。")})


def _set_alteration(record: DisciplinaryRecord, reason: str, notified_on: date, calendar: WorkdayCalendar) -> None:
    record.withdrawal_reason = reason
    record.alteration_notified_on = notified_on
    record.withdrawal_due_on = add_working_days(notified_on, WITHDRAWAL_WORKING_DAYS, calendar)
