"""What the day brings to what is cited: a text that takes effect, a law that lapses."""

from __future__ import annotations

from celery import shared_task

from cms.laws.services.checking_citations import check_all
from portal.common import clock


@shared_task(name="laws.check_citations", ignore_result=True)
def check() -> None:
    """Scheduled shortly after midnight in Shanghai; may run again at any time."""
    check_all(clock.today())
