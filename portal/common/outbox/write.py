"""Writing rows: inside the transaction whose side effect they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from portal.common import clock
from portal.common.outbox.models import OutboxRow

DRAINED_ON_COMMIT = 50


def enqueue(sink: str, keys: Iterable[str], *, drain_on_commit: bool = True, due_at: datetime | None = None) -> None:
    """Owe ``sink`` the given keys, from ``due_at`` on where one is given. Must be called inside a transaction.

    On commit the worker is woken; without a broker at most 50 rows are drained at once, in this process, and the
    rest waits for the sweep. Commands that write many pass ``drain_on_commit=False`` and call ``drain`` in batches.

    Raises RuntimeError outside a transaction: the row could then survive a rollback of what it announces.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("outbox rows are written inside the transaction that causes them")
    moment = clock.now()
    # A row for later counts as written then: nobody is late with it before.
    due = max(moment, due_at or moment)
    rows = [OutboxRow(sink=sink, key=key, created_at=due, due_at=due) for key in dict.fromkeys(keys)]
    OutboxRow.objects.bulk_create(rows)
    if rows and drain_on_commit and due == moment:
        transaction.on_commit(lambda: _wake(sink), robust=True)


def _wake(sink: str) -> None:
    if settings.CELERY_TASK_ALWAYS_EAGER:
        from portal.common.outbox.drain import drain

        drain(sink, limit=DRAINED_ON_COMMIT)
    else:
        from portal.common.outbox.tasks import drain_sink

        drain_sink.delay(sink)
