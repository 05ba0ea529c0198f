"""Bring pages in: ``import_editorial FILE --type TYPE [--dry-run] [--report FILE] [--publish]`` (docs/import-editorial.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.collecting.models import SourceKind
from cms.collecting.services.checking import note_check
from cms.core.import_commands import account_named, write_report
from cms.core.site_builder import build_site
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.importers.reading import read_file
from cms.editorial.importers.report import STATUS_LABELS, Report, Status
from cms.editorial.importers.rows import UnreadableFile
from cms.editorial.importers.run import run_import
from cms.editorial.services.indexing import index_now
from portal.common.clock import today

SHOWN = 20
SOURCE_KINDS = {
    "knowledge_qa": SourceKind.KNOWLEDGE_QA,
    "typical_case": SourceKind.TYPICAL_CASE,
    "service_guide": SourceKind.SERVICE_GUIDE,
    "news_article": SourceKind.NEWS,
}


class Command(BaseCommand):
    """Import a file or folder of pages of one kind; a second run of the same changes nothing."""

    help = "Import Q&A, cases and other pages from .jsonl, .csv, .xlsx, .docx, .md, .txt or a folder with manifest.csv."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the options."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--type", required=True, choices=sorted(PAGE_MODELS), help="what kind of page the rows are")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would change")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what became of each row, as JSON")
        parser.add_argument("--publish", action="store_true", help="publish at once: for sources already reviewed")
        parser.add_argument("--again", action="store_true", help="also what editors have deleted since")
        parser.add_argument("--by", default="", metavar="USERNAME", help="whose import this is, for the history")
        parser.add_argument("--no-index", action="store_true", help="leave the search index to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, index, report. Exits with an error only when the file or the report cannot be used at all."""
        by = account_named(options["by"])
        try:
            file = read_file(options["file"], options["type"])
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        if not options["dry_run"]:
            build_site()  # a new installation has no sections yet
        is_quiet = options["verbosity"] == 0
        with tqdm(total=len(file.rows), unit="条", desc=file.name, disable=is_quiet) as bar:
            report = run_import(
                file,
                today=today(),
                by=by,
                dry_run=options["dry_run"],
                publish=options["publish"],
                again=options["again"],
                progress=bar.update,
            )
        if not options["dry_run"]:
            self._note(options["file"], report, by)
            if not options["no_index"]:
                index_now(is_quiet=is_quiet)
        if options["report"]:
            write_report(report.as_json(), options["report"])
        if not is_quiet:
            self._tell(report)

    def _note(self, path: Path, report: Report, by: Any) -> None:
        """Where an approved source names this path, it was looked at today."""
        totals = report.totals()
        note_check(
            [SOURCE_KINDS.get(report.kind, SourceKind.OTHER)],
            path,
            counts={str(label): totals[status.value] for status, label in STATUS_LABELS.items()},
            changed=bool(totals["created"] or totals["updated"]),
            by=by,
        )

    def _tell(self, report: Report) -> None:
        totals = report.totals()
        words = ", ".join(f"{totals[status.value]} {status.value}" for status in Status)
        self.stdout.write(f"{totals['rows']} rows: {words}; {totals['warnings']} with warnings")
        self.stdout.write(
            f"{totals['citations']} citations recognised, {totals['citations_unread']} not;"
            f" {totals['characters_kept']} of {totals['characters_in']} characters kept"
        )
        if report.ignored_columns:
            self.stdout.write(f"columns not read: {', '.join(report.as_json()['ignored_columns'])}")
        said = [row for row in report.rows if row.status in (Status.FAILED, Status.SKIPPED)]
        for row in said[:SHOWN]:
            why = row.reason or "; ".join(error["message"] for error in row.errors)
            self.stdout.write(f"{row.status.value}: {row.place} {row.row} {row.title[:40]}: {why}")
        if len(said) > SHOWN:
            self.stdout.write(f"… and {len(said) - SHOWN} more; --report FILE lists all")
