"""执业状态 on a day, as pure functions on plain values. Only what is shown on that day counts: a record that lapsed or was
withdrawn says nothing any more, and a record not yet shown says nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cms.directory.models.enums import Effect, StandingCode

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What of an approved record matters here. ``begins`` is the first day of a suspension, or the day an ending was
    decided; ``ends`` the last day of a suspension. It is shown from ``display_from`` to ``display_until``, both included."""

    effect: str
    begins: date
    ends: date | None
    display_from: date
    display_until: date

    def is_shown(self, day: date) -> bool:
        """Whether everybody may read the record on a day."""
        return self.display_from <= day <= self.display_until


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing; ``until`` is the last day of a suspension."""

    code: StandingCode
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``begin`` (None: always) to before ``end`` (None: for ever) with one standing; None: not public."""

    begin: date | None
    end: date | None
    standing: Standing | None


def standing_on(day: date, records: Iterable[RecordFacts], ceased_on: date | None = None) -> Standing:
    """Say how an entry stands on a day."""
    shown = [record for record in records if record.is_shown(day)]
    if any(record.effect == Effect.ENDS and record.begins <= day for record in shown):
        return Standing(StandingCode.REVOKED)
    if ceased_on is not None and ceased_on <= day:
        return Standing(StandingCode.CEASED)
    until = _suspended_until(day, shown)
    return Standing(StandingCode.SUSPENDED, until) if until else Standing(StandingCode.IN_PRACTICE)


def is_gone(day: date, records: Iterable[RecordFacts]) -> bool:
    """Whether practising was ended by a record that is shown no more: whoever it concerns is listed no more either, for the
    entry could only say 正常执业, which is untrue, or repeat what has lapsed."""
    return any(record.effect == Effect.ENDS and record.display_until < day for record in records)


def may_work_on(day: date, records: Iterable[RecordFacts], ceased_on: date | None = None) -> bool:
    """Whether a person or an institution may work on a day. Not what is shown counts here but what was decided: an approved
    record binds from its own first day, though its display begins later or is over."""
    if ceased_on is not None and ceased_on <= day:
        return False
    return not any(
        (record.effect == Effect.ENDS and record.begins <= day)
        or (record.effect == Effect.SUSPENDS and record.begins <= day <= (record.ends or day))
        for record in records
    )


def intervals_from(day: date, records: Sequence[RecordFacts], ceased_on: date | None = None) -> list[Interval]:
    """The standings from a day on, as far as they are known on it. The first begins at None: of days before, the directory
    says what it says now, because what has lapsed is not told."""
    changes = sorted(change for change in changes_of(records, ceased_on) if change > day)
    found: list[Interval] = []
    for begin, end in zip([None, *changes], [*changes, None], strict=True):
        first = begin or day
        now = None if is_gone(first, records) else standing_on(first, records, ceased_on)
        if found and found[-1].standing == now:
            found[-1] = Interval(found[-1].begin, end, now)
        else:
            found.append(Interval(begin, end, now))
    return found


def changes_of(records: Iterable[RecordFacts], ceased_on: date | None = None) -> set[date]:
    """Every day on which a standing may differ from the day before."""
    changes = {ceased_on} if ceased_on else set()
    for record in records:
        if record.effect != Effect.NONE:
            changes |= {record.display_from, record.display_until + _DAY, record.begins}
            if record.ends:
                changes.add(record.ends + _DAY)
    return changes


def _suspended_until(day: date, shown: Iterable[RecordFacts]) -> date | None:
    """The last day of the suspension that runs on a day, with those that follow it without a gap."""
    spans = sorted(
        (record.begins, record.ends) for record in shown if record.effect == Effect.SUSPENDS and record.ends is not None
    )
    until = max((end for begin, end in spans if begin <= day <= end), default=None)
    for begin, end in spans:
        if until is not None and begin <= until + _DAY:
            until = max(until, end)
    return until
