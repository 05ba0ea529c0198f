"""What runs by the clock."""

from __future__ import annotations

from celery import shared_task

from portal.accounts.citizens.services.tidying import tidy
from portal.common import clock


@shared_task(name="accounts.tidy", ignore_result=True)
def tidy_accounts() -> None:
    """Each night: codes, counts, sessions that have had their time."""
    tidy(clock.now())
