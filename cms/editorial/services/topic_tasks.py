"""Making editors' tasks of what people searched for in vain, and what becomes of a task."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.editorial.base import EditorialPage
from cms.editorial.editorial_task import EditorialTask, TaskOrigin, TaskState
from cms.editorial.knowledge_qa import KnowledgeQA, KnowledgeQAIndex
from portal.common import clock
from search.failed_searches import failed_searches
from search.models import Lacked

TIMES = 3
"""How often words must have come up within seven days to be worth a task."""
MOST = 50
PERMISSION = "editorial.change_editorialtask"
_ORIGINS = ((Lacked.RESULTS, TaskOrigin.FAILED_SEARCH), (Lacked.ANSWER, TaskOrigin.UNANSWERED))


def collect_tasks(today: date) -> int:
    """Make or bring up to date the tasks of the last seven days; may run again at any time. Returns how many are new.

    What was done and is asked for in vain again is open again; what was dismissed stays so.
    """
    new = 0
    for lacked, origin in _ORIGINS:
        for row in failed_searches(today, lacked=lacked).filter(times__gte=TIMES)[:MOST]:
            with transaction.atomic():
                task, is_new = EditorialTask.objects.select_for_update().get_or_create(
                    words=row["words"],
                    defaults={
                        "origin": origin,
                        "times": row["times"],
                        "first_seen_on": today,
                        "last_seen_on": today,
                    },
                )
                new += is_new
                if not is_new:
                    _seen_again(task, row["times"], today)
    return new


def _seen_again(task: EditorialTask, times: int, today: date) -> None:
    # What was answered today is still counted among the days before it.
    decided_on = task.decided_at.astimezone(clock.SHANGHAI).date() if task.decided_at else None
    if task.state == TaskState.DONE and decided_on is not None and (today - decided_on).days > 7:
        task.state, task.decided_at = TaskState.OPEN, None
    task.times, task.last_seen_on = times, today
    task.save()


def take_task(task: EditorialTask, *, by: Any) -> EditorialTask:
    """Somebody works on it."""
    return _move(task, by, TaskState.TAKEN, assignee=by)


def begin_answer(task: EditorialTask, *, by: Any) -> KnowledgeQA:
    """Take a task by beginning a draft Q&A with its words as the title; PermissionDenied for who may not write there."""
    section = KnowledgeQAIndex.objects.first()
    if section is None or not section.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied
    with transaction.atomic():
        page = KnowledgeQA(title=task.words, owner=by, live=False)
        section.add_child(instance=page)
        page.save_revision(user=by, log_action=True, clean=False)  # a draft that only has its title
        _move(task, by, TaskState.TAKEN, assignee=by, page=page.editorialpage_ptr)
    return page


def finish_task(task: EditorialTask, page: EditorialPage | None, *, by: Any) -> EditorialTask:
    """It is answered, by ``page`` where one page does."""
    return _move(task, by, TaskState.DONE, assignee=by, page=page)


def dismiss_task(task: EditorialTask, reason: str, *, by: Any) -> EditorialTask:
    """It will not be answered, and why; ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不做的理由，例如：不是法律问题。")})
    return _move(task, by, TaskState.DISMISSED, assignee=by, reason=reason.strip()[:200])


def reopen_task(task: EditorialTask, *, by: Any) -> EditorialTask:
    """It was closed by mistake."""
    return _move(task, by, TaskState.OPEN, assignee=None, reason="", page=None)


def _move(task: EditorialTask, by: Any, state: TaskState, **changes: Any) -> EditorialTask:
    if by is None or not by.is_active or not by.has_perm(PERMISSION):
        raise PermissionDenied
    with transaction.atomic():
        task = EditorialTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
        for name, value in changes.items():
            setattr(task, name, value)
        task.state = state
        task.decided_at = clock.now() if state in (TaskState.DONE, TaskState.DISMISSED) else None
        task.save()
    return task
