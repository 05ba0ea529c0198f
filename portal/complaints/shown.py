"""A complaint as it is shown: its clock, what was asked and added, what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.complaints.models import Complaint
from portal.complaints.services.deciding import may_look_again
from portal.complaints.states import State
from portal.consultations.asking.hints import Danger, danger_in
from portal.consultations.shown_cases import moment
from portal.consultations.shown_clocks import shown_clock


def danger_of(complaint: Complaint) -> Danger | None:
    """The lines to call while the complaint is open and its text speaks of danger."""
    return danger_in(complaint.text) if complaint.is_open else None


def next_words(complaint: Complaint) -> str:
    """What happens next, in one or two sentences."""
    words = {
        State.RECEIVED: _("已经转给与您所说的人和机构没有关系的工作人员，等待办理。"),
        State.HANDLING: _("工作人员正在核实。需要时会请对方说明，对方看不到您是谁。"),
        State.ASKING: _("请您补充情况，计时已经暂停。没有补充的，会按现有情况办理。"),
        State.DECIDED: _("结果见下面。"),
        State.SECOND_LOOK: _("已经转给另一位工作人员复查。"),
    }
    return str(words[State(complaint.state)])


def shown(complaint: Complaint, now: datetime) -> dict[str, Any]:
    """What both the complainant's and the handler's page show."""
    rows: Any = complaint
    clocks = list(rows.clocks.prefetch_related("changes").order_by("look"))
    return {
        "complaint": complaint,
        "danger": danger_of(complaint),
        "what_next": next_words(complaint),
        "clocks": [shown_clock(clock, now) for clock in clocks if clock.met_at is None],
        "words": rows.words.all(),
        "decisions": rows.decisions.order_by("look"),
        "may_add": complaint.is_open,
        "may_look_again": may_look_again(complaint, now),
        "filed": moment(complaint.filed_at),
    }
