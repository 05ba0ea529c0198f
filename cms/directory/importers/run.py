"""One import from beginning to end: lines in, report out. Institutions first, then those who work there.

Each chunk is a transaction. A line that is wrong is reported and left out, the rest goes in; a chunk that the database
refuses is tried again line by line, so that only the line at fault is left out. A second run of a file changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.directory.importers.checking import CheckedLine, check_lines, vocabulary
from cms.directory.importers.comparing import (
    Change,
    Institutions,
    compare,
    compare_affiliation,
    match_institutions,
    match_practitioners,
)
from cms.directory.importers.reading import Table
from cms.directory.importers.report import Report, Status
from cms.directory.importers.writing import refresh_statistics, write
from cms.directory.models import DirectoryImport, Entry, Institution, Practitioner
from cms.directory.models.entries import SHOWS_RECORDS
from cms.directory.models.enums import EntryStatus
from cms.directory.photos import take_down_photos
from portal.common import clock

CHUNK = 1000
Progress = Callable[[int], object]
"""Told how many more lines are done."""


def run_import(
    table: Table,
    *,
    today: date,
    by: Any = None,
    dry_run: bool = False,
    run: DirectoryImport | None = None,
    progress: Progress = lambda done: None,
) -> Report:
    """Bring a table in; with ``dry_run`` nothing is written, and the report says what would happen. ``run`` goes on with an
    import that was broken off: what it has written already is then unchanged."""
    lines = check_lines(table.lines, vocabulary(), today)
    _refuse_repeated(lines)
    if dry_run:
        run = None
    elif run is None:
        run = DirectoryImport.objects.create(
            file_name=table.file_name[:300], file_digest=table.digest, by=by, started_at=clock.now()
        )
    report = Report(table.file_name, [line.report for line in lines], table.ignored, dry_run, run.pk if run else None)
    good = [line for line in lines if not line.report.errors]
    progress(len(lines) - len(good))
    writer = _Writer(run, by, today)
    for model in (Institution, Practitioner):
        of_model = [line for line in good if line.model is model]
        for begin in range(0, len(of_model), CHUNK):
            chunk = of_model[begin : begin + CHUNK]
            writer.bring_in(model, chunk)
            progress(len(chunk))
    if run is not None:
        refresh_statistics()
        take_down_photos(today)
        run.totals, run.ended_at = report.totals(), clock.now()
        run.save(update_fields=["totals", "ended_at"])
    return report


class _Writer:
    """What the chunks of one import share."""

    def __init__(self, run: DirectoryImport | None, by: Any, today: date) -> None:
        self._run, self._by, self._today = run, by, today
        self._institutions: Institutions | None = None
        self._pending: list[Institution] = []

    def bring_in(self, model: type[Entry], chunk: Sequence[CheckedLine]) -> None:
        """Compare and write a chunk; line by line where the database refuses the whole."""
        try:
            with transaction.atomic():
                changes = self._changes(model, chunk)
                self._write(model, changes)
        except (IntegrityError, DataError):
            if len(chunk) == 1:
                chunk[0].fail("", _("与名录中已有的内容冲突，没有写入。"))
                chunk[0].report.status = Status.FAILED
                return
            for line in chunk:
                line.report.changes.clear()
                line.report.errors.clear()
                self.bring_in(model, [line])
            return
        for change in changes:
            row = change.line.report
            row.status = change.status
            row.url = change.entry.get_absolute_url() if change.entry.slug else ""
            if isinstance(change.entry, Institution) and change.status is not Status.UNCHANGED:
                self._pending.append(change.entry)

    def _changes(self, model: type[Entry], chunk: Sequence[CheckedLine]) -> list[Change]:
        if model is Institution:
            found = zip(chunk, match_institutions(chunk), strict=True)
            changes = [compare(line, entry) for line, entry in found if not line.report.errors]
            return self._may_be_hidden(model, changes)
        institutions = self._known_institutions()
        for line in chunk:
            line.at = institutions.find(line)
        chunk = [line for line in chunk if not line.report.errors]
        people, working = match_practitioners(chunk)
        changes = []
        for line, person in zip(chunk, people, strict=True):
            if line.report.errors:
                continue
            change = compare(line, person)
            compare_affiliation(change, working.get(person.pk, []) if person else [], self._today)
            if not line.report.errors:
                changes.append(change)
        return self._may_be_hidden(model, changes)

    def _may_be_hidden(self, model: type[Entry], changes: list[Change]) -> list[Change]:
        """Without those that would hide an entry while it shows a record: two queries a chunk, if any is hidden at all."""
        hidden = [one.entry.pk for one in changes if "status" in one.fields and one.entry.status != EntryStatus.LISTED]
        showing = model.showing_records(hidden, self._today) if hidden else set()
        for change in changes:
            if change.entry.pk in showing:
                change.line.fail("status", str(SHOWS_RECORDS))
        return [change for change in changes if not change.line.report.errors]

    def _known_institutions(self) -> Institutions:
        """All institutions, read once all of the file are in."""
        if self._institutions is None:
            self._institutions = Institutions()
            for institution in self._pending if self._run is None else ():
                self._institutions.add(institution)
        return self._institutions

    def _write(self, model: type[Entry], changes: Sequence[Change]) -> None:
        if self._run is not None:
            write(model, changes, by=self._by, reason=self._run.reason, checked_on=self._today)


def _refuse_repeated(lines: Sequence[CheckedLine]) -> None:
    """Two lines about the same entry: the second is left out, for nobody knows which is right."""
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines:
        if line.report.errors:
            continue
        for column, identity in _identities(line):
            first = seen.setdefault((line.model, column, *identity), line.report.row)
            if first != line.report.row:
                line.fail(column, _("与第%(row)d行重复。") % {"row": first})
                break


def _identities(line: CheckedLine) -> list[tuple[str, tuple[Any, ...]]]:
    values = line.values
    found: list[tuple[str, tuple[Any, ...]]] = []
    if code := values.get("unified_social_credit_code"):
        found.append(("unified_social_credit_code", (code,)))
    if number := values.get("licence_number"):
        found.append(("licence_number", (line.kind, number)))
    if not found:
        place = (
            (line.institution_code or line.institution) if line.model is Practitioner else values.get("district", "")
        )
        found.append(("name", (line.kind, values["name"], place)))
    return found
