"""The Celery application. Celery only wakes drainers of the outbox; nothing is lost when it is gone."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

app = Celery("fawang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
