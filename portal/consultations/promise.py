"""What the ask page promises: by when there will be an answer, as the roster lets it be kept tonight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.defaults import rule_of
from portal.consultations.deadlines.explaining import amount_words, moment_words
from portal.consultations.deadlines.reckoning import reckon
from portal.consultations.models import DutyShift, ResidentStaff
from portal.consultations.models.choices import Channel, DeadlineKind
from portal.consultations.services.time.timetables import policy_on, work_time

Shift = tuple[datetime, datetime]
"""From, until: somebody is on duty."""
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Promise:
    """``due_at`` is by the rules; ``begins_at`` is when somebody is on duty next (a moment past or present: already now;
    None: the roster says nothing)."""

    due_at: datetime
    begins_at: datetime | None
    words: str


def promise_for(channel: str, now: datetime, shifts: Iterable[Shift] | None = None) -> Promise:
    """What can be said honestly to somebody who asks at ``now``; ``shifts`` (those not over yet) instead of the roster's."""
    day = now.astimezone(SHANGHAI).date()
    policy = policy_on(DeadlineKind.FIRST_ANSWER, channel, day)
    due = reckon(now, rule_of(policy), work=work_time(day)).due
    assert due is not None  # nothing stands still before it began
    begins = min(
        (begin for begin, end in (coming_shifts(now) if shifts is None else shifts) if end > now), default=None
    )
    limit = amount_words(policy.amount, policy.unit)
    words = _live_words(now, begins, limit) if channel == Channel.LIVE else _message_words(now, due, begins, limit)
    return Promise(due, begins, words)


def coming_shifts(now: datetime) -> list[Shift]:
    """The next shifts of residents who work and are not on leave that day, in two queries."""
    rows = (
        DutyShift.objects.filter(ends_at__gt=now, staff__duty=ResidentStaff.Duty.ACTIVE)
        .select_related("staff")
        .prefetch_related("staff__leaves")[:LOOKED_AT]
    )
    return [(row.begins_at, row.ends_at) for row in rows if not _is_away(row, now)]


def _is_away(shift: DutyShift, now: datetime) -> bool:
    day = max(shift.begins_at, now).astimezone(SHANGHAI).date()
    return any(leave.begins_on <= day <= leave.ends_on for leave in shift.staff.leaves.all())


def _message_words(now: datetime, due: datetime, begins: datetime | None, limit: str) -> str:
    kept = _("您现在提交，应当在%(due)s以前答复（%(limit)s之内）。") % {"due": moment_words(due), "limit": limit}
    if begins is None or begins < due:
        return kept + _("到时不能答复的，会说明原因，和您约定时间。")
    waits = _("在这之前没有律师值班，下一班从%(begins)s开始，您的咨询会排在前面，答复可能要到那时以后。")
    return kept + waits % {"begins": moment_words(begins)}


def _live_words(now: datetime, begins: datetime | None, limit: str) -> str:
    if begins is not None and begins <= now:
        return _("现在有律师在线，%(limit)s之内答复。") % {"limit": limit}
    if begins is None:
        return _("现在没有律师在线，请用留言咨询。")
    return _("现在没有律师在线，下一班从%(begins)s开始。着急的，请用留言咨询。") % {"begins": moment_words(begins)}
