"""``manage.py anchor_records``: the anchors of all days that are over and have none yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.retention.anchors.making import anchor_records


class Command(BaseCommand):
    """Writes what the nightly task writes; run twice it does nothing more."""

    help = "Anchor the records of every day that is over: one signed digest a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Anchor, and print each day's line."""
        for anchor in anchor_records():
            self.stdout.write(f"{anchor.day}  {anchor.count} records  root {anchor.root}  digest {anchor.digest}")
