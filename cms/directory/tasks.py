"""What the day brings: standings that change and records that lapse are in the index at once (``documents``); this takes
what the day has made past out of it."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from cms.directory.services.following import follow_the_day
from portal.common import clock

LOOKED_BACK = timedelta(days=7)
"""A scheduler that was down for days leaves nothing behind."""


@shared_task(name="directory.follow_the_day", ignore_result=True)
def follow() -> None:
    """Scheduled shortly after midnight in Shanghai; may run again at any time."""
    today = clock.today()
    follow_the_day(today - LOOKED_BACK, today)
