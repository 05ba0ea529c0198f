"""Scheduled work."""

from celery import shared_task


@shared_task(name="changed_law.look_at_all", ignore_result=True)
def look_at_all() -> None:
    """What a day brings to what answers cite, and what a lost row should have found: each night."""
    from portal.changed_law.services.flagging import look_at_all as look_now

    look_now()
