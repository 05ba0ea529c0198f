"""Which complaints without a case may be purged today, and why the rest may not. One with a case goes with its case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint
from portal.complaints.states import State
from portal.retention.due import BATCH, Verdict
from portal.retention.models import HeldComplaint, RetentionSettings
from portal.retention.rules import earliest_purge


def complaint_verdicts(today: date, complaints: Any = None) -> Iterator[Verdict]:
    """Every complaint without a case (or those among a queryset), oldest first; a batch in memory at a time. The years run
    from the last result: a second look, which can be asked for in the weeks after the first, begins them anew."""
    years = RetentionSettings.load().years
    found = Complaint.objects.all() if complaints is None else complaints
    found = found.filter(consultation__isnull=True).order_by("pk")
    rows = found.values_list("pk", "number", "state", "decided_at").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        held = _held([row[0] for row in batch])
        for pk, number, state, decided_at in batch:
            is_over = state == State.DECIDED and decided_at is not None
            ended = decided_at.astimezone(SHANGHAI).date() if is_over else None
            earliest = earliest_purge(ended, years) if ended is not None else None
            reasons = [] if is_over else [_("投诉还没有结果")]
            reasons += held.get(pk, [])
            is_of_age = earliest is not None and earliest <= today
            yield Verdict(pk, number, ended, earliest, tuple(reasons), is_of_age)


def verdict_of_complaint(complaint: Complaint, today: date) -> Verdict:
    """One complaint. Raises StopIteration for one that has a case."""
    return next(complaint_verdicts(today, Complaint.objects.filter(pk=complaint.pk)))


def _held(keys: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = HeldComplaint.objects.filter(complaint__in=keys, hold__released_at__isnull=True).select_related("hold")
    for row in rows:
        found.setdefault(row.complaint_id, []).append(_("依法保存：%s") % row.hold)
    return found
