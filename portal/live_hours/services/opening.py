"""When live is open: somebody is on duty who may take one more; and the hours ahead, from the roster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portal.common.clock import SHANGHAI
from portal.consultations.models import Consultation, ConsultationSettings, DutyShift, Leave, ResidentStaff
from portal.consultations.models.choices import AgeBand, Channel, DeadlineKind
from portal.consultations.policies import WrongState
from portal.consultations.services.residents.balancing import able_today, with_open
from portal.consultations.services.residents.claiming import TooMany
from portal.consultations.services.time.timetables import limit_words
from portal.consultations.states import State
from portal.live_hours.models import LiveHoursSettings

FIRST_ANSWER = DeadlineKind.FIRST_ANSWER
AHEAD = timedelta(days=7)
MOST_SHIFTS = 2_000

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one day in Asia/Shanghai."""

    day: date
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether live is open now, why not, and the next hours."""

    is_open: bool
    words: str
    days: tuple[DayHours, ...]


def on_shift(at: datetime, *, left: timedelta = timedelta()) -> QuerySet[ResidentStaff]:
    """Who is on duty at a moment, still is ``left`` later (in the same shift or in one that follows it), and may work today."""
    found = able_today().filter(Exists(_shift_at(at)))
    return found.filter(Exists(_shift_at(at + left))) if left else found


def _shift_at(at: datetime) -> QuerySet[DutyShift]:
    return DutyShift.objects.filter(staff=OuterRef("pk"), begins_at__lte=at, ends_at__gt=at)


class TooManyLive(TooMany, WrongState):
    """The resident is in as many live conversations as they may be at once. ``WrongState`` too: whoever asks for the next case
    that waits is given another."""


def too_many_words(most: int) -> str:
    """What is said of it."""
    return _("您手上已经有%d件在线咨询，请先总结一件再接。") % most


def colleague_full_words(most: int) -> str:
    """The same, to who would hand one over."""
    return _("这位同事手上已经有%d件在线咨询，请另选一位，或者等对方总结一件。") % most


def with_room(rules: LiveHoursSettings) -> Q:
    """A condition on residents: those who may have one more live conversation."""
    held = _live_cases().filter(assigned_to__isnull=False).order_by().values("assigned_to")
    return ~Q(pk__in=held.annotate(count=Count("pk")).filter(count__gte=rules.most_at_once).values("assigned_to"))


def live_in_hand(staff: ResidentStaff) -> int:
    """How many live conversations a resident is in."""
    return _live_cases().filter(assigned_to=staff).count()


def takers(at: datetime, rules: LiveHoursSettings, case: Consultation | None = None) -> QuerySet[ResidentStaff]:
    """Who is on duty and may take one more live conversation; of a ``case`` that asks more of who takes it (training, not the
    asker), those who meet it."""
    counted = _live_cases().filter(assigned_to=OuterRef("pk")).order_by().values("assigned_to")
    live_now = Subquery(counted.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    found = with_open(on_shift(at, left=timedelta(minutes=rules.last_minutes)))
    found = found.filter(open_now__lt=F("most_open")).annotate(live_now=Coalesce(live_now, Value(0)))
    found = found.filter(live_now__lt=rules.most_at_once)
    if case is not None:
        found = found.exclude(user=case.citizen_id)
        if case.age_band == AgeBand.UNDER_14:
            found = found.filter(may_handle_minors=True)
    return found


def is_open(at: datetime, rules: LiveHoursSettings | None = None) -> bool:
    """Whether somebody may ask live now."""
    rules = rules or LiveHoursSettings.load()
    return rules.is_open and ConsultationSettings.load().is_open and takers(at, rules).exists()


def opening(at: datetime) -> Opening:
    """What the first page of asking says of live."""
    rules = LiveHoursSettings.load()
    if not rules.is_open:
        return Opening(False, _("在线咨询暂停。请用留言咨询。"), ())
    days = tuple(hours_ahead(at))
    if is_open(at, rules):
        words = _("现在有律师在线，%(limit)s之内解答。") % {"limit": limit_words(FIRST_ANSWER, Channel.LIVE)}
        return Opening(True, words, days)
    if on_shift(at).exists():
        return Opening(False, _("值班律师现在都在忙，或者快要下班。请过一会儿再来，着急的用留言咨询。"), days)
    return Opening(False, _("现在没有律师值班。请用留言咨询，或者在下面的时间来。"), days)


def hours_ahead(at: datetime, shifts: Iterable[Span] | None = None) -> list[DayHours]:
    """The hours of today that are left, and of the next day that has any; overlapping shifts are one span."""
    spans = _merged(_shifts(at) if shifts is None else shifts)
    by_day: dict[date, list[Span]] = {}
    for begins, ends in spans:
        for day, span in _days_of(max(begins, at), ends):
            by_day.setdefault(day, []).append(span)
    today = at.astimezone(SHANGHAI).date()
    days = [DayHours(day, tuple(by_day[day])) for day in sorted(by_day)]
    later = [one for one in days if one.day > today]
    return [*(one for one in days if one.day == today), *later[:1]]


def _live_cases() -> QuerySet[Consultation]:
    return Consultation.objects.filter(
        state=State.ASSIGNED, live_thread__became_message_at__isnull=True, live_thread__ended_at__isnull=True
    ).filter(live_thread__isnull=False)


def _shifts(at: datetime) -> list[Span]:
    rows = DutyShift.objects.filter(
        ends_at__gt=at,
        begins_at__lt=at + AHEAD,
        staff__duty=ResidentStaff.Duty.ACTIVE,
        staff__user__is_active=True,
        staff__resident_institution__is_active=True,
    ).values_list("staff", "begins_at", "ends_at")[:MOST_SHIFTS]
    until = (at + AHEAD).astimezone(SHANGHAI).date()
    leaves: dict[int, list[tuple[date, date]]] = {}
    for staff, first, last in Leave.objects.filter(
        begins_on__lte=until, ends_on__gte=at.astimezone(SHANGHAI).date()
    ).values_list("staff", "begins_on", "ends_on"):
        leaves.setdefault(staff, []).append((first, last))
    kept = []
    for staff, begins, ends in rows:
        day = max(begins, at).astimezone(SHANGHAI).date()
        if not any(first <= day <= last for first, last in leaves.get(staff, ())):
            kept.append((begins, ends))
    return kept


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for begins, ends in sorted(spans):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return merged


def _days_of(begins: datetime, ends: datetime) -> Iterable[tuple[date, Span]]:
    start, end = begins.astimezone(SHANGHAI), ends.astimezone(SHANGHAI)
    while start < end:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), SHANGHAI)
        yield start.date(), (start, min(end, midnight))
        start = midnight
