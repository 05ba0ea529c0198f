"""The clocks of a case: started, stopped, met, cancelled, worked out anew (article 23; decisions 1 to 3 of the rules).

Each function is one transaction and is called inside those of the acts that move a case. A deadline is open while it is
neither met nor cancelled; whether it is overdue is asked of the clock, never stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.explaining import as_data
from portal.consultations.deadlines.reckoning import Reckoned, reckon, reckon_agreed
from portal.consultations.deadlines.terms import Pause, Rule, WorkTime
from portal.consultations.models import Consultation, Deadline, DeadlineChange, SlaPolicy
from portal.consultations.models.choices import DeadlineKind, TimeUnit
from portal.consultations.models.deadlines import RUNNING, RunningClock
from portal.consultations.services.time.timetables import policy_on, work_time

HALF, LATE = 0.5, 0.8
"""The shares of its time after which somebody is warned."""

DEFERRABLE = (DeadlineKind.FIRST_ANSWER, DeadlineKind.DEFERRED_REPLY)
ANSWERED = (*DEFERRABLE, DeadlineKind.FURTHER_QUESTION, DeadlineKind.FOLLOW_UP)
"""Kinds that an answer meets."""

BATCH = 200


def open_deadlines(case: Consultation) -> QuerySet[Deadline]:
    """What is neither met nor cancelled."""
    return Deadline.objects.filter(consultation=case, met_at__isnull=True, cancelled_at__isnull=True)


@transaction.atomic
def start_deadline(
    case: Consultation, kind: str, *, at: datetime, due_at: datetime | None = None, channel: str | None = None
) -> Deadline:
    """Let a clock run from ``at``: to the time that was agreed (``due_at``), else by the policy of that day for the case's
    channel (or ``channel``).

    Raises NoPolicy for a kind without one, ValueError for an agreed time that is not ahead, IntegrityError when a clock
    of this kind runs already.
    """
    day = at.astimezone(SHANGHAI).date()
    deadline = Deadline(consultation=case, kind=kind, started_at=at, agreed_for=due_at, amount=0)
    if due_at is None:
        policy = policy_on(kind, case.channel if channel is None else channel, day)
        deadline.policy = policy if isinstance(policy, SlaPolicy) else None
        deadline.amount, deadline.unit, deadline.may_pause = policy.amount, policy.unit, policy.pauses
    work_out(deadline)
    deadline.save()
    return deadline


@transaction.atomic
def pause(case: Consultation, *, at: datetime) -> int:
    """Stop every clock of a case that may pause: one waits for the citizen. What is late already stays late and runs on.
    Returns how many were stopped."""
    running = _locked(case).filter(paused_at__isnull=True, may_pause=True, started_at__lte=at, due_at__gt=at)
    for deadline in running:
        deadline.pauses = [*deadline.pauses, [at.isoformat(), None]]
        deadline.paused_at = at
        work_out(deadline)
        deadline.save()
    return len(running)


@transaction.atomic
def resume(case: Consultation, *, at: datetime) -> int:
    """Let the stopped clocks of a case run on, each with what was left, at least one hour. Returns how many."""
    stopped = _locked(case).filter(paused_at__isnull=False)
    for deadline in stopped:
        deadline.pauses = [*deadline.pauses[:-1], [deadline.pauses[-1][0], at.isoformat()]]
        deadline.paused_at = None
        work_out(deadline)
        deadline.save()
    return len(stopped)


@transaction.atomic
def restart(case: Consultation, *, at: datetime) -> int:
    """A case that was closed for want of facts is open again: what was owed when it was closed is owed again, and runs on
    with what was left. Returns how many clocks."""
    ended = Deadline.objects.filter(consultation=case, cancelled_at__isnull=False)
    last = ended.order_by("-cancelled_at").values_list("cancelled_at", flat=True).first()
    revived = ended.filter(cancelled_at=last).update(cancelled_at=None, outcome="") if last else 0
    resume(case, at=at)
    return revived


@transaction.atomic
def meet(case: Consultation, kind: str, *, at: datetime) -> Deadline | None:
    """What a deadline was for is done, in time or late. Returns the one that was open; None when none was."""
    return _meet(_locked(case).filter(kind=kind), at, "met")


@transaction.atomic
def defer(case: Consultation, *, at: datetime) -> Deadline | None:
    """The answer that is owed is deferred: in time it counts as deferred, not answered; what was missed stays missed."""
    return _meet(_locked(case).filter(kind__in=DEFERRABLE), at, "deferred")


@transaction.atomic
def cancel(case: Consultation, *, at: datetime) -> int:
    """Nothing is owed any more (withdrawn, refused, closed for want of facts); what was missed by then stays missed.
    Returns how many clocks ended."""
    missed = open_deadlines(case).filter(paused_at__isnull=True, due_at__lt=at)
    late = missed.update(cancelled_at=at, outcome="late")
    return late + open_deadlines(case).update(cancelled_at=at, outcome="cancelled")


@transaction.atomic
def give_up(case: Consultation, kind: str, *, at: datetime, missed: bool) -> Deadline | None:
    """End the one clock of a kind that was not met and leads over into another; ``missed``: it counts as late whatever the
    hour. Returns the one that was open."""
    deadline = _locked(case).filter(kind=kind).first()
    if deadline is not None:
        deadline.cancelled_at, deadline.paused_at = at, None
        deadline.outcome = "late" if missed or at > deadline.due_at else "cancelled"
        deadline.save(update_fields=["cancelled_at", "paused_at", "outcome"])
    return deadline


def is_past(deadline: RunningClock, at: datetime) -> bool:
    """Whether an open deadline is past at a moment; one that stands still is not."""
    return deadline.paused_at is None and at > deadline.due_at


def is_late(case: Consultation, at: datetime) -> bool:
    """Whether an answer sent at ``at`` is late: what it is owed by is past, or the first answer was deferred too late."""
    kinds = (*ANSWERED, DeadlineKind.EXPERT_REFERRAL)
    running = Deadline.objects.filter(RUNNING, consultation=case, kind__in=kinds, due_at__lt=at)
    if running.exists():
        return True
    missed = Deadline.objects.filter(consultation=case, kind__in=DEFERRABLE, outcome="late", cancelled_at__isnull=True)
    return case.answered_at is None and missed.exists()


def is_nearly_late(case: Consultation, at: datetime) -> bool:
    """Whether most of the time (``LATE``) for an answer has run."""
    running = Deadline.objects.filter(RUNNING, consultation=case, kind__in=ANSWERED)
    return running.filter(late_warning_at__lte=at, due_at__gte=at).exists()


def recompute_open(at: datetime, reason: str) -> int:
    """Work out anew what counts days or service hours and is open, and put what changed on file with the reason
    (40 characters). One transaction a batch; may run again at any time. Returns how many changed."""
    counting = Deadline.objects.filter(
        met_at__isnull=True,
        cancelled_at__isnull=True,
        unit__in=(TimeUnit.WORKING_DAYS, TimeUnit.SERVICE_HOURS),
    )
    oldest = counting.order_by("started_at").values_list("started_at", flat=True).first()
    if oldest is None:
        return 0
    work = work_time(oldest.astimezone(SHANGHAI).date())
    changed, last = 0, 0
    while batch := list(counting.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        changed += _recompute(batch, work, at, reason)
        last = batch[-1]
    return changed


@transaction.atomic
def _recompute(keys: Iterable[int], work: WorkTime, at: datetime, reason: str) -> int:
    changed = 0
    still_open = Deadline.objects.select_for_update().filter(
        Q(met_at__isnull=True, cancelled_at__isnull=True), pk__in=keys
    )
    for deadline in still_open:
        before, explained = deadline.due_at, deadline.explanation
        work_out(deadline, work)
        if deadline.explanation == explained:
            continue
        deadline.save()
        if deadline.due_at != before:
            changed += 1
            DeadlineChange.objects.create(
                deadline=deadline, at=at, due_before=before, due_after=deadline.due_at, reason=reason
            )
    return changed


def _meet(found: QuerySet[Deadline], at: datetime, in_time: str) -> Deadline | None:
    deadline = found.first()
    if deadline is not None:
        deadline.met_at = at
        deadline.outcome = "late" if is_past(deadline, at) else in_time
        deadline.save(update_fields=["met_at", "outcome"])
    return deadline


def _locked(case: Consultation) -> QuerySet[Deadline]:
    return open_deadlines(case).select_for_update(of=("self",)).order_by("pk")


def work_out(deadline: RunningClock, work: WorkTime | None = None) -> None:
    """Due moment and explanation from what the row says of start, rule and pauses."""
    pauses = [
        Pause(datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None)
        for begin, end in deadline.pauses
    ]
    if deadline.agreed_for is not None:
        _take_over(deadline, reckon_agreed(deadline.started_at, deadline.agreed_for, pauses))
        return
    rule = Rule(deadline.amount, TimeUnit(deadline.unit), deadline.may_pause)
    if work is None and rule.unit is not TimeUnit.NATURAL_HOURS:  # those need no calendar
        work = work_time(deadline.started_at.astimezone(SHANGHAI).date())
    _take_over(deadline, reckon(deadline.started_at, rule, pauses, work))


def _take_over(deadline: RunningClock, reckoned: Reckoned) -> None:
    """Keep what was worked out. While the clock stands still the end last known stays on the row, and nobody reads it."""
    deadline.explanation = as_data(reckoned)
    deadline.is_provisional = reckoned.is_provisional
    if reckoned.due is not None:
        deadline.due_at = reckoned.due
        deadline.half_at = reckoned.after_share(HALF)
        deadline.late_warning_at = reckoned.after_share(LATE)
