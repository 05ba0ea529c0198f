"""Scheduled work of keeping."""

from celery import shared_task


@shared_task(name="retention.anchor_records", ignore_result=True)
def anchor_records() -> None:
    """The anchors of all days that are over: each night, soon after midnight."""
    from portal.retention.anchors.making import anchor_records as anchor_now

    anchor_now()


@shared_task(name="retention.delete_expired", ignore_result=True)
def delete_expired() -> None:
    """Exports whose days are over: each night."""
    from portal.retention.services.exporting import delete_expired as delete_now

    delete_now()
