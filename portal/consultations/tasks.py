"""Scheduled work of the message board."""

from celery import shared_task


@shared_task(name="consultations.sweep", ignore_result=True)
def sweep() -> None:
    """Reminders, closing by silence, drafts that are over: each quarter of an hour."""
    from portal.consultations.services.time.sweeping import sweep as sweep_now

    sweep_now()


@shared_task(name="consultations.tidy_files", ignore_result=True)
def tidy_files() -> None:
    """Files of attachments that no row names: each night."""
    from portal.consultations.attachments.storage import forget_orphans

    forget_orphans()


@shared_task(name="consultations.watch_deadlines", ignore_result=True)
def watch_deadlines() -> None:
    """Warnings and escalations: each minute. May be killed and run again at any time."""
    from portal.consultations.services.time.watching import watch

    watch()


@shared_task(name="consultations.recompute_deadlines", ignore_result=True)
def recompute_deadlines() -> None:
    """What the calendar's change should have woken, should that have been lost: daily."""
    from portal.consultations.services.time.following_calendar import REASON, recompute

    recompute([REASON])


@shared_task(name="consultations.follow_duty", ignore_result=True)
def follow_duty() -> None:
    """What a date brings to residents (a suspension, a leave), and what came back to those who are away."""
    from portal.consultations.services.residents.duty import follow_duty as follow_now

    follow_now()


@shared_task(name="consultations.pass_on_waiting", ignore_result=True)
def pass_on_waiting() -> None:
    """Flagged questions that no moderator looked at in time go on to residents: each minute."""
    from portal.consultations.services.screening.moderating import pass_on_waiting as pass_on_now

    pass_on_now()
