"""The life of a consultation as data: which act leads from where to where, and who may do it (consultation-rules.md).

State, visibility, refusal reason and overdue are four separate facts. Pages, API and tests read this table; ``services`` is
the only code that walks it.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.common.transitions import Transition, led_to, transition


class State(models.TextChoices):
    """Where a consultation stands."""

    SUBMITTED = "submitted", _("已提交")
    SCREENING = "screening", _("审核中")
    ACCEPTED = "accepted", _("等待律师接办")
    ASSIGNED = "assigned", _("律师办理中")
    AWAITING_CITIZEN = "awaiting_citizen", _("等待您补充")
    DEFERRED = "deferred", _("已约期答复")
    REFERRED_TO_EXPERT = "referred_to_expert", _("已转交专家组")
    ANSWERED = "answered", _("已答复")
    FOLLOW_UP = "follow_up", _("回访中")
    REFUSED = "refused", _("不予解答")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


AT_WORK = {**dict(State.choices), State.AWAITING_CITIZEN.value: _("等待咨询人补充")}
"""What whoever is not the citizen reads of a state: to the staff, and in figures, 您 is nobody who owes facts."""


class Act(StrEnum):
    """What is done to a consultation."""

    SUBMIT = "submit"
    HOLD = "hold"
    ACCEPT = "accept"
    REFUSE = "refuse"
    UPHOLD = "uphold"
    ASK_CITIZEN = "ask_citizen"
    GIVE_FACTS = "give_facts"
    LAPSE = "lapse"
    REVIVE = "revive"
    CLAIM = "claim"
    RELEASE = "release"
    HAND_OVER = "hand_over"
    PROPOSE_REFUSAL = "propose_refusal"
    DEFER = "defer"
    ANSWER = "answer"
    ASK_FURTHER = "ask_further"
    ANSWER_FURTHER = "answer_further"
    CORRECT = "correct"
    RATE = "rate"
    CLOSE = "close"
    DISSATISFY = "dissatisfy"
    REOPEN = "reopen"
    APPEAL = "appeal"
    CLOSE_REFUSED = "close_refused"
    WITHDRAW = "withdraw"
    REFER = "refer"
    RETURN = "return"
    EXPERT_ANSWER = "expert_answer"


class Party(StrEnum):
    """Whose act it is. What each may do on which object is asked in ``policies``."""

    CITIZEN = "citizen"
    RESIDENT = "resident"
    BACK_OFFICE = "back_office"
    MODERATOR = "moderator"
    EXPERT = "expert"
    SYSTEM = "system"


S, P = State, Party
WITH_RESIDENT = (S.ASSIGNED, S.DEFERRED, S.FOLLOW_UP, S.REFERRED_TO_EXPERT)
"""States in which a case is in somebody's hands."""
BEFORE_ANSWER = (
    S.SUBMITTED,
    S.SCREENING,
    S.ACCEPTED,
    S.ASSIGNED,
    S.DEFERRED,
    S.REFERRED_TO_EXPERT,
    S.AWAITING_CITIZEN,
)
OPEN = (*BEFORE_ANSWER, S.FOLLOW_UP)
"""States in which somebody still owes something."""

TRANSITIONS: dict[Act, Transition[State, Party]] = {
    Act.SUBMIT: transition((), S.SUBMITTED, P.CITIZEN, P.MODERATOR),
    Act.HOLD: transition((S.SUBMITTED,), S.SCREENING, P.SYSTEM),
    Act.ACCEPT: transition((S.SUBMITTED, S.SCREENING), S.ACCEPTED, P.SYSTEM, P.MODERATOR),
    Act.REFUSE: transition((S.SCREENING,), S.REFUSED, P.MODERATOR),
    Act.UPHOLD: transition((S.SCREENING,), S.REFUSED, P.MODERATOR),
    Act.ASK_CITIZEN: transition(
        (S.SCREENING, S.ASSIGNED, S.DEFERRED, S.FOLLOW_UP), S.AWAITING_CITIZEN, P.MODERATOR, P.RESIDENT
    ),
    Act.GIVE_FACTS: transition((S.AWAITING_CITIZEN,), None, P.CITIZEN),
    Act.LAPSE: transition((S.AWAITING_CITIZEN,), S.CLOSED, P.SYSTEM),
    Act.REVIVE: transition((S.CLOSED,), None, P.CITIZEN),  # closed for want of facts; new facts reopen
    Act.CLAIM: transition((S.ACCEPTED,), S.ASSIGNED, P.RESIDENT),
    Act.RELEASE: transition(WITH_RESIDENT, S.ACCEPTED, P.RESIDENT, P.BACK_OFFICE, P.MODERATOR, P.SYSTEM),
    # From answered and closed too: who answered may be gone when the citizen asks further, or an answer must be corrected.
    Act.HAND_OVER: transition(
        (S.ASSIGNED, S.DEFERRED, S.FOLLOW_UP, S.ANSWERED, S.CLOSED), None, P.RESIDENT, P.BACK_OFFICE, P.SYSTEM
    ),
    # A resident proposes, a moderator confirms or gives it back: the case waits where moderators work.
    Act.PROPOSE_REFUSAL: transition((S.ASSIGNED, S.DEFERRED), S.SCREENING, P.RESIDENT),
    Act.DEFER: transition((S.ASSIGNED, S.DEFERRED), S.DEFERRED, P.RESIDENT),
    Act.ANSWER: transition((S.ASSIGNED, S.DEFERRED, S.FOLLOW_UP), S.ANSWERED, P.RESIDENT),
    Act.ASK_FURTHER: transition((S.ANSWERED,), None, P.CITIZEN),
    Act.ANSWER_FURTHER: transition((S.ANSWERED,), None, P.RESIDENT),
    Act.CORRECT: transition((S.ANSWERED, S.CLOSED), S.ANSWERED, P.RESIDENT),
    Act.RATE: transition((S.ANSWERED,), S.CLOSED, P.CITIZEN),
    Act.CLOSE: transition((S.ANSWERED,), S.CLOSED, P.SYSTEM),
    Act.DISSATISFY: transition((S.ANSWERED,), S.FOLLOW_UP, P.CITIZEN),
    Act.REOPEN: transition((S.CLOSED,), S.ANSWERED, P.CITIZEN),
    Act.APPEAL: transition((S.REFUSED,), S.SCREENING, P.CITIZEN),
    Act.CLOSE_REFUSED: transition((S.REFUSED,), S.CLOSED, P.SYSTEM, P.MODERATOR),
    Act.WITHDRAW: transition(BEFORE_ANSWER, S.WITHDRAWN, P.CITIZEN),
    Act.REFER: transition((S.ASSIGNED, S.DEFERRED), S.REFERRED_TO_EXPERT, P.MODERATOR),
    Act.RETURN: transition((S.REFERRED_TO_EXPERT,), S.ASSIGNED, P.EXPERT, P.MODERATOR),
    Act.EXPERT_ANSWER: transition((S.REFERRED_TO_EXPERT, S.ANSWERED, S.CLOSED), S.ANSWERED, P.EXPERT),
}


class Visibility(models.TextChoices):
    """Who may read the case beside those it concerns."""

    PRIVATE = "private", _("不公开")
    PUBLIC = "public", _("公开")


def states_after(state: str, act: Act, returns_to: str = "") -> State:
    """The state an act leads to. Raises ValueError when the act may not begin in ``state``."""
    leads_to = led_to(TRANSITIONS, act, state)
    if leads_to is not None:
        return leads_to
    return State(returns_to) if act in (Act.GIVE_FACTS, Act.REVIVE) else State(state)
