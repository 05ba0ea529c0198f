"""Proposing a purge, approving it by another person, carrying it out in the background."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue
from portal.complaints.models import Complaint
from portal.consultations.models import Consultation
from portal.consultations.services.case.telling import BACKEND
from portal.notifications.services import notify
from portal.retention.due import Verdict, verdicts
from portal.retention.due_complaints import complaint_verdicts
from portal.retention.models import PurgeItem, PurgeRun
from portal.retention.services.purging import carry_out

PROPOSE, APPROVE = "retention.propose_purge", "retention.approve_purge"
SINK = "retention.purges"
MOST = 500
"""Cases of one proposal: what one person can look through."""
AT_A_TIME = 100
"""Cases purged between two looks of the outbox; far less than its time limit."""


def propose(case_ids: Collection[int], complaint_ids: Collection[int] = (), *, by: Any) -> PurgeRun:
    """Put cases, and complaints without a case, that may go before a second person: none of one's own, none about oneself.
    What has become of one since the list was read is asked again when it is purged. Raises PermissionDenied; ValidationError
    for none, too many, or what may not go."""
    if not by.is_active or not by.has_perm(PROPOSE):
        raise PermissionDenied
    wanted, complaints = set(case_ids), set(complaint_ids)
    count = len(wanted) + len(complaints)
    if not count or count > MOST:
        raise ValidationError(_("请选择要清理的咨询或者投诉，一次最多%d件。") % MOST)
    with transaction.atomic():
        others = Consultation.objects.filter(pk__in=wanted).exclude(citizen=by)
        outside = Complaint.objects.not_concerning(by).filter(pk__in=complaints)
        if _free(verdicts(clock.today(), others)) != wanted or _free(_complaints(outside)) != complaints:
            raise ValidationError(_("其中有的现在不能清理，请刷新名单再提出。"))
        run = PurgeRun.objects.create(proposed_by=by, proposed_at=clock.now())
        _list(run, wanted, complaints)
        record(Act.PURGE_PROPOSED, actor=by, subject=run, details={"rows": count})
        words = _("有%d件到期的咨询和投诉等您批准清理。") % count
        notify(_who_may(APPROVE, but=by), words, url=_page(run))
    return run


def approve(run: PurgeRun, *, by: Any) -> PurgeRun:
    """Let a proposal be carried out. Raises PermissionDenied for who proposed it, ValidationError when it was decided."""
    with transaction.atomic():
        row = _to_decide(run, by)
        row.state, row.decided_by, row.decided_at = PurgeRun.State.APPROVED, by, clock.now()
        row.save()
        record(Act.PURGE_DECIDED, actor=by, subject=row, details={"approved": True})
        enqueue(SINK, [str(row.pk)])
    return row


def decline(run: PurgeRun, reason: str, *, by: Any) -> PurgeRun:
    """Keep the cases; who proposed reads why."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不批准的理由。")})
    with transaction.atomic():
        row = _to_decide(run, by)
        row.state, row.decided_by, row.decided_at = PurgeRun.State.DECLINED, by, clock.now()
        row.decline_reason = reason.strip()[:300]
        row.save()
        record(Act.PURGE_DECIDED, actor=by, subject=row, details={"approved": False})
        if row.proposed_by is not None:
            notify([row.proposed_by], _("您提出的清理没有得到批准。"), url=_page(row))
    return row


def purge_by_command() -> PurgeRun | None:
    """A run over everything that may go, for whoever has the server's shell; None where there is nothing. It names nobody:
    the audit log says that a command did it."""
    cases, complaints = _free(verdicts(clock.today())), _free(_complaints())
    if not cases and not complaints:
        return None
    with transaction.atomic():
        at = clock.now()
        run = PurgeRun.objects.create(state=PurgeRun.State.APPROVED, proposed_at=at, decided_at=at)
        _list(run, cases, complaints)
        record(Act.PURGE_PROPOSED, subject=run, details={"rows": len(cases) + len(complaints), "command": True})
    return run


def _free(found: Iterable[Verdict]) -> set[int]:
    return {verdict.key for verdict in found if verdict.may_go}


def _complaints(complaints: Any = None) -> Iterable[Verdict]:
    return complaint_verdicts(clock.today(), complaints)


def _list(run: PurgeRun, cases: Collection[int], complaints: Collection[int]) -> None:
    items = [PurgeItem(run=run, case_id=case) for case in sorted(cases)]
    items += [PurgeItem(run=run, complaint_id=complaint) for complaint in sorted(complaints)]
    PurgeItem.objects.bulk_create(items, batch_size=500)


def finish(run: PurgeRun) -> None:
    """Close a run whose last case is settled, and tell both people. Called once more it does nothing."""
    if run.items.filter(outcome=PurgeItem.Outcome.WAITING).exists():
        return
    with transaction.atomic():
        done = PurgeRun.objects.filter(pk=run.pk, state=PurgeRun.State.APPROVED)
        if done.update(state=PurgeRun.State.DONE, finished_at=clock.now()):
            people = [person for person in (run.proposed_by, run.decided_by) if person is not None]
            notify(people, _("清理已经完成，可以看报告。"), url=_page(run))


def _handle(keys: Sequence[str]) -> None:
    for run in PurgeRun.objects.filter(pk__in=[int(key) for key in keys], state=PurgeRun.State.APPROVED):
        for _item in carry_out(run, AT_A_TIME):
            pass
        finish(run)
        if PurgeRun.objects.filter(pk=run.pk, state=PurgeRun.State.APPROVED).exists():
            with transaction.atomic():
                enqueue(SINK, [str(run.pk)], drain_on_commit=False)


def register() -> None:
    """Make the sink known; called from ``AppConfig.ready``."""
    register_sink(SINK, _handle, batch=1)


def _to_decide(run: PurgeRun, by: Any) -> PurgeRun:
    row = PurgeRun.objects.select_for_update().get(pk=run.pk)
    if not by.is_active or not by.has_perm(APPROVE) or row.proposed_by_id == by.pk:
        raise PermissionDenied(_("提出清理和批准清理要两个人。"))
    if decides_over_own(row, by):
        raise PermissionDenied(_("名单里有您自己提出的咨询，或者和您有关的投诉，由另一个人决定。"))
    if row.state != PurgeRun.State.PROPOSED:
        raise ValidationError(_("这次清理已经有了决定，请刷新。"))
    return row


def decides_over_own(run: PurgeRun, by: Any) -> bool:
    """Whether a case of a run is somebody's own question, or a complaint of it about them or theirs: they are no staff of it."""
    items: Any = PurgeItem.objects.filter(run=run)
    cases, complaints = items.filter(case_id__isnull=False), items.filter(complaint_id__isnull=False)
    if Consultation.objects.filter(pk__in=cases.values("case_id"), citizen=by).exists():
        return True
    listed = Complaint.objects.filter(pk__in=complaints.values("complaint_id"))
    return listed.exclude(pk__in=Complaint.objects.not_concerning(by).values("pk")).exists()


def _who_may(permission: str, *, but: Any) -> Any:
    return get_user_model().objects.with_perm(permission, backend=BACKEND).exclude(pk=but.pk)


def _page(run: PurgeRun) -> str:
    return f"/workbench/purges/{run.pk}/"
