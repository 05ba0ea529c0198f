"""Live conversations under many hands at once, from real connections (article 23)."""

from __future__ import annotations

import threading
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
from portal.consultations.services.residents import claiming
from portal.live_hours.models import LiveHoursSettings
from portal.live_hours.services import taking
from portal.live_hours.services.lines import lines_of, say
from portal.live_hours.services.opening import live_in_hand
from portal.live_hours.services.taking import take
from portal.live_hours.services.threads import become_due, become_message
from tests.consultations import builders
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


@pytest.mark.parametrize("most", [1, 2])
def test_art_23_one_resident_who_takes_several_at_one_moment_never_has_more_than_the_bound(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = LiveHoursSettings.load()
    rules.most_at_once = most
    rules.save()
    staff = on_shift()
    cases = [asked_live() for _number in range(4)]
    claim, all_looked = taking.claim, threading.Barrier(len(cases), timeout=60)

    def claim_together(case: Any, *, by: Any) -> Any:
        all_looked.wait()  # each has seen that there is room before one has taken any
        return claim(case, by=by)

    monkeypatch.setattr(taking, "claim", claim_together)
    came_to = at_once([lambda number=case.receipt_number: take(number, by=staff.user) for case in cases])
    refused = [one for one in came_to if isinstance(one, claiming.TooMany)]
    assert (live_in_hand(staff), len(refused)) == (most, len(cases) - most), came_to
    assert ConsultationEvent.objects.filter(act="claim").count() == most
    waiting = [case for case in cases if fresh(case).assigned_to is None]
    assert all(thread(case).waiting_since is not None for case in waiting), "what was not taken waits on"
    assert list(verify_records(Tally())) == []


def test_art_23_the_bound_holds_by_whichever_door_a_live_conversation_is_claimed() -> None:
    staff = on_shift()
    most = LiveHoursSettings.load().most_at_once
    cases = [asked_live() for _number in range(most + 2)]
    came_to = at_once([lambda case=case: claiming.claim(case, by=staff.user) for case in cases])
    assert sum(isinstance(one, claiming.TooMany) for one in came_to) == 2, came_to
    assert live_in_hand(staff) == most


def test_art_23_conversations_handed_to_one_colleague_at_one_moment_never_make_more_than_the_bound() -> None:
    most = LiveHoursSettings.load().most_at_once
    home = builders.resident_institution()
    colleague = on_shift(builders.resident(home))
    givers = [on_shift(builders.resident(home)) for _number in range(most + 2)]
    cases = [taken(giver) for giver in givers]
    came_to = at_once(
        [
            lambda case=case, giver=giver: claiming.hand_over(case, colleague, by=giver.user)
            for case, giver in zip(cases, givers, strict=True)
        ]
    )
    assert sum(isinstance(one, claiming.TooMany) for one in came_to) == 2, came_to
    assert live_in_hand(colleague) == most
    assert sum(live_in_hand(giver) for giver in givers) == 2, "what was refused stays where it was"
