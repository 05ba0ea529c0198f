"""Purging: one case a transaction, everything that hangs on it, leaving figures and the end of its record; or one complaint
that has no case, leaving figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.complaints.models import Complaint
from portal.complaints.services.leaving import forget_notices, leave_figures
from portal.complaints.services.moving import locked as locked_complaint
from portal.complaints.services.telling import key_prefix as complaint_key_prefix
from portal.consultations import neighbours
from portal.consultations.attachments import vault
from portal.consultations.models import Attachment, Consultation, RecordHead, RelatedMatter
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.telling import key_prefix
from portal.notifications.models import Delivery, DemoMessage, Notification
from portal.retention.due import verdict_of
from portal.retention.due_complaints import verdict_of_complaint
from portal.retention.facts import clocks_of, facts_of, leave_apart
from portal.retention.models import InquiryExport, LegalHold, PurgedCase, PurgedDeadline, PurgeItem, PurgeRun
from portal.retention.numbers import number_digest
from portal.retention.walking import StillNeeded, delete_rows, files_of, rows_of

_forgetting: list[Callable[[Consultation], None]] = []


class NotPurged(Exception):
    """A case or complaint that may not go; the message says why, in plain words."""


def register_forgetting(forget: Callable[[Consultation], None]) -> None:
    """Let a room take away what names a case in another way than by a key; in the transaction of the purge, before the rows."""
    _forgetting.append(forget)


def purge_case(case_id: int, run: PurgeRun) -> None:
    """Purge one case. Asked again whether it may go, with its row locked. Raises NotPurged; one that is gone already is done."""
    with transaction.atomic():
        found = Consultation.objects.filter(pk=case_id).first()
        if found is None:
            return
        case = locked(found)
        today = clock.today()
        verdict = verdict_of(case, today)
        if not verdict.may_go:
            raise NotPurged("；".join(verdict.reasons) or _("保存期限还没有到"))
        # Before rooms erase: of what they erase some is counted.
        figures, clocks = facts_of(case), clocks_of(case)
        leave_apart(case)
        if case.frozen_at is None:  # what a room erases on request; of a frozen case it has
            neighbours.forget(case)
        try:
            hanging = rows_of(case)
        except StillNeeded as error:
            raise NotPurged(str(error)) from error
        head = RecordHead.objects.get(consultation=case)
        left = PurgedCase.objects.create(
            case_id=case.pk,
            number_digest=number_digest(case.receipt_number),
            head_sequence=head.sequence,
            head_digest=head.digest,
            run=run,
            purged_on=today,
            **figures,
        )
        PurgedDeadline.objects.bulk_create(PurgedDeadline(purged=left, **clock_) for clock_ in clocks)
        for forget in _forgetting:
            forget(case)
        for complaint in Complaint.objects.filter(consultation=case).order_by("pk"):
            _leave_complaint(complaint)
        _forget_told(case)
        _drop_files(hanging)
        matter = case.matter
        delete_rows(hanging)
        _forget_what_held_it(matter)
        record(Act.PURGED, actor=run.decided_by, name=str(case_id), details={"run": run.pk, "record": head.digest})


def purge_complaint(complaint_id: int, run: PurgeRun) -> None:
    """Purge one complaint that has no case, as ``purge_case`` does a case. Raises NotPurged."""
    with transaction.atomic():
        found = Complaint.objects.filter(pk=complaint_id).first()
        if found is None:
            return
        complaint = locked_complaint(found)
        if complaint.consultation is not None:
            raise NotPurged(_("有对应的咨询，和咨询一起清理"))
        verdict = verdict_of_complaint(complaint, clock.today())
        if not verdict.may_go:
            raise NotPurged("；".join(verdict.reasons) or _("保存期限还没有到"))
        _leave_complaint(complaint)
        delete_rows(rows_of(complaint))
        _forget_what_held_it(None)
        record(Act.PURGED, actor=run.decided_by, name=str(complaint_id), details={"run": run.pk, "complaint": True})


def _leave_complaint(complaint: Complaint) -> None:
    """Its figures stay; what was told of it goes."""
    leave_figures(complaint)
    forget_notices(complaint)
    _forget_sent(complaint_key_prefix(complaint))


def _forget_told(case: Consultation) -> None:
    """What was told of a case names it in addresses, not by a key."""
    Notification.objects.filter(url__contains=case.receipt_number).delete()
    _forget_sent(key_prefix(case))


def _forget_sent(prefix: str) -> None:
    sent = Delivery.objects.filter(key__startswith=prefix)
    keys = [str(key) for key in sent.values_list("idempotency_key", flat=True)]
    DemoMessage.objects.filter(idempotency_key__in=keys).delete()
    sent.delete()


def _drop_files(hanging: Any) -> None:
    names = [key.hex for key in Attachment.objects.filter(pk__in=hanging.of(Attachment)).values_list("key", flat=True)]
    files = [(file.storage, file.name) for file in files_of(hanging)]

    def drop() -> None:
        for name in names:
            vault.delete(name)
        for storage, name in files:
            storage.delete(name)

    transaction.on_commit(drop, robust=True)


def _forget_what_held_it(matter: RelatedMatter | None) -> None:
    """A group without cases, a released hold of nothing any more; of an export what was handed to whom stays, not why."""
    if matter is not None and not matter.consultations.exists():
        delete_rows(rows_of(matter))
    LegalHold.objects.filter(released_at__isnull=False, held__isnull=True, held_complaints__isnull=True).delete()
    InquiryExport.objects.filter(exported__isnull=True).exclude(reason__isnull=True).update(reason="")


def carry_out(run: PurgeRun, most: int | None = None) -> Iterator[PurgeItem]:
    """Purge what an approved run lists, one case or complaint at a time; may be killed and begun again. Gives each item when
    it is settled."""
    waiting = run.items.filter(outcome=PurgeItem.Outcome.WAITING).order_by("pk")
    for item in list(waiting[:most] if most is not None else waiting):
        try:
            if item.complaint_id is not None:
                purge_complaint(item.complaint_id, run)
            elif item.case_id is not None:
                purge_case(item.case_id, run)
        except NotPurged as reason:
            item.outcome, item.because = PurgeItem.Outcome.KEPT, str(reason)[:200]
        else:
            item.outcome = PurgeItem.Outcome.PURGED
        item.save(update_fields=["outcome", "because"])
        yield item
