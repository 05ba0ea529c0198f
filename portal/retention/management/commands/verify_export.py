"""``manage.py verify_export FILE.zip``: whether what was handed to an authority is as it was given out."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.common.signatures import public_keys
from portal.retention.inquiries.manifest import export_faults


class Command(BaseCommand):
    """Verifies the signature of the manifest and the hash of every file; exits with 1 where one does not hold."""

    help = "Verify an export for an inquiry: signature, list of files, hash of each; exit 1 when one does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The ZIP."""
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify."""
        try:
            with options["file"].open("rb") as file:
                faults = list(export_faults(file, public_keys()))
        except OSError as error:
            raise CommandError(str(error)) from error
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("the export is as it was given out")
