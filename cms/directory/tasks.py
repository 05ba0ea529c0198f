"""What the day brings: standings that change and records that lapse are in the index at once (``documents``); this takes
what the day has made past out of it."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from cms.directory.photos import take_down_photos
from cms.directory.services import import_jobs, import_steps
from cms.directory.services.following import follow_the_day
from portal.common import clock

LOOKED_BACK = timedelta(days=7)
"""A scheduler that was down for days leaves nothing behind."""


@shared_task(name="directory.follow_the_day", ignore_result=True)
def follow() -> None:
    """Scheduled shortly after midnight in Shanghai; may run again at any time."""
    today = clock.today()
    follow_the_day(today - LOOKED_BACK, today)
    take_down_photos(today)


IMPORT_SECONDS = 50 * 60
"""An import of some hundred thousand lines, or its undoing, is longer work than draining an outbox."""


@shared_task(
    name="directory.work_on_import", ignore_result=True, soft_time_limit=IMPORT_SECONDS, time_limit=IMPORT_SECONDS + 60
)
def work_on_import(key: int) -> None:
    """The next step of a job."""
    import_steps.work(key)


@shared_task(name="directory.tidy_imports", ignore_result=True)
def tidy_imports() -> None:
    """Scheduled daily; uploads do it as well."""
    import_jobs.tidy(clock.now())
