"""What a worker does with a file that was uploaded: check it, bring it in, undo what was brought in.

Each step is claimed by a conditional update, so that two workers never do the same; a step whose worker died is begun again by
hand, and finds done what was done.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.directory.importers.reading import Table, UnreadableFile, read_bytes
from cms.directory.importers.report import ReportRow, Status
from cms.directory.importers.run import run_import
from cms.directory.models import DirectoryImport, Entry, ImportJob, ImportRow, Practitioner
from cms.directory.models.enums import ImportState, ImportTask
from cms.directory.policies import may_import, may_undo_import
from cms.directory.services.indexing import index_now
from cms.directory.services.undoing import entries_of, is_undone, undo_import_of
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.common.outbox.tasks import drain_sink
from search.indexing import sink_names

log = logging.getLogger(__name__)

MOST_LINES = 200_000
MOST_LINES_AT_ONCE = 5_000
"""Without a worker a page waits for the work: no longer than it may."""
AT_ONCE = 1000
BEGINS = {ImportState.WAITING: ImportState.CHECKING, ImportState.CONFIRMED: ImportState.RUNNING}
"""A state that waits for a worker → the state of a worker at it."""


def work(key: int) -> None:
    """Do the next step of a job, if nobody does it already."""
    job = ImportJob.objects.select_related("by", "run").filter(pk=key).first()
    step = BEGINS.get(ImportState(job.state)) if job is not None else None
    if job is None or step is None or not move(key, ImportState(job.state), step):
        return
    job.state = step
    try:
        if job.task == ImportTask.UNDO:
            _undo(job)
        elif step is ImportState.CHECKING:
            _check(job)
        else:
            _bring_in(job)
    except UnreadableFile as error:
        _end(job, ImportState.FAILED, problem=str(error), content=None)
    except Exception:
        log.exception("import job %s failed", key)
        words = _("处理时出错，没有全部完成；已写入的部分有效。请重新开始，仍然出错的话请联系管理员。")
        _end(job, ImportState.FAILED, problem=words)


def move(key: int, before: ImportState, after: ImportState, **values: Any) -> bool:
    """Take a job from one state to another, if it still is in the first."""
    rows = ImportJob.objects.filter(pk=key, state=before)
    return bool(rows.update(state=after, moved_at=clock.now(), **values))


def _check(job: ImportJob) -> None:
    table = _table(job)
    report = run_import(table, today=clock.today(), dry_run=True, progress=_Progress(job, len(table.lines)))
    _keep_rows(job, report.rows)
    _end(job, ImportState.CHECKED, totals=report.totals(), ignored_columns=report.ignored_headings())


def _bring_in(job: ImportJob) -> None:
    table = _table(job)
    if job.run is None:
        job.run = DirectoryImport.objects.create(
            file_name=job.file_name, file_digest=table.digest, by=job.by, started_at=clock.now()
        )
        job.save(update_fields=["run"])
    if not may_import(job.by):  # the role was taken away meanwhile
        raise PermissionDenied
    progress = _Progress(job, len(table.lines))
    report = run_import(table, today=clock.today(), by=job.by, run=job.run, progress=progress)
    _keep_rows(job, report.rows)
    totals = report.totals()
    with transaction.atomic():
        _end(job, ImportState.DONE, totals=totals, ignored_columns=report.ignored_headings(), content=None)
        record(Act.IMPORTED, actor=job.by, subject=job.run, name=job.file_name, details={"rows": totals["rows"]})
    _tell_the_indexes()


def _undo(job: ImportJob) -> None:
    if job.run is None or not may_undo_import(job.by):
        raise PermissionDenied
    # Those who work there first: an institution with people is not deleted.
    found = sorted(entries_of(job.run), key=lambda one: one[0] is not Practitioner)
    progress = _Progress(job, len(found))
    kept: list[ReportRow] = []
    undone = 0
    for model, key, _change in found:
        entry: Entry | None = model._default_manager.filter(pk=key).first()
        if entry is not None and not is_undone(entry, job.run):
            try:
                undo_import_of(entry, job.run, by=job.by)
                undone += 1
            except ValidationError as error:
                row = ReportRow("", 0, kind=entry.kind, name=entry.name, url=entry.get_absolute_url())
                row.errors = [{"column": "", "message": message} for message in error.messages]
                kept.append(row)
        progress(1)
    _keep_rows(job, kept)
    totals = {"rows": len(found), "undone": undone, Status.FAILED.value: len(kept)}
    with transaction.atomic():
        _end(job, ImportState.DONE, totals=totals)
        words = _("撤销导入：%(name)s") % {"name": job.file_name}
        record(Act.IMPORTED, actor=job.by, subject=job.run, name=words, details={"rows": undone})
    _tell_the_indexes()


def _tell_the_indexes() -> None:
    """Bulk writing leaves the outbox to whoever comes next: without a broker that is here and now. What an index that is out,
    or a broker that is gone, does not take waits for the sweep."""
    try:
        if settings.CELERY_TASK_ALWAYS_EAGER:
            index_now()
        else:
            for name in sink_names():
                drain_sink.delay(name)
    except Exception as error:  # whatever an engine's or the broker's client raises
        log.warning("indexes are told later: %s", error)


def _table(job: ImportJob) -> Table:
    if job.content is None:
        raise UnreadableFile(_("上传的文件已经清除，请重新上传。"))
    table = read_bytes(job.file_name, bytes(job.content))
    most = MOST_LINES_AT_ONCE if settings.CELERY_TASK_ALWAYS_EAGER else MOST_LINES
    if len(table.lines) > most:
        words = _("文件有%(lines)d行，一次最多导入%(most)d行，请分成几个文件。")
        raise UnreadableFile(words % {"lines": len(table.lines), "most": most})
    return table


def _keep_rows(job: ImportJob, rows: Iterable[ReportRow]) -> None:
    """Put down what became of each line, in place of what was put down before."""
    with transaction.atomic():
        ImportRow.objects.filter(job=job).delete()
        batch: list[ImportRow] = []
        for position, row in enumerate(rows, start=1):
            batch.append(
                ImportRow(
                    job=job,
                    position=position,
                    sheet=row.sheet[:100],
                    line=row.row,
                    kind=row.kind,
                    name=row.name,
                    status=row.status.value,
                    changes=row.changes,
                    errors=row.errors,
                    warnings=row.warnings,
                    url=row.url,
                )
            )
            if len(batch) == AT_ONCE:
                ImportRow.objects.bulk_create(batch)
                batch = []
        ImportRow.objects.bulk_create(batch)


def _end(job: ImportJob, state: ImportState, **values: Any) -> None:
    ImportJob.objects.filter(pk=job.pk).update(state=state, moved_at=clock.now(), **values)


class _Progress:
    """Puts down how far a job is, once a second at most."""

    def __init__(self, job: ImportJob, total: int) -> None:
        self._key, self._done, self._told = job.pk, 0, time.monotonic()
        ImportJob.objects.filter(pk=job.pk).update(lines_total=total, lines_done=0, moved_at=clock.now())

    def __call__(self, done: int) -> None:
        self._done += done
        if time.monotonic() - self._told >= 1:
            self._told = time.monotonic()
            ImportJob.objects.filter(pk=self._key).update(lines_done=self._done, moved_at=clock.now())
