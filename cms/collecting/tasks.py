"""What runs by the clock. Each may run again at any time, and twice at once: what is being done is claimed."""

from __future__ import annotations

from celery import shared_task

from cms.collecting.services.collecting import collect, due_sources
from cms.collecting.services.linking import check_due, follow_all
from cms.collecting.services.reminding import remind_overdue
from portal.common import clock


@shared_task(name="collecting.collect_due", ignore_result=True)
def collect_due() -> None:
    """Each hour: a task for each source that is due, so that a slow one holds up none."""
    for pk in due_sources(clock.now()):
        collect_source.delay(pk)


@shared_task(name="collecting.collect_source", ignore_result=True)
def collect_source(pk: int) -> None:
    """Fetch one source, if it is due and nobody is at it."""
    collect(pk)


@shared_task(name="collecting.remind_overdue", ignore_result=True)
def remind() -> None:
    """Each morning: whoever is responsible for what is overdue."""
    remind_overdue(clock.now())


@shared_task(name="collecting.check_links", ignore_result=True)
def check_links() -> None:
    """Each hour: the outward links whose week is over, some at a time."""
    check_due()


@shared_task(name="collecting.find_links", ignore_result=True)
def find_links() -> None:
    """Each week: the links of all public pages anew."""
    follow_all()
