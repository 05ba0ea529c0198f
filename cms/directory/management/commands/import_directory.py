"""Bring entries in: ``import_directory FILE [--dry-run] [--report FILE] [--by USERNAME]`` (docs/directory.md)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.collecting.models import SourceKind
from cms.collecting.services.checking import LONGEST_REPORT, note_check
from cms.core.import_commands import account_named, write_report
from cms.directory.importers.reading import UnreadableFile, read_table
from cms.directory.importers.report import Report, ReportRow, Status
from cms.directory.importers.run import run_import
from cms.directory.services.indexing import index_now
from portal.common.clock import now, today

SHOWN = 20
KINDS = (SourceKind.INSTITUTION, SourceKind.PRACTITIONER)
STATUS_WORDS = {
    Status.CREATED: "新增",
    Status.UPDATED: "更新",
    Status.UNCHANGED: "没有变化",
    Status.FAILED: "失败",
}


class Command(BaseCommand):
    """Import a file of institutions and practitioners; a second run of the same changes nothing."""

    help = "Import institutions and practitioners from a .csv or .xlsx file; the columns are those of export_directory."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the options."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would change")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what became of each line, as JSON")
        parser.add_argument("--by", default="", metavar="USERNAME", help="whose import this is, for the history")
        parser.add_argument("--no-index", action="store_true", help="leave the search index to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, index, report. Exits with an error only when the file or the report cannot be used at all."""
        by = account_named(options["by"])
        began_at = now()
        try:
            table = read_table(options["file"])
        except UnreadableFile as error:
            if not options["dry_run"]:
                note_check(
                    KINDS, options["file"], counts={}, changed=False, problem=str(error), began_at=began_at, by=by
                )
            raise CommandError(str(error)) from error
        is_quiet = options["verbosity"] == 0
        with tqdm(total=len(table.lines), unit="行", desc="名录", disable=is_quiet) as bar:
            report = run_import(table, today=today(), by=by, dry_run=options["dry_run"], progress=bar.update)
        if not options["dry_run"]:
            if not options["no_index"]:
                index_now(is_quiet=is_quiet)
            self._note(options["file"], report, began_at, by)
        if options["report"]:
            write_report(report.as_json(), options["report"])
        if not is_quiet:
            self._tell(report)

    def _note(self, file: Path, report: Report, began_at: datetime, by: Any) -> None:
        """Say with the sources that name this file what came of it; editors see it there."""
        totals = report.totals()
        left_out = [_said(row) for row in report.rows if row.status is Status.FAILED]
        note_check(
            KINDS,
            file,
            counts={words: totals[status.value] for status, words in STATUS_WORDS.items()},
            changed=bool(totals["created"] or totals["updated"]),
            report={"problems": left_out[:LONGEST_REPORT]},
            problem=left_out[0] if left_out and len(left_out) == len(report.rows) else "",
            began_at=began_at,
            by=by,
        )

    def _tell(self, report: Report) -> None:
        totals = report.totals()
        words = ", ".join(f"{totals[status.value]} {status.value}" for status in Status)
        self.stdout.write(f"{totals['rows']} rows: {words}; {totals['warnings']} with warnings")
        if report.ignored_columns:
            ignored = report.as_json()["ignored_columns"]
            self.stdout.write(f"columns not read: {', '.join(ignored)}")
        wrong = [row for row in report.rows if row.status is Status.FAILED]
        for row in wrong[:SHOWN]:
            self.stdout.write(_said(row))
        if len(wrong) > SHOWN:
            self.stdout.write(f"… and {len(wrong) - SHOWN} more; --report FILE lists all")


def _said(row: ReportRow) -> str:
    said = "; ".join(f"{error['column']}: {error['message']}" for error in row.errors)
    return f"{row.sheet} {row.row} {row.name}: {said}".strip()
