"""``manage.py build_site``: the home page, standard pages and settings of a new installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.core.site_builder import build_site


class Command(BaseCommand):
    """Adds what is missing; what editors have written stays."""

    help = "Make the home page, the standard pages and the site settings, as far as they do not exist."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say where the home page is."""
        home = build_site()
        self.stdout.write(f"Site ready: {home.title} ({home.full_url})")
