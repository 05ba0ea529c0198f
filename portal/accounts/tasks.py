"""What runs by the clock, and what no page waits for."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from portal.accounts.citizens.services.tidying import tidy
from portal.accounts.password_reset import send_reset
from portal.common import clock


@shared_task(name="accounts.tidy", ignore_result=True)
def tidy_accounts() -> None:
    """Each night: codes, counts, sessions that have had their time."""
    tidy(clock.now())


@shared_task(name="accounts.send_password_reset", ignore_result=True)
def send_password_reset(address: str, **names: Any) -> None:
    """Write the mail with the link to a new password, where the address is of somebody."""
    send_reset(address, **names)
