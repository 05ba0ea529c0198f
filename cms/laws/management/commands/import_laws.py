"""Bring law texts in: ``import_laws PATH… [--report FILE] [--dry-run]`` (docs/import.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.laws.importers.plan import Work
from cms.laws.importers.report import Report, Status
from cms.laws.importers.run import rows_of, run_import
from cms.laws.importers.sources import ProblemWithSource, SourceRow
from portal.common.clock import today
from portal.common.outbox.drain import drain
from portal.common.outbox.registry import sinks

SHOWN = 20
BATCH = 200


class Command(BaseCommand):
    """Import folders and files; a second run of the same changes nothing."""

    help = "Import law texts from a manifest folder, a LawRefBook checkout, or .md, .txt, .docx files."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare paths and options."""
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what became of each file, as JSON")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would happen")
        parser.add_argument("--source", default="", metavar="NAME", help="the source shown with each instrument")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, index, report. Exits with an error only when a path or the report cannot be used at all."""
        rows: list[SourceRow] = []
        for path in options["paths"]:
            try:
                rows += rows_of(path)
            except ProblemWithSource as error:
                raise CommandError(str(error)) from error
        if options["source"]:
            rows = [replace(row, source_name=options["source"]) for row in rows]
        is_quiet = options["verbosity"] == 0

        def shown(works: list[Work]) -> Iterator[Work]:
            return iter(tqdm(works, unit="部", desc="法律法规", disable=is_quiet))

        report = run_import(rows, today=today(), dry_run=options["dry_run"], progress=shown)
        if not options["dry_run"]:
            self._index(is_quiet)
        if options["report"]:
            try:
                report.write(options["report"])
            except OSError as error:
                raise CommandError(f"{options['report']}: {error}") from error
        if not is_quiet:
            self._tell(report)

    def _index(self, is_quiet: bool) -> None:
        """Hand what the import owes to every search index."""
        for name in sorted(sinks):
            if not name.startswith("search."):
                continue
            with tqdm(unit="部", desc=name, disable=is_quiet) as bar:
                while done := drain(name, limit=BATCH):
                    bar.update(done)

    def _tell(self, report: Report) -> None:
        totals = report.totals()
        words = ", ".join(f"{totals[status.value]} {status.value}" for status in Status)
        self.stdout.write(f"{totals['texts']} files: {words}; {totals['articles']} articles")
        kept, given = totals["characters_kept"], totals["characters_in"]
        self.stdout.write(f"{kept} of {given} characters kept, {totals['blocks']} pieces without structure")
        said = [row for row in report.rows if row.status is Status.FAILED] + [
            row for row in report.rows if row.status is Status.SKIPPED and not row.error.startswith("typical_case")
        ]
        for row in said[:SHOWN]:
            self.stdout.write(f"{row.status.value}: {row.path}: {row.error}")
        if len(said) > SHOWN:
            self.stdout.write(f"… and {len(said) - SHOWN} more; --report FILE lists all")
