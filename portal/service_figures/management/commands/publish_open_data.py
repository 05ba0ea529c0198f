"""``manage.py publish_open_data``: publish the months that are over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.common import clock
from portal.service_figures.opendata.publishing import publish_due


class Command(BaseCommand):
    """Idempotent: what is published stays as it is."""

    help = "Publish the open data of whole months that are not published yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and name the months."""
        for month in publish_due(clock.today()):
            self.stdout.write(month.strftime("%Y-%m"))
