"""What beat wakes, and when. Every task may be missed, late or run twice: the next run finds what is due."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "outbox-sweep": {"task": "outbox.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "editorial-tasks": {"task": "editorial.collect_tasks", "schedule": crontab(hour=6, minute=30)},
    "consultations-sweep": {
        "task": "consultations.sweep",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 800},
    },
    "consultations-screening": {
        "task": "consultations.pass_on_waiting",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "live-hours": {"task": "live_hours.become_due", "schedule": 60.0, "options": {"expires": 55}},
    "consultations-deadlines": {
        "task": "consultations.watch_deadlines",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "consultations-calendar": {"task": "consultations.recompute_deadlines", "schedule": crontab(hour=0, minute=5)},
    "consultations-duty": {
        "task": "consultations.follow_duty",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 280},
    },
    "expert-panel-day": {"task": "expert_panel.follow_the_day", "schedule": crontab(minute=12)},
    "complaints": {"task": "complaints.watch", "schedule": crontab(minute="*/5"), "options": {"expires": 280}},
    "changed-law": {"task": "changed_law.look_at_all", "schedule": crontab(hour=0, minute=20)},
    "directory-day": {"task": "directory.follow_the_day", "schedule": crontab(hour=0, minute=1)},
    "directory-imports": {"task": "directory.tidy_imports", "schedule": crontab(hour=3, minute=30)},
    "editorial-imports": {"task": "editorial.tidy_imports", "schedule": crontab(hour=3, minute=35)},
    "notifications-tidy": {"task": "notifications.tidy", "schedule": crontab(hour=3, minute=40)},
    "citations-day": {"task": "laws.check_citations", "schedule": crontab(hour=0, minute=2)},
    "editorial-scheduled": {"task": "editorial.publish_scheduled", "schedule": 60.0, "options": {"expires": 55}},
    "consultations-files": {"task": "consultations.tidy_files", "schedule": crontab(hour=3, minute=45)},
    "collecting-due": {"task": "collecting.collect_due", "schedule": crontab(minute=7), "options": {"expires": 3000}},
    "collecting-overdue": {"task": "collecting.remind_overdue", "schedule": crontab(hour=8, minute=30)},
    "collecting-links": {
        "task": "collecting.check_links",
        "schedule": crontab(minute=37),
        "options": {"expires": 3000},
    },
    # After midnight, with time for transactions of the last minute; what comes later is in the next day's.
    "retention-anchors": {"task": "retention.anchor_records", "schedule": crontab(hour=0, minute=20)},
    "retention-exports": {"task": "retention.delete_expired", "schedule": crontab(hour=3, minute=55)},
    "accounts-tidy": {"task": "accounts.tidy", "schedule": crontab(hour=3, minute=50)},
    "collecting-pages": {"task": "collecting.find_links", "schedule": crontab(day_of_week=0, hour=3, minute=17)},
    "service-figures-open-data": {
        "task": "service_figures.publish_open_data",
        "schedule": crontab(day_of_month=2, hour=4, minute=10),
    },
}
