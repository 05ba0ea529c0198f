"""Scheduled work of the panel."""

from celery import shared_task


@shared_task(name="expert_panel.follow_the_day", ignore_result=True)
def follow_the_day() -> None:
    """What those held whose term is over goes to others; what found nobody is given out. May run twice at any time."""
    from portal.expert_panel.services.appointing import follow_the_day as follow_now

    follow_now()
