"""From a start, a rule and the pauses to the moment something is due, with everything that led there.

Pure: what is worked, and when the clock stood still, are arguments. Hours and days differ in what a pause does:

- hours: what was left when the clock stopped, at least one hour, runs on when it starts again;
- days: a working day counts when the clock runs at its end; where it starts again within the last hour of what would
  be the last day, the next working day is the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.terms import LEAST_REMAINDER, Pause, Rule, WorkTime, end_of
from portal.consultations.models.choices import TimeUnit

_HORIZON_DAYS = 4000
_DAY = timedelta(days=1)

Span = tuple[datetime, datetime | None]
"""From, until before; None: without end."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that does not count, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A time limit worked out; without a rule, the time was agreed. ``due`` is None while the clock stands still.

    ``ran``: when the clock ran, up to the end; of days, those counted. Moments are in Asia/Shanghai.
    """

    start: datetime
    rule: Rule | None
    due: datetime | None
    pauses: tuple[Pause, ...] = ()
    counted: tuple[date, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    is_provisional: bool = False
    ran: tuple[tuple[datetime, datetime], ...] = ()

    def after_share(self, share: float) -> datetime:
        """The moment at which this share (0 to 1) of the time has run: 0.5 is half of it."""
        left = sum((end - begin for begin, end in self.ran), timedelta()) * share
        moment = self.start
        for begin, end in self.ran:
            moment = min(end, begin + left)
            left -= moment - begin
            if not left:
                break
        return moment


class NoServiceTime(ValueError):
    """No service hours in years: the table of hours or the calendar is empty."""


def reckon(start: datetime, rule: Rule, pauses: Iterable[Pause] = (), work: WorkTime | None = None) -> Reckoned:
    """Work out when ``rule`` is due that runs from ``start`` (aware).

    Pauses may overlap and come in any order; those after the due moment change nothing, and none does under a rule that
    does not pause. Raises NoServiceTime when service hours are counted and there are none.
    """
    work = work or WorkTime()
    start = start.astimezone(SHANGHAI)
    stopped = _in_order(pauses, start) if rule.pauses else []
    if rule.unit is TimeUnit.WORKING_DAYS:
        return _days(start, rule, stopped, work)
    if rule.unit is TimeUnit.SERVICE_HOURS:
        return _service_hours(start, rule, stopped, work)
    return _natural_hours(start, rule, stopped)


def reckon_agreed(start: datetime, until: datetime, pauses: Iterable[Pause] = ()) -> Reckoned:
    """Work out when a time that was agreed is due: then, and later by what the clock stood still.

    Raises ValueError unless ``until`` lies after ``start``.
    """
    if until <= start:
        raise ValueError("a time is agreed ahead")
    start = start.astimezone(SHANGHAI)
    stopped = _in_order(pauses, start)
    due, ran = _run_down(until - start, ([span] for span in _running(start, stopped)))
    return Reckoned(start, None, due, _felt(stopped, due), ran=ran)


def _in_order(pauses: Iterable[Pause], start: datetime) -> list[Pause]:
    """Pauses after ``start``, those that touch as one, in Asia/Shanghai."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: each.begin):
        begin = max(pause.begin.astimezone(SHANGHAI), start)
        end = None if pause.end is None else pause.end.astimezone(SHANGHAI)
        if end is not None and end <= begin:
            continue
        last = merged[-1] if merged else None
        if last is not None and (last.end is None or begin <= last.end):
            longer = None if last.end is None or end is None else max(last.end, end)
            merged[-1] = Pause(last.begin, longer)
        else:
            merged.append(Pause(begin, end))
    return merged


def _running(start: datetime, pauses: Sequence[Pause]) -> Iterator[Span]:
    """When the clock runs."""
    begin = start
    for pause in pauses:
        yield begin, pause.begin
        if pause.end is None:
            return
        begin = pause.end
    yield begin, None


def _felt(pauses: Sequence[Pause], due: datetime | None) -> tuple[Pause, ...]:
    return tuple(pause for pause in pauses if due is None or pause.begin < due)


def _natural_hours(start: datetime, rule: Rule, pauses: Sequence[Pause]) -> Reckoned:
    due, ran = _run_down(timedelta(hours=rule.amount), ([span] for span in _running(start, pauses)))
    return Reckoned(start, rule, due, _felt(pauses, due), ran=ran)


def _service_hours(start: datetime, rule: Rule, pauses: Sequence[Pause], work: WorkTime) -> Reckoned:
    spans = (_open_spans(begin, end, work) for begin, end in _running(start, pauses))
    due, ran = _run_down(timedelta(hours=rule.amount), spans)
    last = (due or pauses[-1].begin).date()
    days = [start.date() + _DAY * number for number in range((last - start.date()).days + 1)]
    return Reckoned(
        start,
        rule,
        due,
        _felt(pauses, due),
        counted=tuple(dict.fromkeys(begin.date() for begin, _end in ran)),
        skipped=tuple(Skipped(day, work.why_free(day)) for day in days if not work.works_on(day)),
        is_provisional=any(work.is_guessed(day) for day in days),
        ran=ran,
    )


def _run_down(
    left: timedelta, stretches: Iterable[Iterable[Span]]
) -> tuple[datetime | None, tuple[tuple[datetime, datetime], ...]]:
    """Let ``left`` run down through the spans; between two stretches the clock stood still. The end, and what ran."""
    ran: list[tuple[datetime, datetime]] = []
    for number, stretch in enumerate(stretches):
        left = max(left, LEAST_REMAINDER) if number else left
        for begin, end in stretch:
            if end is None or begin + left <= end:
                return begin + left, (*ran, (begin, begin + left))
            ran.append((begin, end))
            left -= end - begin
    return None, tuple(ran)


def _open_spans(begin: datetime, end: datetime | None, work: WorkTime) -> Iterator[Span]:
    """The service hours between two moments, in order."""
    for number in range(_HORIZON_DAYS):
        day = begin.date() + _DAY * number
        if end is not None and day > end.date():
            return
        for opens, closes in work.windows(day):
            first, last = max(opens, begin), closes if end is None else min(closes, end)
            if first < last:
                yield first, last
    raise NoServiceTime("no service hours lie ahead")


def _days(start: datetime, rule: Rule, pauses: Sequence[Pause], work: WorkTime) -> Reckoned:
    counted: list[date] = []
    skipped: list[Skipped] = []
    due = None
    day = start.date()
    final = pauses[-1].begin if pauses and pauses[-1].end is None else None
    while due is None:
        day += _DAY
        end = end_of(day)
        if final is not None and end >= final:
            break
        if not work.works_on(day):
            skipped.append(Skipped(day, work.why_free(day)))
        elif any(pause.begin <= end and pause.end is not None and end < pause.end for pause in pauses):
            skipped.append(Skipped(day, _("停止计时")))
        elif len(counted) + 1 < rule.amount or not _resumed_just_before(end, pauses):
            counted.append(day)
            due = end if len(counted) == rule.amount else None
        else:
            skipped.append(Skipped(day, _("恢复计时已不足一小时")))
    guessed = any(work.is_guessed(start.date() + _DAY * number) for number in range(1, (day - start.date()).days + 1))
    ran = tuple((end_of(day) - _DAY, end_of(day)) for day in counted)
    return Reckoned(start, rule, due, _felt(pauses, due), tuple(counted), tuple(skipped), guessed, ran)


def _resumed_just_before(end: datetime, pauses: Sequence[Pause]) -> bool:
    return any(pause.end is not None and timedelta(0) <= end - pause.end < LEAST_REMAINDER for pause in pauses)
