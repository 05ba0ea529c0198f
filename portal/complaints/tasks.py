"""Scheduled work of complaints."""

from celery import shared_task


@shared_task(name="complaints.watch", ignore_result=True)
def watch() -> None:
    """Warnings, escalations, and going on without an answer: every five minutes. May be killed and run again at any time."""
    from portal.complaints.services.watching import watch as watch_now

    watch_now()
