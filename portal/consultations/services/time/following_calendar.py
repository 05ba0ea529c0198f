"""A calendar that changed: open deadlines are worked out anew (decision 2). An outbox sink, and a daily look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from portal.common import clock
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue
from portal.consultations.models import CalendarDay, ServiceHours
from portal.consultations.services.time.clocks import recompute_open

SINK = "consultations.calendar"
REASON = "calendar"
Recompute = Callable[[datetime, str], int]
_recomputing: list[Recompute] = [recompute_open]


def register_recomputing(recompute_more: Recompute) -> None:
    """Clocks of a room that follow the calendar too; asked with the moment and the reason; called from ``AppConfig.ready``."""
    if recompute_more not in _recomputing:
        _recomputing.append(recompute_more)


def register() -> None:
    """Tell the outbox who recomputes, and follow every row of the two tables."""
    register_sink(SINK, recompute)
    for model in (CalendarDay, ServiceHours):
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"{SINK}.{model.__name__}")


@transaction.atomic
def calendar_changed() -> None:
    """Owe the recomputing; called by who writes many rows at once."""
    enqueue(SINK, [REASON])


def recompute(keys: Sequence[str]) -> None:
    """Work out anew whatever is open. Twice does no harm."""
    for recompute_these in _recomputing:
        recompute_these(clock.now(), REASON)


def _changed(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        calendar_changed()
