"""``manage.py strip_metadata [--dry-run]``: clean the images and files that were uploaded before uploads were cleaned."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.core.media.existing import clean_existing


class Command(BaseCommand):
    """Run it once after the upgrade; a second run finds nothing to do."""

    help = "Remove EXIF, GPS, XMP and authors from files that are stored already, and note their sizes."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--dry-run`` only counts."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Clean one file after the other; one that cannot be read is named and left."""
        report = clean_existing(dry_run=options["dry_run"])
        for problem in report.problems:
            self.stderr.write(problem)
        done = "would be cleaned" if options["dry_run"] else "cleaned"
        self.stdout.write(f"{report.seen} files seen, {report.cleaned} {done}, {len(report.problems)} not readable")
