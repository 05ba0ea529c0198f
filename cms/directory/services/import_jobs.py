"""What a person does with a file that was uploaded: have it checked, confirm it, throw it away, undo it as a whole, begin a
broken step again.

The work (``import_steps``) is a Celery task where there is a broker, and happens at once where there is none. What a person
does is claimed by a conditional update, so that two clicks never do the same.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.directory.importers.reading import UnreadableFile, read_bytes
from cms.directory.models import DirectoryImport, ImportJob, ImportRow
from cms.directory.models.enums import ImportState, ImportTask
from cms.directory.policies import may_import, may_undo_import
from cms.directory.services.import_steps import BEGINS, move, work
from portal.common import clock

log = logging.getLogger(__name__)

MOST_MEGABYTES = 30
READ_AT_ONCE = 1024 * 1024
"""A file of this size is read while the form waits, so that what is wrong with it is said there."""
KEPT_UNCONFIRMED = timedelta(days=1)
KEPT_ROWS = timedelta(days=30)
SILENT_FOR = timedelta(minutes=3)
"""A step that has not moved for so long has lost its worker."""
SUFFIXES = (".csv", ".xlsx")
BUSY = (ImportState.WAITING, ImportState.CHECKING, ImportState.CONFIRMED, ImportState.RUNNING)
_BEFORE = {step: before for before, step in BEGINS.items()}


def take_file(name: str, content: bytes, *, by: Any) -> ImportJob:
    """Keep a file and let it be checked; nothing of the directory changes. Raises ValidationError for a file that cannot be
    used, PermissionDenied."""
    if not may_import(by):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    if not name.lower().endswith(SUFFIXES):
        raise ValidationError({"file": _("只能导入.csv或者.xlsx文件。")})
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise ValidationError({"file": _("文件超过%(number)d MB，请分成几个文件。") % {"number": MOST_MEGABYTES}})
    if len(content) <= READ_AT_ONCE:
        try:
            read_bytes(name, content)
        except UnreadableFile as error:
            raise ValidationError({"file": str(error)}) from error
    tidy(clock.now())
    with transaction.atomic():
        moment = clock.now()
        job = ImportJob.objects.create(
            file_name=name[-300:], content=content, by=by, created_at=moment, moved_at=moment
        )
        transaction.on_commit(lambda: wake(job.pk))
    return job


def confirm(job: ImportJob, *, by: Any) -> None:
    """Bring in what was checked. Raises ValidationError when that is no longer to be done, PermissionDenied."""
    if not may_import(by):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    with transaction.atomic():
        if not move(job.pk, ImportState.CHECKED, ImportState.CONFIRMED, by=by, lines_done=0):
            raise ValidationError(_("这一文件已经导入、放弃，或者正在导入。"))
        transaction.on_commit(lambda: wake(job.pk))


def discard(job: ImportJob, *, by: Any) -> None:
    """Throw a file away that was not brought in. Raises ValidationError, PermissionDenied."""
    if not may_import(by):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    waiting = ImportJob.objects.filter(pk=job.pk, state__in=[ImportState.CHECKED, ImportState.FAILED])
    with transaction.atomic():
        if not waiting.update(state=ImportState.DISCARDED, content=None, moved_at=clock.now()):
            raise ValidationError(_("现在不能放弃。"))
        ImportRow.objects.filter(job=job).delete()


def undo_import(run: DirectoryImport, *, by: Any) -> ImportJob:
    """Undo a whole import, entry by entry: what was changed since stays and is listed. Raises ValidationError,
    PermissionDenied."""
    if not may_undo_import(by):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    with transaction.atomic():
        run = DirectoryImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if run.jobs.filter(state__in=BUSY).exists():
            raise ValidationError(_("这次导入正在执行或者正在撤销。"))
        moment = clock.now()
        job = ImportJob.objects.create(
            task=ImportTask.UNDO,
            state=ImportState.CONFIRMED,
            file_name=run.file_name,
            by=by,
            created_at=moment,
            moved_at=moment,
            run=run,
        )
        transaction.on_commit(lambda: wake(job.pk))
    return job


def is_stuck(job: ImportJob, now: datetime) -> bool:
    """Whether a step has lost its worker, or none came."""
    return job.state in BUSY and now - job.moved_at > SILENT_FOR


def restart(job: ImportJob, *, by: Any) -> None:
    """Begin a step again whose worker is gone, or that failed. Raises ValidationError, PermissionDenied."""
    if not (may_undo_import(by) if job.task == ImportTask.UNDO else may_import(by)):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    with transaction.atomic():
        job = ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        has_failed = job.state == ImportState.FAILED and (job.content is not None or job.task == ImportTask.UNDO)
        if not has_failed and not is_stuck(job, clock.now()):
            raise ValidationError(_("正在进行，不必重新开始。"))
        job.state, job.problem, job.moved_at, job.lines_done = _step_before(job), "", clock.now(), 0
        job.save(update_fields=["state", "problem", "moved_at", "lines_done"])
        transaction.on_commit(lambda: wake(job.pk))


def _step_before(job: ImportJob) -> ImportState:
    """Where a step that was broken off begins again."""
    state = ImportState(job.state)
    if state in BEGINS:
        return state
    return ImportState.CONFIRMED if job.run_id is not None else _BEFORE.get(state, ImportState.WAITING)


def wake(key: int) -> None:
    """Let a worker do the next step; without a broker it is done now. A broker that is gone is no error: the page offers to
    begin again."""
    from cms.directory.tasks import work_on_import

    if settings.CELERY_TASK_ALWAYS_EAGER:
        work(key)
        return
    try:
        work_on_import.delay(key)
    except Exception as error:  # whatever the broker's client raises
        log.warning("import job %s: no worker could be woken: %s", key, error)


def tidy(now: datetime) -> int:
    """Throw away files that nobody confirmed within a day, and the lines of imports of more than a month ago; gives how many
    files."""
    old = ImportJob.objects.filter(created_at__lt=now - KEPT_UNCONFIRMED).exclude(state=ImportState.DONE)
    keys = list(
        old.exclude(state=ImportState.DISCARDED)
        .filter(moved_at__lt=now - KEPT_UNCONFIRMED)
        .values_list("pk", flat=True)
    )
    ImportJob.objects.filter(pk__in=keys).update(state=ImportState.DISCARDED, content=None)
    ImportRow.objects.filter(job__in=keys).delete()
    ImportRow.objects.filter(job__created_at__lt=now - KEPT_ROWS).delete()
    return len(keys)
