"""Warnings at half and at 80 % of a deadline's time, escalation when it is past: each once, whatever restarts.

What is due is found by index. Each is taken by a conditional update in the transaction of its messages: a process that
dies before the commit has told nobody and taken nothing, two that run at once take each once. A warning whose time passed
while nobody watched gives way to the graver one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.deadlines.explaining import moment_words
from portal.consultations.models import Deadline
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.models.deadlines import RUNNING
from portal.consultations.services.case.telling import (
    tell_back_office,
    tell_moderators,
    tell_resident,
    tell_supervisors,
)
from portal.notifications.services import notify

LIMIT = 500
"""At most so many of each stage a run; the next minute's run goes on."""

OF_THE_PORTAL = (DeadlineKind.REFUSAL_APPEAL, DeadlineKind.COMPLAINT, DeadlineKind.UNPUBLISH)
"""Kinds that the portal's own people owe, not a resident."""


@dataclass(frozen=True)
class Stage:
    """A mark on the way: the field that says it was told, when it is due, and what is done then."""

    mark: str
    due: Callable[[datetime], Q]
    order: str
    tell: Callable[[Deadline], None]


def watch(now: datetime | None = None) -> dict[str, int]:
    """Tell whom it concerns of every deadline that reached a mark; returns how many by mark. Three queries when none did."""
    moment = now or clock.now()
    return {stage.mark: _go_through(stage, moment) for stage in STAGES}


def due_now(stage: Stage, moment: datetime) -> QuerySet[Deadline]:
    """What reached a mark and was not told yet, the longest waiting first."""
    found = Deadline.objects.filter(RUNNING, stage.due(moment), **{f"{stage.mark}__isnull": True})
    return found.order_by(stage.order)


def _go_through(stage: Stage, moment: datetime) -> int:
    return sum(_take(stage, key, moment) for key in due_now(stage, moment).values_list("pk", flat=True)[:LIMIT])


@transaction.atomic
def _take(stage: Stage, key: int, moment: datetime) -> bool:
    if not due_now(stage, moment).filter(pk=key).update(**{stage.mark: moment}):
        return False
    stage.tell(
        Deadline.objects.select_related(
            "consultation__assigned_to__user", "consultation__assigned_to__resident_institution"
        ).get(pk=key)
    )
    return True


def _tell_half(deadline: Deadline) -> None:
    words = _("咨询%(number)s：%(kind)s的时间已经过半，%(due)s到期。") % _named(deadline)
    if _is_the_portals(deadline):
        _tell_the_portal(deadline, words)
    elif not _tell_room(deadline, words):
        tell_resident(deadline.consultation, words)


def _tell_late(deadline: Deadline) -> None:
    words = _("咨询%(number)s：%(kind)s的时间只剩不到两成，%(due)s到期。") % _named(deadline)
    if _is_the_portals(deadline) or _tell_room(deadline, words):
        _tell_the_portal(deadline, words)
    else:
        tell_resident(deadline.consultation, words)
        tell_back_office(deadline.consultation, words)


def _escalate(deadline: Deadline) -> None:
    words = _("咨询%(number)s：%(kind)s已经逾期，到期时间是%(due)s，请督促办理。") % _named(deadline)
    if not _tell_room(deadline, words):
        tell_back_office(deadline.consultation, words)
    _tell_the_portal(deadline, words)
    if deadline.kind in OF_THE_PORTAL and not deadline.consultation.is_quarantined:
        tell_supervisors(words, deadline.consultation.workbench_url)


def _tell_room(deadline: Deadline, words: str) -> bool:
    """Tell those of a room around the board who owe it; whether there are any."""
    owed = neighbours.owing(deadline)
    if owed is not None:
        notify(owed.people, words, url=owed.url)
    return owed is not None


def _named(deadline: Deadline) -> dict[str, str]:
    return {
        "number": deadline.consultation.written_number,
        "kind": deadline.get_kind_display(),
        "due": moment_words(deadline.due_at),
    }


def _is_the_portals(deadline: Deadline) -> bool:
    """Whether nobody but the portal's moderators can act: what they owe themselves, and what nobody has taken yet."""
    return deadline.kind in OF_THE_PORTAL or deadline.consultation.assigned_to is None


def _tell_the_portal(deadline: Deadline, words: str) -> None:
    """Moderators; of a case that they may not open (article 25) the supervisors alone."""
    if deadline.consultation.is_quarantined:
        tell_supervisors(words, deadline.consultation.workbench_url)
    else:
        tell_moderators(deadline.consultation, words)


STAGES = (
    Stage("escalated_at", lambda now: Q(due_at__lt=now), "due_at", _escalate),
    Stage("warned_late_at", lambda now: Q(late_warning_at__lte=now, due_at__gte=now), "late_warning_at", _tell_late),
    Stage("warned_half_at", lambda now: Q(half_at__lte=now, late_warning_at__gt=now), "half_at", _tell_half),
)
