"""How each channel kept its time, and what became of live conversations: counted from rows, so that a recount gives the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from portal.consultations.models import Consultation, Deadline
from portal.consultations.models.choices import Channel, DeadlineKind
from portal.consultations.models.deadlines import RUNNING
from portal.live_hours.models import BecameBecause, LiveThread


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel: cases asked, and how their first clock ended. A live hour that was missed is late here, whatever the
    message it became came to; that message's clock is in none of the rows."""

    label: str
    asked: int
    in_time: int
    deferred: int
    late: int


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """What became of the live conversations of a time."""

    opened: int
    taken: int
    summed_up: int
    messages: tuple[tuple[str, int], ...]


def by_channel(since: datetime, until: datetime, now: datetime) -> list[ChannelRow]:
    """Cases asked in a time, by how they came (2 queries)."""
    asked = Consultation.objects.filter(submitted_at__gte=since, submitted_at__lt=until)
    counts = dict(asked.order_by().values_list("channel").annotate(count=Count("pk")))
    past = RUNNING & Q(due_at__lt=now)
    first = Deadline.objects.filter(
        kind=DeadlineKind.FIRST_ANSWER,
        consultation__submitted_at__gte=since,
        consultation__submitted_at__lt=until,
    ).filter(~Q(consultation__channel=Channel.LIVE) | Q(policy__channel=Channel.LIVE))
    rows: dict[str, Any] = {
        row["channel"]: row
        for row in first.order_by()
        .values(channel=F("consultation__channel"))
        .annotate(
            in_time=Count("pk", filter=Q(outcome="met")),
            deferred=Count("pk", filter=Q(outcome="deferred")),
            late=Count("pk", filter=Q(outcome="late") | past),
        )
    }
    none = {"in_time": 0, "deferred": 0, "late": 0}
    return [
        ChannelRow(
            str(channel.label),
            counts.get(channel.value, 0),
            *(rows.get(channel.value, none)[name] for name in ("in_time", "deferred", "late")),
        )
        for channel in Channel
    ]


def live_figures(since: datetime, until: datetime) -> LiveFigures:
    """Live conversations opened in a time (2 queries)."""
    threads = LiveThread.objects.filter(opened_at__gte=since, opened_at__lt=until)
    told = threads.aggregate(
        opened=Count("pk"),
        taken=Count("pk", filter=Q(taken_at__isnull=False)),
        summed_up=Count("pk", filter=Q(ended_at__isnull=False, consultation__answered_at__isnull=False)),
    )
    because = dict(threads.order_by().values_list("became_because").annotate(count=Count("pk")))
    messages = tuple((str(why.label), because[why.value]) for why in BecameBecause if why.value in because)
    return LiveFigures(told["opened"], told["taken"], told["summed_up"], messages)
