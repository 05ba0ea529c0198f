"""What the night brings."""

from celery import shared_task

from portal.notifications.services import forgetting


@shared_task(name="notifications.tidy", ignore_result=True)
def tidy() -> None:
    """Scheduled each night; may run again at any time."""
    forgetting.tidy()
