"""What happens to complaints by itself: warnings at half and at 80 % of the time, escalation when it is past, each once; who
was asked and says nothing is waited for no longer. Each is taken by a conditional update in the transaction of its messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.complaints.models import Complaint, ComplaintClock, ComplaintSettings
from portal.complaints.services import clocks
from portal.complaints.services.forgetting import forget_contacts, forget_what_is_over
from portal.complaints.services.moving import locked, move
from portal.complaints.services.telling import LIST_URL, tell_handler, tell_who_may_take
from portal.complaints.states import Act, State
from portal.consultations.actors import SYSTEM
from portal.consultations.deadlines.explaining import moment_words
from portal.consultations.models.deadlines import RUNNING
from portal.consultations.services.case.telling import tell_supervisors

LIMIT = 200


@dataclass(frozen=True)
class Stage:
    """A mark on the way: the field that says it was told, when it is due, what is said, and whether supervisors are told."""

    mark: str
    due: Callable[[datetime], Q]
    words: Callable[[], str]
    is_grave: bool = False


STAGES = (
    Stage("escalated_at", lambda now: Q(due_at__lt=now), lambda: _("一件投诉已经超过时限（%s），请马上办理。"), True),
    Stage(
        "warned_late_at",
        lambda now: Q(late_warning_at__lte=now, due_at__gte=now),
        lambda: _("一件投诉的时间只剩不到两成，%s到期。"),
        True,
    ),
    Stage(
        "warned_half_at",
        lambda now: Q(half_at__lte=now, late_warning_at__gt=now),
        lambda: _("一件投诉的时间已经过半，%s到期。"),
    ),
)


def watch() -> dict[str, int]:
    """All of it; returns how many of each."""
    now = clock.now()
    told = {
        stage.mark: sum(_take(stage, key, now) for key in _due(stage, now).values_list("pk", flat=True)[:LIMIT])
        for stage in STAGES
    }
    return told | {
        "lapsed": go_on_without_answer(now),
        "forgotten": forget_what_is_over(),
        "contacts": forget_contacts(now),
    }


def go_on_without_answer(now: datetime) -> int:
    """Who was asked for more and wrote nothing for the days of the settings: handled with what there is."""
    limit = now - timedelta(days=ComplaintSettings.load().waiting_days)
    waiting = Complaint.objects.filter(state=State.ASKING, asked_at__lte=limit)
    done = 0
    for complaint in waiting[:LIMIT]:
        with transaction.atomic():
            complaint = locked(complaint)
            if complaint.state != State.ASKING:
                continue
            clocks.resume(complaint, at=now)
            move(complaint, Act.LAPSE, SYSTEM, at=now, asked_at=None)
            tell_handler(complaint, _("投诉人没有补充，请按现有情况办理。"))
            done += 1
    return done


def _due(stage: Stage, now: datetime) -> QuerySet[ComplaintClock]:
    found = ComplaintClock.objects.filter(RUNNING, stage.due(now), **{f"{stage.mark}__isnull": True})
    return found.order_by("due_at")


@transaction.atomic
def _take(stage: Stage, key: int, now: datetime) -> bool:
    if not _due(stage, now).filter(pk=key).update(**{stage.mark: now}):
        return False
    clock_row = ComplaintClock.objects.select_related("complaint__handler").get(pk=key)
    complaint, words = clock_row.complaint, stage.words() % moment_words(clock_row.due_at)
    if complaint.handler is not None:
        tell_handler(complaint, words)
    else:
        tell_who_may_take(complaint, words)
    if stage.is_grave:
        tell_supervisors(words, LIST_URL)
    return True
