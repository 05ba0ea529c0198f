"""Which cases may be purged today, and why the rest may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from portal.common.clock import SHANGHAI
from portal.consultations.models import Consultation, ConsultationEvent
from portal.retention.blockers import OVER, reasons_against
from portal.retention.models import RetentionSettings
from portal.retention.rules import earliest_purge

BATCH = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case or complaint: when it ended (None: it has not), from which day it may go, and what speaks against it today.
    ``key`` is that of the row."""

    key: int
    number: str
    ended_on: date | None
    earliest: date | None
    reasons: tuple[str, ...]
    is_of_age: bool

    @property
    def written_number(self) -> str:
        """The number as it stands on receipts."""
        return f"{self.number[:5]}-{self.number[5:10]}-{self.number[10:]}"

    @property
    def may_go(self) -> bool:
        """Whether it may be purged today."""
        return self.is_of_age and not self.reasons


def verdicts(today: date, cases: Any = None) -> Iterator[Verdict]:
    """Every case (or those of a queryset), oldest first; a batch in memory at a time."""
    years = RetentionSettings.load().years
    found = Consultation.objects.all() if cases is None else cases
    rows = found.order_by("pk").values_list("pk", "receipt_number", "state", "closed_at").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        against = reasons_against([row[0] for row in batch])
        for pk, number, state, closed_at in batch:
            ended = _ended_on(pk, closed_at) if state in OVER else None
            earliest = earliest_purge(ended, years) if ended is not None else None
            is_of_age = earliest is not None and earliest <= today
            yield Verdict(pk, number, ended, earliest, tuple(against.get(pk, ())), is_of_age)


def verdict_of(case: Consultation, today: date) -> Verdict:
    """One case."""
    return next(verdicts(today, Consultation.objects.filter(pk=case.pk)))


def _ended_on(pk: int, closed_at: Any) -> date | None:
    if closed_at is None:
        # What was recorded since (a complaint, a hold placed and released) does not undo the end.
        ends = ConsultationEvent.objects.filter(consultation=pk, act="withdraw").order_by("-sequence")
        closed_at = ends.values_list("at", flat=True).first()
    return closed_at.astimezone(SHANGHAI).date() if closed_at is not None else None
