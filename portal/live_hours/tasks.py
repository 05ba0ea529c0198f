"""Scheduled work of live hours."""

from celery import shared_task


@shared_task(name="live_hours.become_due", ignore_result=True)
def become_due() -> None:
    """Live conversations that nobody took or ended in time become messages: each minute. May be killed and run again."""
    from portal.live_hours.services.threads import become_due as become_due_now

    become_due_now()
