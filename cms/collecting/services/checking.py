"""Writing down that a source was looked at: by the job, by an import, by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.collecting.freshness import day_of
from cms.collecting.models import Outcome, Source, SourceCheck, SourceKind, Way
from cms.collecting.policies import CHECK_SOURCES, demand
from portal.common import clock
from portal.common.generation import raise_generation

FIRST_RETRY = timedelta(hours=1)
LAST_RETRY = timedelta(hours=24)
KEPT_CHECKS = 200
"""Checks of a source that are kept; the oldest go."""
LONGEST_REPORT = 200
"""Lines of a report that are kept."""


def begin_check(source: Source, *, moment: datetime, by: Any = None) -> SourceCheck:
    """Say that a look begins."""
    return SourceCheck.objects.create(source=source, began_at=moment, by=by)


def end_check(
    check: SourceCheck,
    outcome: Outcome,
    *,
    moment: datetime,
    words: str = "",
    counts: Mapping[str, int] | None = None,
    report: Mapping[str, Any] | None = None,
) -> SourceCheck:
    """Say what came of it, and when the source is due again: a success counts from now, a failure is tried again soon
    and leaves the source as overdue as it was."""
    with transaction.atomic():
        check.ended_at, check.outcome, check.words = moment, outcome, words[:500]
        check.counts, check.report = dict(counts or {}), dict(report or {})
        check.save()
        source = Source.objects.select_for_update(of=("self",)).get(pk=check.source_id)
        source.last_checked_at = moment
        if outcome == Outcome.FAILED:
            source.failures += 1
            source.last_error = words[:500]
            wait = min(LAST_RETRY, FIRST_RETRY * 2 ** min(source.failures - 1, 10))
            source.fetch_at = moment + min(wait, timedelta(hours=source.interval_hours))
        else:
            if source.last_success_at is None or day_of(source.last_success_at) != day_of(moment):
                raise_generation()  # lists that are kept in the cache say 数据截至
            source.failures, source.last_error, source.overdue_told_at = 0, "", None
            source.last_success_at = moment
            source.due_at = source.fetch_at = moment + timedelta(hours=source.interval_hours)
        source.save(
            update_fields=[
                "last_checked_at",
                "failures",
                "last_error",
                "overdue_told_at",
                "last_success_at",
                "due_at",
                "fetch_at",
            ]
        )
        old = source.checks.values_list("pk", flat=True)[KEPT_CHECKS:]
        SourceCheck.objects.filter(pk__in=list(old)).delete()
    return check


def check_by_hand(source: Source, *, by: Any, has_news: bool = False, words: str = "") -> SourceCheck:
    """A person looked at the source today (今天已核对). Raises PermissionDenied, and ValidationError for a source that a job
    looks at: only what was fetched says that it was."""
    demand(by, CHECK_SOURCES)
    if source.is_fetched:
        raise ValidationError(_("自动采集的来源由系统核对，请按“立即采集”。"))
    moment = clock.now()
    check = begin_check(source, moment=moment, by=by)
    return end_check(check, Outcome.NEW if has_news else Outcome.UNCHANGED, moment=moment, words=words)


def note_check(
    kinds: Iterable[SourceKind],
    path: Path | str,
    *,
    counts: Mapping[str, int],
    changed: bool,
    report: Mapping[str, Any] | None = None,
    problem: str = "",
    began_at: datetime | None = None,
    by: Any = None,
) -> list[SourceCheck]:
    """An import of a file or folder ended: write it down with every active source of these kinds that names this path.

    Import commands call it at their end; where no source names the path, nothing is written. ``counts`` have words of the
    page as keys; ``problem`` says in words that nothing could be imported.
    """
    wanted = _whole(path)
    moment = clock.now()
    outcome = Outcome.FAILED if problem else Outcome.NEW if changed else Outcome.UNCHANGED
    checks = []
    for source in Source.objects.filter(is_active=True, way=Way.COMMAND, kind__in=list(kinds)):
        if _whole(source.import_path) == wanted:
            check = begin_check(source, moment=began_at or moment, by=by)
            checks.append(end_check(check, outcome, moment=moment, words=problem, counts=counts, report=report))
    return checks


def _whole(path: Path | str) -> str:
    return str(Path(path).expanduser().resolve())
