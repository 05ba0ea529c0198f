"""Bring law texts in: ``import_laws PATH… [--report FILE] [--dry-run]`` (docs/import.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.collecting.models import SourceKind
from cms.collecting.services.checking import LONGEST_REPORT, note_check
from cms.core.import_commands import write_report
from cms.laws.importers.plan import Work
from cms.laws.importers.report import Report, Status
from cms.laws.importers.run import rows_of, run_import
from cms.laws.importers.sources import ProblemWithSource, SourceRow
from cms.laws.services.announcing import owed_sinks
from portal.common.clock import now, today
from portal.common.outbox.drain import drain

SHOWN = 20
STATUS_WORDS = {
    Status.CREATED: "新增",
    Status.UPDATED: "更新",
    Status.UNCHANGED: "没有变化",
    Status.SKIPPED: "跳过",
    Status.FAILED: "失败",
}
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
        began_at = now()
        for path in options["paths"]:
            try:
                rows += rows_of(path)
            except ProblemWithSource as error:
                if not options["dry_run"]:
                    note_check([SourceKind.LAWS], path, counts={}, changed=False, problem=str(error), began_at=began_at)
                raise CommandError(str(error)) from error
        if options["source"]:
            rows = [replace(row, source_name=options["source"]) for row in rows]
        is_quiet = options["verbosity"] == 0

        def shown(works: list[Work]) -> Iterator[Work]:
            return iter(tqdm(works, unit="部", desc="法律法规", disable=is_quiet))

        report = run_import(rows, today=today(), dry_run=options["dry_run"], progress=shown)
        if not options["dry_run"]:
            self._index(is_quiet)
            self._note(options["paths"], report, began_at)
        if options["report"]:
            write_report(report.as_json(), options["report"])
        if not is_quiet:
            self._tell(report)

    def _index(self, is_quiet: bool) -> None:
        """Hand what the import owes to every search index, and find what it changed of what is cited."""
        for name in owed_sinks():
            with tqdm(unit="部", desc=name, disable=is_quiet) as bar:
                while done := drain(name, limit=BATCH):
                    bar.update(done)

    def _note(self, paths: list[Path], report: Report, began_at: datetime) -> None:
        """Say with the sources that name these paths what came of them; editors see it there."""
        totals = report.totals()
        counts = {words: totals[status.value] for status, words in STATUS_WORDS.items()}
        set_aside = [f"{row.path}：{row.error}" for row in report.rows if row.status in (Status.FAILED, Status.SKIPPED)]
        for path in paths:
            note_check(
                [SourceKind.LAWS],
                path,
                counts=counts,
                changed=bool(totals["created"] or totals["updated"]),
                problem=set_aside[0] if set_aside and len(set_aside) == len(report.rows) else "",
                report={"problems": set_aside[:LONGEST_REPORT]},
                began_at=began_at,
            )

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
