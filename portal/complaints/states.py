"""The life of a complaint as data: which act leads from where to where, and whose act it is. Pages, services and tests read
this table; ``services.moving.move`` is the only code that walks it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.transitions import Transition, led_to, transition


class State(models.TextChoices):
    """Where a complaint stands."""

    RECEIVED = "received", _("已收到，等待办理")
    HANDLING = "handling", _("办理中")
    ASKING = "asking", _("等待您补充")
    DECIDED = "decided", _("已有结果")
    SECOND_LOOK = "second_look", _("等待另一个人复查")


AT_WORK = {**dict(State.choices), State.ASKING.value: _("等待投诉人补充")}
"""What the staff reads of a state: 您 is nobody of theirs who owes facts."""


class Act(StrEnum):
    """What is done to a complaint."""

    FILE = "file"
    TAKE = "take"
    GIVE_BACK = "give_back"
    ASK_MORE = "ask_more"
    GIVE_MORE = "give_more"
    LAPSE = "lapse"
    ASK_STATEMENT = "ask_statement"
    DECIDE = "decide"
    LOOK_AGAIN = "look_again"


class Party(StrEnum):
    """Whose act it is; who that is on which complaint is asked in ``policies``."""

    COMPLAINANT = "complainant"
    WILLING = "willing"
    """Of the portal, outside what is complained of, without a part in it: may take it."""
    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    """May give back what lies with somebody who is away."""
    SYSTEM = "system"


S, P = State, Party
WAITING = (S.RECEIVED, S.SECOND_LOOK)
"""Nobody has it."""
IN_HAND = (S.HANDLING, S.ASKING)
OPEN = (*WAITING, *IN_HAND)

TRANSITIONS: dict[Act, Transition[State, Party]] = {
    Act.FILE: transition((), S.RECEIVED, P.COMPLAINANT),
    Act.TAKE: transition(WAITING, S.HANDLING, P.WILLING),
    # Back to where those wait who may take it: of a second look another than who decided first.
    Act.GIVE_BACK: transition(IN_HAND, None, P.HANDLER, P.SUPERVISOR),
    Act.ASK_MORE: transition((S.HANDLING,), S.ASKING, P.HANDLER),
    # Asked for, it goes on; unasked, it is added to whatever is open.
    Act.GIVE_MORE: transition(OPEN, None, P.COMPLAINANT),
    Act.LAPSE: transition((S.ASKING,), S.HANDLING, P.SYSTEM),
    Act.ASK_STATEMENT: transition((S.HANDLING,), None, P.HANDLER),
    Act.DECIDE: transition((S.HANDLING,), S.DECIDED, P.HANDLER),
    Act.LOOK_AGAIN: transition((S.DECIDED,), S.SECOND_LOOK, P.COMPLAINANT),
}


def state_after(state: str, act: Act, look: int) -> State:
    """The state an act leads to; ``look`` is 1, or 2 of a second look. Raises ValueError where the act may not begin."""
    leads_to = led_to(TRANSITIONS, act, state)
    if leads_to is not None:
        return leads_to
    if act == Act.GIVE_BACK:
        return State.RECEIVED if look == 1 else State.SECOND_LOOK
    if act == Act.GIVE_MORE and state == State.ASKING:
        return State.HANDLING
    return State(state)
