"""Celery only wakes the drainer; the sweep finds what a lost wake-up missed."""

from celery import shared_task

from portal.common.outbox.drain import drain, drain_all

DRAIN_SECONDS = 30
"""No batch begins later than this after a wake-up, so that a task ends before Celery's limits."""


@shared_task(name="outbox.drain_sink", ignore_result=True)
def drain_sink(sink: str) -> None:
    """Drain one sink now."""
    drain(sink, seconds=DRAIN_SECONDS)


@shared_task(name="outbox.sweep", ignore_result=True)
def sweep() -> None:
    """Drain every sink: scheduled each minute."""
    drain_all(seconds=DRAIN_SECONDS)
