"""Collecting from one source, from claim to report. Safe to run twice at once: the second finds the source claimed."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cms.collecting.fetching import FetchProblem, Rules
from cms.collecting.models import Outcome, Source, SourceCheck
from cms.collecting.policies import CHANGE_SOURCES, demand
from cms.collecting.reading.found import Unreadable
from cms.collecting.services.checking import LONGEST_REPORT, begin_check, end_check
from cms.collecting.services.gathering import Gathered, gather
from cms.collecting.services.sorting import Sorted, sort_in
from portal.common import clock

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=10)
"""Longer than a task may run: a claim outlives its holder only if that was killed."""


def due_sources(moment: datetime) -> list[int]:
    """The keys of the sources to fetch now, the longest due first."""
    return list(Source.objects.to_fetch(moment).order_by("fetch_at", "pk").values_list("pk", flat=True))


def ask_for_collecting(source: Source, *, by: Any, wake: Callable[[int], object]) -> None:
    """立即采集: let the worker fetch a source now; ``wake`` tells it, after commit. Raises PermissionDenied, and
    ValidationError for a source that is not approved."""
    demand(by, CHANGE_SOURCES)
    with transaction.atomic():
        source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
        if not source.is_fetched or not source.is_approved:
            raise ValidationError(_("这个来源还没有批准，不能采集。"))
        if not source.is_active:
            raise ValidationError(_("这个来源已经停用。"))
        source.fetch_at = clock.now()
        source.save(update_fields=["fetch_at"])
        # A wake-up that is lost does no harm: the source is due, and the next hour finds it.
        transaction.on_commit(lambda: wake(source.pk), robust=True)


def collect(
    pk: int,
    *,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    pause: Callable[[float], object] = time.sleep,
) -> SourceCheck | None:
    """Fetch a source that is due, and write down what came of it. None where it is not to be fetched: not due, not
    approved, or another process is at it. Whatever goes wrong with the source is a failed check, never an exception."""
    moment = clock.now()
    claim = secrets.token_hex(16)
    taken = Source.objects.to_fetch(moment).filter(pk=pk).update(claim=claim, claimed_until=moment + CLAIM)
    if not taken:
        return None
    source = Source.objects.get(pk=pk)
    try:
        if not source.is_approved:  # what was approved is not what stands here now
            return None
        return _run(source, rules, pause, moment)
    finally:
        Source.objects.filter(Q(pk=pk) & Q(claim=claim)).update(claim="", claimed_until=None)


def _run(source: Source, rules: Rules, pause: Callable[[float], object], moment: datetime) -> SourceCheck:
    check = begin_check(source, moment=moment)
    try:
        gathered = gather(source, rules=rules, pause=pause)
        found = sort_in(source, gathered.stories, moment=moment)
        Source.objects.filter(pk=source.pk).update(etag=gathered.etag, modified=gathered.modified)
    except FetchProblem as problem:
        return _failed(check, problem.words)
    except Unreadable as problem:
        return _failed(check, str(problem))
    except SoftTimeLimitExceeded:
        return _failed(check, _("用时太长，没有做完。"))
    except Exception:
        logger.exception("collecting from source %s failed", source.pk)
        return _failed(check, _("程序出错，已经记入日志，请告诉系统管理员。"))
    return _done(check, gathered, found)


def _failed(check: SourceCheck, words: str) -> SourceCheck:
    return end_check(check, Outcome.FAILED, moment=clock.now(), words=words)


def _done(check: SourceCheck, gathered: Gathered, found: Sorted) -> SourceCheck:
    counts = {} if gathered.is_unchanged else dict(found.counts)
    if gathered.left:
        counts["留待下次"] = gathered.left
    if gathered.problems:
        counts["没有读出"] = len(gathered.problems)
    check = end_check(
        check,
        Outcome.NEW if found.new or found.changed else Outcome.UNCHANGED,
        moment=clock.now(),
        counts=counts,
        report={"new": found.titles[:LONGEST_REPORT], "problems": gathered.problems[:LONGEST_REPORT]},
    )
    if gathered.left:
        Source.objects.filter(pk=check.source_id).update(fetch_at=clock.now())
    return check
