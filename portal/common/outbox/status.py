"""What is owed just now, for the health page and the metrics."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min, Q

from portal.common import clock
from portal.common.outbox.models import OutboxRow
from portal.common.outbox.registry import sinks


@dataclass(frozen=True)
class SinkStatus:
    """One sink: rows that wait, seconds since the oldest of them was written, rows given up, and whether a handler
    is registered at all."""

    name: str
    pending: int
    oldest_seconds: float
    dead: int
    handled: bool


def sink_statuses() -> list[SinkStatus]:
    """Every sink that is registered or that rows name, by name; two queries over the rows that are not done."""
    waiting = Q(done_at__isnull=True, dead_at__isnull=True)
    pending = {
        row["sink"]: row
        for row in OutboxRow.objects.filter(waiting)
        .values("sink")
        .annotate(number=Count("id"), oldest=Min("created_at"))
        .order_by()
    }
    dead = dict(
        OutboxRow.objects.filter(dead_at__isnull=False).values_list("sink").annotate(number=Count("id")).order_by()
    )
    now = clock.now()
    return [
        SinkStatus(
            name=name,
            pending=pending[name]["number"] if name in pending else 0,
            oldest_seconds=max(0.0, (now - pending[name]["oldest"]).total_seconds()) if name in pending else 0.0,
            dead=dead.get(name, 0),
            handled=name in sinks,
        )
        for name in sorted({*sinks, *pending, *dead})
    ]
