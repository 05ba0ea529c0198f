"""The clocks of a case as people are told them: how it stands, until when, and how that was worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portal.consultations.deadlines.explaining import Line, lines, moment_words
from portal.consultations.models import Consultation, Deadline
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.services.time.clocks import is_past

RUNNING, PAUSED, PAST, DONE = "running", "paused", "past", "done"

CITIZENS_KINDS = (
    DeadlineKind.FIRST_ANSWER,
    DeadlineKind.DEFERRED_REPLY,
    DeadlineKind.FURTHER_QUESTION,
    DeadlineKind.FOLLOW_UP,
    DeadlineKind.REFUSAL_APPEAL,
    DeadlineKind.EXPERT_REFERRAL,
    DeadlineKind.CORRECTION,
    DeadlineKind.UNPUBLISH,
    DeadlineKind.COMPLAINT,
)
"""In the order in which a page shows them."""


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One clock for ``templates/consultations/clock.html``. ``due_at`` is None while it stands still."""

    anchor: str
    title: str
    standing: str
    words: str
    due_at: datetime | None
    lines: Sequence[Line]


def clocks_of(case: Consultation, now: datetime, *, open_only: bool = True) -> list[ShownClock]:
    """The clocks of a case, in two queries: those that are open, or all that ever ran."""
    rows = Deadline.objects.filter(consultation=case).prefetch_related("changes")
    if open_only:
        rows = rows.filter(met_at__isnull=True, cancelled_at__isnull=True)
    places = {str(kind): place for place, kind in enumerate(CITIZENS_KINDS)}
    return [shown_clock(row, now) for row in sorted(rows, key=lambda row: (places[row.kind], row.pk))]


def shown_clock(deadline: Deadline, now: datetime) -> ShownClock:
    """One deadline, as it stands at ``now``."""
    standing = _standing(deadline, now)
    return ShownClock(
        anchor=f"clock-{deadline.pk}",
        title=deadline.get_kind_display(),
        standing=standing,
        words=_words(deadline, standing, now),
        due_at=None if standing == PAUSED else deadline.due_at,
        lines=[*lines(deadline.explanation), *_changes(deadline)],
    )


def _standing(deadline: Deadline, now: datetime) -> str:
    if deadline.met_at is not None or deadline.cancelled_at is not None:
        return DONE
    if deadline.paused_at is not None:
        return PAUSED
    return PAST if is_past(deadline, now) else RUNNING


def _words(deadline: Deadline, standing: str, now: datetime) -> str:
    if standing == DONE:
        return str(deadline.get_outcome_display())
    if standing == PAUSED:
        return _("现在停着：等待补充情况。收到以后接着算，至少还有一小时。")
    due = moment_words(deadline.due_at)
    if standing == PAST:
        return _("应当在%(due)s以前办理，已经晚了。本网已经催办，办理的人要说明原因。") % {"due": due}
    left = left_words(deadline.due_at - now)
    return _("到%(due)s为止，还剩 %(left)s。") % {"due": due, "left": left}


def left_words(left: timedelta) -> str:
    """``2 天 3 小时``, ``3 小时 20 分钟``, ``不到 1 分钟``."""
    minutes = int(left.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = []
    if days:
        parts.append(_("%d 天") % days)
    if hours:
        parts.append(_("%d 小时") % hours)
    if rest and not days:
        parts.append(_("%d 分钟") % rest)
    return " ".join(parts) or _("不到 1 分钟")


def _changes(deadline: Deadline) -> list[Line]:
    return [
        Line(
            _("重新计算"),
            _("%(at)s，工作日历有变动：从%(before)s改为%(after)s。")
            % {
                "at": moment_words(change.at),
                "before": moment_words(change.due_before),
                "after": moment_words(change.due_after),
            },
        )
        for change in deadline.changes.all()
    ]
