"""Draining: one drainer a sink, by lease; batches of distinct keys; failures wait longer each time."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from portal.common import clock
from portal.common.outbox.models import OutboxLease, OutboxRow
from portal.common.outbox.registry import Sink, SinkUnavailable, sinks

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
KEEP_DONE = timedelta(days=7)
LONGEST_WAIT = timedelta(minutes=15)
OUTAGE_WAIT = timedelta(seconds=20)


def drain(sink_name: str, *, limit: int | None = None, seconds: float | None = None) -> int:
    """Hand pending rows of one sink to its handler; returns how many rows were done.

    Returns 0 at once when another process holds the lease. What a handler could not do stays pending with a growing
    delay; the exception is logged, not raised, so that one sink never stops another. No further batch begins once
    ``limit`` rows are done or ``seconds`` have passed.
    """
    sink = sinks[sink_name]
    holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{threading.get_ident()}"
    budget = _Budget(limit, None if seconds is None else time.monotonic() + seconds)
    done = 0
    # Again after letting go: a row committed between our last look and the release found the lease taken.
    while budget.lasts(done) and _take_lease(sink_name, holder):
        try:
            count = _drain_held(sink, holder, budget, done)
        finally:
            OutboxLease.objects.filter(sink=sink_name, holder=holder).update(holder="", until=None)
        done += count
        if not count:
            break
    return done


def drain_all(*, seconds: float | None = None) -> dict[str, int]:
    """Drain every registered sink (the periodic sweep); returns rows done by sink, and forgets rows done a week ago."""
    result = {name: drain(name, seconds=seconds) for name in sinks}
    OutboxRow.objects.filter(done_at__lt=clock.now() - KEEP_DONE).delete()
    return result


@dataclass(frozen=True)
class _Budget:
    limit: int | None
    ends: float | None

    def lasts(self, done: int) -> bool:
        return (self.limit is None or done < self.limit) and (self.ends is None or time.monotonic() < self.ends)

    def batch(self, size: int, done: int) -> int:
        return size if self.limit is None else min(size, self.limit - done)


def _drain_held(sink: Sink, holder: str, budget: _Budget, already: int) -> int:
    done = 0
    while budget.lasts(already + done):
        rows = _pending(sink.name, budget.batch(sink.batch, already + done))
        # Whoever was slower than the lease may have been replaced: what it read is old, so it must not go on.
        if not rows or not _renew_lease(sink.name, holder):
            break
        count = _deliver(sink, rows)
        done += count
        if count < len(rows):
            break
    return done


def _pending(sink_name: str, size: int) -> list[tuple[int, str]]:
    return list(
        OutboxRow.objects.filter(sink=sink_name, done_at__isnull=True, dead_at__isnull=True, due_at__lte=clock.now())
        .order_by("due_at", "id")
        .values_list("id", "key")[:size]
    )


def _deliver(sink: Sink, rows: list[tuple[int, str]]) -> int:
    """Hand over one batch; a batch that fails is halved until the bad key stands alone, so that it holds up nobody."""
    ids = [row_id for row_id, _key in rows]
    keys = list(dict.fromkeys(key for _id, key in rows))
    try:
        sink.handle(keys)
    except SoftTimeLimitExceeded:  # not the rows' fault: the worker's time is up; they stay as they are
        raise
    except SinkUnavailable as error:
        logger.warning("outbox sink %s is out: %s", sink.name, error)
        _wait_out(ids, error)
        return 0
    except Exception as error:
        if len(keys) == 1:
            logger.exception("outbox sink %s failed on %s", sink.name, keys[0])
            _postpone(sink, ids, error)
            return 0
        logger.warning("outbox sink %s failed on %d keys, tried again in halves: %s", sink.name, len(keys), error)
        first = set(keys[: len(keys) // 2])
        halves = [row for row in rows if row[1] in first], [row for row in rows if row[1] not in first]
        return sum(_deliver(sink, half) for half in halves)
    OutboxRow.objects.filter(id__in=ids).update(done_at=clock.now(), last_error="")
    return len(ids)


def _wait_out(ids: list[int], error: Exception) -> None:
    """Let rows wait until their sink is back. That it was out says nothing against them: no attempt is counted."""
    OutboxRow.objects.filter(id__in=ids).update(due_at=clock.now() + OUTAGE_WAIT, last_error=_words(error))


def _postpone(sink: Sink, ids: list[int], error: Exception) -> None:
    """Let rows that failed wait, each time longer; give them up where the sink sets an end."""
    moment = clock.now()
    with transaction.atomic():
        OutboxRow.objects.filter(id__in=ids).update(attempts=F("attempts") + 1, last_error=_words(error))
        for attempts in OutboxRow.objects.filter(id__in=ids).values_list("attempts", flat=True).distinct():
            batch = OutboxRow.objects.filter(id__in=ids, attempts=attempts)
            if sink.max_attempts is not None and attempts >= sink.max_attempts:
                batch.update(dead_at=moment)
            else:
                batch.update(due_at=moment + min(LONGEST_WAIT, timedelta(seconds=2 ** min(attempts, 10))))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _take_lease(sink_name: str, holder: str) -> bool:
    moment = clock.now()
    free = Q(until__isnull=True) | Q(until__lt=moment)
    if OutboxLease.objects.filter(free, sink=sink_name).update(holder=holder, until=moment + LEASE):
        return True
    try:
        with transaction.atomic():
            OutboxLease.objects.create(sink=sink_name, holder=holder, until=moment + LEASE)
    except IntegrityError:
        return False
    return True


def _renew_lease(sink_name: str, holder: str) -> bool:
    """Hold on for another batch; False when somebody else has taken over."""
    mine = OutboxLease.objects.filter(sink=sink_name, holder=holder, until__isnull=False)
    return bool(mine.update(until=clock.now() + LEASE))
