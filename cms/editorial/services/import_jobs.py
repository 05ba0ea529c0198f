"""A file that was uploaded: checked at once, brought in when somebody confirmed what it would change.

Bringing in is a Celery task where there is a broker, and happens at once where there is none. Each step is claimed by a
conditional update, so that two clicks or two workers never do the same; one whose worker died is begun again by hand, and
finds unchanged what was done.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.editorial.building import index_models
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.import_runs import EditorialImport, RunState
from cms.editorial.importers.reading import read_content
from cms.editorial.importers.rows import UnreadableFile
from cms.editorial.importers.run import run_import
from cms.editorial.services.indexing import wake_index
from portal.common import clock

log = logging.getLogger(__name__)

PERMISSION = "editorial.add_editorialimport"
MOST_MEGABYTES = 20
MOST_ROWS = 3000
MOST_ROWS_AT_ONCE = 500
"""Without a worker a page waits for the work: no longer than it may."""
KEPT_UNCONFIRMED = timedelta(days=1)
SILENT_FOR = timedelta(minutes=3)
"""A step that has not moved for so long has lost its worker."""
BUSY = (RunState.CONFIRMED, RunState.RUNNING)


def kinds_for(user: Any) -> list[str]:
    """The kinds of pages a person may bring in: those whose section they may add to."""
    if user is None or not user.is_active or not user.has_perm(PERMISSION):
        return []
    sections = {model.kind: model.objects.first() for model in index_models()}
    return [
        kind
        for kind in PAGE_MODELS
        if sections[kind] is not None and sections[kind].permissions_for_user(user).can_add_subpage()
    ]


def may_import(user: Any, kind: str) -> bool:
    """Whether a person may bring in pages of a kind."""
    return kind in kinds_for(user)


def take_file(name: str, content: bytes, kind: str, *, by: Any, again: bool = False) -> EditorialImport:
    """Keep a file with what it would change; no page changes. Raises ValidationError for a file that cannot be used,
    PermissionDenied."""
    if not may_import(by, kind):
        raise PermissionDenied(_("您没有向这个栏目导入的权限。"))
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise ValidationError({"file": _("文件超过%(number)d MB，请分成几个文件。") % {"number": MOST_MEGABYTES}})
    try:
        file = read_content(name, content, kind, _most_rows())
    except UnreadableFile as error:
        raise ValidationError({"file": str(error)}) from error
    tidy(clock.now())
    report = run_import(file, today=clock.today(), by=by, dry_run=True, again=again).as_json()
    moment = clock.now()
    return EditorialImport.objects.create(
        kind=kind,
        state=RunState.CHECKED,
        file_name=name[-300:],
        file_digest=file.digest,
        content=content,
        by=by,
        again=again,
        started_at=moment,
        moved_at=moment,
        rows_total=len(file.rows),
        totals=report["totals"],
        report=report,
    )


def confirm(run: EditorialImport, *, by: Any) -> None:
    """Bring in what was checked. Raises ValidationError when that is no longer to be done, PermissionDenied."""
    if not may_import(by, run.kind):
        raise PermissionDenied(_("您没有向这个栏目导入的权限。"))
    with transaction.atomic():
        if not _move(run.pk, RunState.CHECKED, RunState.CONFIRMED, by=by):
            raise ValidationError(_("这一文件已经导入、放弃，或者正在导入。"))
        transaction.on_commit(lambda: wake(run.pk))


def discard(run: EditorialImport, *, by: Any) -> None:
    """Throw a file away that was not brought in. Raises ValidationError, PermissionDenied."""
    if not may_import(by, run.kind):
        raise PermissionDenied(_("您没有向这个栏目导入的权限。"))
    waiting = EditorialImport.objects.filter(pk=run.pk, state__in=[RunState.CHECKED, RunState.FAILED])
    if not waiting.update(state=RunState.DISCARDED, content=None, moved_at=clock.now()):
        raise ValidationError(_("现在不能放弃。"))


def is_stuck(run: EditorialImport, now: datetime) -> bool:
    """Whether the work has lost its worker, or none came."""
    return run.state in BUSY and run.moved_at is not None and now - run.moved_at > SILENT_FOR


def restart(run: EditorialImport, *, by: Any) -> None:
    """Begin again what lost its worker or failed. Raises ValidationError, PermissionDenied."""
    if not may_import(by, run.kind):
        raise PermissionDenied(_("您没有向这个栏目导入的权限。"))
    with transaction.atomic():
        run = EditorialImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
        has_failed = run.state == RunState.FAILED and run.content is not None
        if not has_failed and not is_stuck(run, clock.now()):
            raise ValidationError(_("正在进行，不必重新开始。"))
        run.state, run.problem, run.moved_at, run.rows_done = RunState.CONFIRMED, "", clock.now(), 0
        run.save(update_fields=["state", "problem", "moved_at", "rows_done"])
        transaction.on_commit(lambda: wake(run.pk))


def wake(key: int) -> None:
    """Let a worker do it; without a broker it is done now. A broker that is gone is no error: the page offers to begin again."""
    from cms.editorial.tasks import work_on_import

    if settings.CELERY_TASK_ALWAYS_EAGER:
        work(key)
        return
    try:
        work_on_import.delay(key)
    except Exception:  # whatever the broker's client raises
        log.exception("editorial import %s: no worker could be woken", key)


def work(key: int) -> None:
    """Bring a confirmed file in, if nobody does it already."""
    if not _move(key, RunState.CONFIRMED, RunState.RUNNING):
        return
    run = EditorialImport.objects.select_related("by").get(pk=key)
    try:
        if run.content is None or not may_import(run.by, run.kind):  # the role was taken away meanwhile
            raise PermissionDenied(_("您没有向这个栏目导入的权限。"))
        file = read_content(run.file_name, bytes(run.content), run.kind, MOST_ROWS)
        progress = _Progress(key)
        run_import(file, today=clock.today(), by=run.by, again=run.again, run=run, progress=progress)
        wake_index()
    except (PermissionDenied, UnreadableFile) as error:
        _fail(key, str(error))
    except Exception:
        log.exception("editorial import %s failed", key)
        _fail(key, _("处理时出错，没有全部完成；已写入的部分有效。请重新开始，仍然出错的话请联系管理员。"))


def tidy(now: datetime) -> int:
    """Throw away files that nobody confirmed within a day; gives how many."""
    old = EditorialImport.objects.filter(
        state__in=[RunState.CHECKED, RunState.FAILED], moved_at__lt=now - KEPT_UNCONFIRMED
    )
    return old.update(state=RunState.DISCARDED, content=None)


def _most_rows() -> int:
    return MOST_ROWS_AT_ONCE if settings.CELERY_TASK_ALWAYS_EAGER else MOST_ROWS


def _move(key: int, before: RunState, after: RunState, **values: Any) -> bool:
    """Take a run from one state to another, if it still is in the first."""
    rows = EditorialImport.objects.filter(pk=key, state=before)
    return bool(rows.update(state=after, moved_at=clock.now(), **values))


def _fail(key: int, problem: str) -> None:
    EditorialImport.objects.filter(pk=key).update(state=RunState.FAILED, problem=problem, moved_at=clock.now())


class _Progress:
    """Puts down how far it is, once a second at most."""

    def __init__(self, key: int) -> None:
        self._key, self._done, self._told = key, 0, time.monotonic()

    def __call__(self, done: int) -> None:
        self._done += done
        if time.monotonic() - self._told >= 1:
            self._told = time.monotonic()
            EditorialImport.objects.filter(pk=self._key).update(rows_done=self._done, moved_at=clock.now())
