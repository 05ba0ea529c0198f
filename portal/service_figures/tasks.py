"""What beat wakes."""

from __future__ import annotations

from celery import shared_task

from portal.common import clock
from portal.service_figures.opendata.publishing import publish_due


@shared_task(name="service_figures.publish_open_data", ignore_result=True)
def publish_open_data() -> None:
    """Publish the months that are over and not published yet."""
    publish_due(clock.today())
