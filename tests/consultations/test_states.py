"""The life of a consultation as a table."""

from __future__ import annotations

import pytest

from portal.consultations.states import BEFORE_ANSWER, OPEN, TRANSITIONS, Act, State, states_after


def test_every_state_but_the_first_can_be_reached() -> None:
    reached = {transition.leads_to for transition in TRANSITIONS.values()}
    assert set(State) <= reached


def test_withdrawn_is_the_end_and_nothing_else_is() -> None:
    ends = {state for state in State if not any(state in transition.begins for transition in TRANSITIONS.values())}
    assert ends == {State.WITHDRAWN}


def test_a_citizen_may_withdraw_from_any_state_before_the_answer() -> None:
    assert TRANSITIONS[Act.WITHDRAW].begins == frozenset(BEFORE_ANSWER)


def test_facts_lead_back_to_where_the_case_came_from() -> None:
    assert states_after(State.AWAITING_CITIZEN, Act.GIVE_FACTS, State.DEFERRED) is State.DEFERRED


def test_an_act_that_does_not_begin_here_is_refused() -> None:
    with pytest.raises(ValueError, match="does not begin"):
        states_after(State.CLOSED, Act.CLAIM)


def test_what_is_open_can_be_ended() -> None:
    for state in OPEN:
        assert any(state in transition.begins and transition.leads_to != state for transition in TRANSITIONS.values())
