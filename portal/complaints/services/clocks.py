"""The clock of a complaint: started, stopped, met, worked out anew, by the rules of ``portal.consultations.deadlines``."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint, ComplaintClock, ComplaintClockChange
from portal.consultations.models import SlaPolicy
from portal.consultations.models.choices import DeadlineKind, TimeUnit
from portal.consultations.services.time.clocks import is_past, work_out
from portal.consultations.services.time.timetables import policy_on, work_time


def start(complaint: Complaint, *, at: datetime) -> ComplaintClock:
    """Let the clock of this look run from ``at``, by the policy of that day."""
    policy = policy_on(DeadlineKind.COMPLAINT, "", at.astimezone(SHANGHAI).date())
    clock = ComplaintClock(
        complaint=complaint,
        look=complaint.look,
        policy=policy if isinstance(policy, SlaPolicy) else None,
        started_at=at,
        amount=policy.amount,
        unit=policy.unit,
        may_pause=policy.pauses,
    )
    work_out(clock)
    clock.save()
    return clock


def clock_of(complaint: Complaint) -> ComplaintClock:
    """The clock of the present look."""
    return ComplaintClock.objects.get(complaint=complaint, look=complaint.look)


def pause(complaint: Complaint, *, at: datetime) -> None:
    """Stop the clock while the complainant is awaited; what is late already stays late and runs on."""
    clock = clock_of(complaint)
    if clock.may_pause and clock.paused_at is None and not is_past(clock, at):
        clock.pauses = [*clock.pauses, [at.isoformat(), None]]
        clock.paused_at = at
        work_out(clock)
        clock.save()


def resume(complaint: Complaint, *, at: datetime) -> None:
    """Let a stopped clock run on with what was left."""
    clock = clock_of(complaint)
    if clock.paused_at is not None:
        clock.pauses = [*clock.pauses[:-1], [clock.pauses[-1][0], at.isoformat()]]
        clock.paused_at = None
        work_out(clock)
        clock.save()


def is_late(complaint: Complaint, at: datetime) -> bool:
    """Whether a result at this moment comes late."""
    return is_past(clock_of(complaint), at)


def meet(complaint: Complaint, *, at: datetime) -> None:
    """The complaint is decided, in time or late."""
    clock = clock_of(complaint)
    clock.met_at, clock.outcome = at, "late" if is_past(clock, at) else "met"
    clock.save(update_fields=["met_at", "outcome"])


def recompute_open(at: datetime, reason: str) -> int:
    """Work out anew what is open, and put what changed on file; returns how many changed. May run again at any time."""
    changed = 0
    for key in _counting().values_list("pk", flat=True):
        with transaction.atomic():
            clock = _counting().select_for_update().filter(pk=key).first()
            if clock is None:
                continue
            before = clock.due_at
            work_out(clock, work_time(clock.started_at.astimezone(SHANGHAI).date()))
            clock.save()
            if clock.due_at != before:
                changed += 1
                ComplaintClockChange.objects.create(
                    deadline=clock, at=at, due_before=before, due_after=clock.due_at, reason=reason
                )
    return changed


def _counting() -> QuerySet[ComplaintClock]:
    units = (TimeUnit.WORKING_DAYS, TimeUnit.SERVICE_HOURS)
    return ComplaintClock.objects.filter(met_at__isnull=True, cancelled_at__isnull=True, unit__in=units)
