"""Write public entries to a file: ``export_directory institutions|practitioners FILE`` (.csv or .xlsx)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.directory import exporting
from cms.directory.models import Entry, Institution, Practitioner
from portal.common.clock import today

MODELS: dict[str, type[Entry]] = {"institutions": Institution, "practitioners": Practitioner}


class Command(BaseCommand):
    """Export in the columns of the import."""

    help = "Export the public entries of one kind to a .csv or .xlsx file that import_directory reads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what and where to."""
        parser.add_argument("what", choices=sorted(MODELS))
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        day, file = today(), options["file"]
        entries = MODELS[options["what"]]._default_manager.public_on(day).order_by("pk")
        table = exporting.rows(entries, day)
        try:
            if file.suffix.lower() == ".csv":
                with file.open("w", encoding="utf-8", newline="") as opened:
                    exporting.write_csv(opened, table)
            elif file.suffix.lower() == ".xlsx":
                with file.open("wb") as binary:
                    exporting.write_xlsx(binary, table)
            else:
                raise CommandError("the file ends in .csv or .xlsx")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        if options["verbosity"]:
            self.stdout.write(f"{entries.count()} {options['what']} written")
