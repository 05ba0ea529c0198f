"""A conversation as its two sides read it: lines, where it stands, what is new since a line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.asking.hints import Danger, danger_in
from portal.consultations.deadlines.explaining import moment_words
from portal.consultations.models import Consultation, Deadline
from portal.consultations.models.choices import ActorKind, DeadlineKind
from portal.consultations.states import OPEN, State
from portal.live_hours.models import BecameBecause, LiveHoursSettings, LiveLine, LiveThread
from portal.live_hours.services.lines import lines_of
from portal.live_hours.services.threads import OVER

CITIZEN, STAFF = "citizen", "staff"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as one side reads it."""

    number: int
    who: str
    text: str
    at: datetime
    is_own: bool
    is_erased: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a conversation stands, in words; ``is_live`` is what the page goes on asking by."""

    title: str
    words: str
    is_live: bool
    is_silent: bool = False


def shown_lines(case: Consultation, side: str, since: int = 0) -> list[ShownLine]:
    """The lines after number ``since``: one query."""
    return [_shown(line, side) for line in lines_of(case).filter(number__gt=since)]


def standing(case: Consultation, thread: LiveThread, side: str) -> Standing:
    """Where it stands: at most two queries."""
    if thread.ended_at is not None:
        return Standing(_("这次在线咨询已经结束"), _over_words(case, side), False)
    if thread.became_message_at is not None:
        return Standing(_("已经转成留言咨询"), _message_words(case, thread, side), False)
    due = _due(case)
    if case.state != State.ASSIGNED:
        words = {
            CITIZEN: _("已经告诉值班律师，正在等人接办。最多等到%(until)s，没有人接就转成留言，不用重写。"),
            STAFF: _("还没有人接办。"),
        }[side]
        until = (thread.waiting_since or thread.opened_at) + timedelta(minutes=LiveHoursSettings.load().take_minutes)
        return Standing(_("等待律师接办"), words % {"until": moment_words(until)}, True)
    code = case.assigned_to.code if case.assigned_to is not None else ""
    if side == CITIZEN:
        said = _("编号%(code)s的律师在线。最后会写一份总结：结论、法律依据、分析、下一步怎么办，最晚%(due)s。")
        return Standing(_("律师已经接办"), said % {"code": code, "due": due}, True)
    silent = is_silent(thread)
    words = _("请在%(due)s以前写好总结发出，过时转成留言，计为逾期。") % {"due": due}
    if silent:
        words += _("咨询人有一会儿没有说话，可以按已知情况写总结。")
    return Standing(_("正在对话"), words, True, silent)


def is_silent(thread: LiveThread) -> bool:
    """Whether the citizen has written nothing for so long that the resident may end with what is known."""
    since = thread.citizen_wrote_at or thread.taken_at or thread.opened_at
    return since <= clock.now() - timedelta(minutes=LiveHoursSettings.load().silent_minutes)


def version_of(case: Consultation, thread: LiveThread, side: str) -> str:
    """What changes whenever the page would read differently: an entity tag, without a query for the citizen's side."""
    silent = side == STAFF and thread.is_live and is_silent(thread)
    ended = (thread.became_message_at, thread.ended_at, thread.waiting_since)
    known = (case.pk, side, thread.last_number, case.state, case.claim_number, case.is_quarantined, silent, *ended)
    return f'"{hashlib.sha256(repr(known).encode()).hexdigest()[:24]}"'


def danger_among(case: Consultation, lines: Iterable[ShownLine], *, with_question: bool = False) -> Danger | None:
    """The numbers to call, where the citizen's own words speak of danger and the case is open."""
    texts = [line.text for line in lines if line.is_own]
    if with_question:
        texts.append(f"{case.question}\n{case.wanted}")
    return danger_in("\n".join(texts)) if texts and case.state in OPEN else None


def _shown(line: LiveLine, side: str) -> ShownLine:
    own = ActorKind.CITIZEN if side == CITIZEN else ActorKind.RESIDENT
    citizen = _("您") if side == CITIZEN else _("咨询人")
    who = citizen if line.author_kind == ActorKind.CITIZEN else _("律师 %s") % line.staff_code
    is_erased = not line.salt
    text = _("（已经按请求删去）") if is_erased else line.text
    return ShownLine(line.number, who, text, line.at, line.author_kind == own, is_erased)


def _due(case: Consultation) -> str:
    due = (
        Deadline.objects.filter(
            consultation=case, kind=DeadlineKind.FIRST_ANSWER, met_at__isnull=True, cancelled_at__isnull=True
        )
        .values_list("due_at", flat=True)
        .first()
    )
    return moment_words(due) if due is not None else ""


def _over_words(case: Consultation, side: str) -> str:
    if case.answered_at is not None:
        return _("律师的总结在咨询页，可以追问、评价。") if side == CITIZEN else _("总结已经发出。")
    return _("这件咨询已经不再办理，情况见咨询页。")


def _message_words(case: Consultation, thread: LiveThread, side: str) -> str:
    if case.answered_at is not None or case.state in OVER:
        return _over_words(case, side)
    because = {
        BecameBecause.NOBODY: _("没有律师及时接办，很抱歉。"),
        BecameBecause.OFF_DUTY: _("现在没有律师值班了，很抱歉。"),
        BecameBecause.HOUR: _("约好的时间到了，律师还没有写完总结，很抱歉。"),
        BecameBecause.LEFT: _("您选择了改成留言。") if side == CITIZEN else _("咨询人选择了改成留言。"),
        BecameBecause.ANOTHER_WAY: _("这件事要补充情况或者多一点时间。"),
    }[BecameBecause(thread.became_because)]
    due = _due(case)
    if side == STAFF:
        return because + (_("请在%s以前写好答复发出。") % due if due else "")
    if due:
        because += _("律师会写成答复，应当在%s以前（从您提交时算起）。") % due
    return because + _("前面说过的都保存着，不用重写。不用守在这里，有答复会告诉您。")
