"""One import from beginning to end: rows in, report out. docs/import.md says what the statuses mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.db.models import Q

from cms.laws.importers import lawrefbook, manifest, single
from cms.laws.importers.plan import DatedText, TextFile, Work, dated_texts, plan
from cms.laws.importers.report import Report, ReportRow, Status
from cms.laws.importers.sources import INVALID, ProblemWithSource, SourceRow
from cms.laws.models import Instrument
from cms.laws.services.importing import Decision, bring_in


def rows_of(path: Path) -> list[SourceRow]:
    """List the texts of a path: a manifest folder, a LawRefBook checkout, or one file. Raises ProblemWithSource."""
    if path.is_dir():
        if (path / manifest.NAME).is_file():
            return manifest.read_manifest(path).rows
        if (path / lawrefbook.NAME).is_file():
            return lawrefbook.read_lawrefbook(path).rows
        raise ProblemWithSource(f"{path}: neither {manifest.NAME} nor {lawrefbook.NAME} in it")
    if path.suffix.lower() not in single.SUFFIXES:
        raise ProblemWithSource(f"{path}: not a folder, nor one of {', '.join(sorted(single.SUFFIXES))}")
    return single.read_single(path).rows


def run_import(
    rows: Sequence[SourceRow],
    *,
    today: date,
    dry_run: bool = False,
    progress: Callable[[list[Work]], Iterator[Work]] = iter,
) -> Report:
    """Bring rows in, instrument by instrument; nothing a file does stops the others. With ``dry_run`` nothing is
    written, and the report says what would happen."""
    works, refused = plan(rows)
    found: list[tuple[int, ReportRow]] = [(file.position, _row(file)) for file in refused]
    unchanged: set[tuple[str, str, str]] = set()
    for work in progress(works):
        texts = dated_texts(work)
        try:
            decisions = bring_in(work, texts, today=today, dry_run=dry_run)
        except (DataError, IntegrityError, ValidationError, ValueError) as error:
            decisions = [Decision(Status.FAILED, f"{INVALID}: {error}"[:500]) for _ in texts]
        found += _rows(work, texts, decisions)
        if any(decision.status is Status.UNCHANGED for decision in decisions):
            unchanged.add(work.identity)
        for file in work.files:
            file.text, file.parsed = "", None
    if not dry_run:
        _mark_checked(unchanged, today)
    return Report([row for _, row in sorted(found, key=lambda entry: entry[0])], dry_run=dry_run)


def _rows(work: Work, texts: Sequence[DatedText], decisions: Sequence[Decision]) -> Iterator[tuple[int, ReportRow]]:
    for file in work.files:
        if file.problem is not None:
            yield file.position, _row(file)
    for text, decision in zip(texts, decisions, strict=True):
        for file in text.files:
            row = _row(file)
            row.status, row.error, row.url = decision.status, decision.error, decision.url
            row.notes = "; ".join(text.dates.notes)
            row.effective_on = text.effective_on.isoformat() if text.effective_on else ""
            yield file.position, row


def _row(file: TextFile) -> ReportRow:
    status = Status.SKIPPED if file.problem is not None and file.problem.skipped else Status.FAILED
    row = ReportRow(file.row.path, file.title or file.row.title, status, error=str(file.problem or ""))
    if file.parsed is not None:
        row.articles, row.blocks = file.parsed.articles, file.parsed.blocks
        row.characters_in, row.characters_kept = file.parsed.characters_in, file.parsed.characters_kept
    return row


def _mark_checked(identities: set[tuple[str, str, str]], today: date) -> None:
    """Say of the instruments found unchanged that they were checked today: no change of theirs, so no history."""
    older = Instrument.objects.filter(Q(checked_on__lt=today) | Q(checked_on=None))
    keys = older.values_list("pk", "title_key", "region", "level")
    pks = [pk for pk, *identity in keys if tuple(identity) in identities]
    for begin in range(0, len(pks), 500):
        Instrument.objects.filter(pk__in=pks[begin : begin + 500]).update(checked_on=today)
