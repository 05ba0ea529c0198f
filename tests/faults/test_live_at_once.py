"""Live conversations under many hands at once, from real connections (article 23)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from portal.consultations.models import ConsultationEvent, Deadline
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.policies import WrongState
from portal.consultations.records.verifying import Tally, verify_records
from portal.live_hours.services.lines import lines_of, say
from portal.live_hours.services.taking import take
from portal.live_hours.services.threads import become_due, become_message
from tests.live_hours.people import asked_live, fresh, on_shift, taken, thread

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
]


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """What each hand came to: a result, or the error."""

    def one(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except ValidationError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(one, acts))


def test_several_residents_who_take_one_conversation_one_has_it() -> None:
    people = [on_shift().user for _number in range(6)]
    case = asked_live()
    came_to = at_once([lambda by=person: take(case.receipt_number, by=by) for person in people])
    won = [number for number, one in enumerate(came_to) if not isinstance(one, WrongState)]
    assert len(won) == 1, came_to
    assert fresh(case).assigned_to.user == people[won[0]]
    assert ConsultationEvent.objects.filter(consultation=case, act="claim").count() == 1
    assert thread(case).waiting_since is None


def test_lines_sent_while_it_becomes_a_message_are_all_kept_and_each_once() -> None:
    case = taken()
    by = case.citizen
    lines = [lambda number=number: say(case, f"第{number}句。", f"line-key-{number}", by=by) for number in range(5)]
    again = [lambda: say(case, "第0句。", "line-key-0", by=by)] * 2
    turns = [lambda: become_message(case, "hour")] * 2
    came_to = at_once([*lines[:3], *turns, *lines[3:], *again])
    kept = list(lines_of(case))
    assert sorted(line.text for line in kept) == [f"第{number}句。" for number in range(5)]
    assert [line.number for line in kept] == [1, 2, 3, 4, 5]
    assert sum(isinstance(one, WrongState) for one in came_to) == 1, "it became a message once"
    clocks = Deadline.objects.filter(consultation=case, kind=DeadlineKind.FIRST_ANSWER)
    assert sorted(clocks.values_list("outcome", flat=True)) == ["", "late"]
    assert list(verify_records(Tally())) == []


def test_sweeps_at_once_turn_each_conversation_once() -> None:
    cases = [asked_live() for _number in range(4)]  # nobody is on duty
    assert sum(at_once([become_due] * 4)) == len(cases)
    assert ConsultationEvent.objects.filter(act="became_message").count() == len(cases)
