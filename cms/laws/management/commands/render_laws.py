"""Write the HTML of published texts anew: ``render_laws [--all]`` (docs/laws.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from cms.laws.services.reparsing import outdated, render


class Command(BaseCommand):
    """Bring stored HTML up to today's renderer."""

    help = "Render anew the law texts whose HTML an older renderer wrote."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare options."""
        parser.add_argument("--all", action="store_true", dest="all_versions", help="also those that are current")

    def handle(self, *args: Any, **options: Any) -> None:
        """Render text by text, each in its own transaction."""
        versions = outdated(all_versions=options["all_versions"])
        pks = list(versions.values_list("pk", flat=True))
        for pk in tqdm(pks, unit="件", disable=options["verbosity"] == 0):
            render(versions.model.objects.get(pk=pk))
        self.stdout.write(f"{len(pks)} texts rendered")
