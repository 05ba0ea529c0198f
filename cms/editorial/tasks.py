"""What the day brings to editors."""

from __future__ import annotations

from celery import shared_task

from cms.editorial.services import import_jobs
from cms.editorial.services.scheduling import end_due, publish_due
from cms.editorial.services.topic_tasks import collect_tasks
from portal.common import clock


@shared_task(name="editorial.collect_tasks", ignore_result=True)
def collect() -> None:
    """Scheduled each morning; may run again at any time."""
    collect_tasks(clock.today())


IMPORT_SECONDS = 20 * 60
"""Some thousand pages are longer work than draining an outbox."""


@shared_task(
    name="editorial.work_on_import", ignore_result=True, soft_time_limit=IMPORT_SECONDS, time_limit=IMPORT_SECONDS + 60
)
def work_on_import(key: int) -> None:
    """Bring a confirmed file in."""
    import_jobs.work(key)


@shared_task(name="editorial.tidy_imports", ignore_result=True)
def tidy_imports() -> None:
    """Scheduled daily; uploads do it as well."""
    import_jobs.tidy(clock.now())


@shared_task(name="editorial.publish_scheduled", ignore_result=True)
def publish_scheduled() -> None:
    """Scheduled each minute: what is to be published, or ended, at a set time."""
    moment = clock.now()
    end_due(moment)
    publish_due(moment)
