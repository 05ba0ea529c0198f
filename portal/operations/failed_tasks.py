"""Wagtail's own tasks run inline and swallow what they raise: a failing index update lets the save succeed unseen.

The receiver makes each failure an error in the log, with its traceback, and counts it for the metrics.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache
from django.dispatch import receiver
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.signals import task_finished

logger = logging.getLogger(__name__)
COUNTER = "operations:failed-tasks"


@receiver(task_finished, dispatch_uid="portal.operations.failed_tasks")
def note_failure(sender: Any, task_result: TaskResult, **kwargs: Any) -> None:
    """Log and count a task that failed; arguments are not logged, they may hold what a person wrote."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    trace = "\n".join(error.traceback for error in task_result.errors)
    logger.error("task %s failed; the save that caused it stands\n%s", task_result.task.module_path, trace)
    cache.add(COUNTER, 0, timeout=None)
    try:
        cache.incr(COUNTER)
    except ValueError:  # the cache is out or was emptied in between; the log has the failure
        logger.warning("a failed task could not be counted")


def failed_tasks() -> int:
    """How many failed since the cache began."""
    return cache.get(COUNTER) or 0
