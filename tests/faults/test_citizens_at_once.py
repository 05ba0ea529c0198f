"""What a citizen presses twice, or in two tabs at once, from real connections: done once, and the rest told in words."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from portal.consultations.models import Consultation, FurtherQuestion, RefusalAppeal, SatisfactionRating
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
from tests.consultations import builders
from tests.consultations.screening.cases import PENDING

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
]
HANDS = 6


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do them at the same moment; gives "done" or what was said instead, for each."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except ValidationError as error:
            return " ".join(error.messages)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(one, acts))


def test_24_an_answer_is_rated_once_whatever_is_pressed_at_once() -> None:
    case = builders.answered()
    latest, citizen = case.answers.get(), builders.asker(case)
    told = at_once(
        *(lambda score=score: citizen_acts.rate(case, latest, score, by=citizen) for score in (5, 1, 4, 2, 3, 5))
    )
    assert told.count("done") == 1
    assert SatisfactionRating.objects.count() == 1


def test_a_rating_and_a_further_question_at_once_never_close_what_still_waits() -> None:
    case = builders.answered()
    latest, citizen = case.answers.get(), builders.asker(case)
    at_once(
        lambda: citizen_acts.rate(case, latest, 5, by=citizen),
        lambda: citizen_acts.ask_further(case, "还要多久？", by=citizen),
    )
    open_ones = FurtherQuestion.objects.filter(answer__isnull=True).count()
    now = Consultation.objects.get(pk=case.pk)
    assert not (now.state == State.CLOSED and open_ones)


def test_28_to_31_there_is_one_appeal_however_often_it_is_pressed() -> None:
    case = builders.refused(question=PENDING)
    citizen = builders.asker(case)
    told = at_once(*(lambda: refusing.appeal(case, "请再看一次。", by=citizen) for _hand in range(HANDS)))
    assert told.count("done") == 1
    assert RefusalAppeal.objects.count() == 1


def test_of_two_further_questions_at_once_one_is_taken_and_the_other_told_to_wait() -> None:
    case = builders.answered()
    citizen = builders.asker(case)
    told = at_once(*(lambda: citizen_acts.ask_further(case, "还要多久？", by=citizen) for _hand in range(HANDS)))
    assert told.count("done") == 1
    assert FurtherQuestion.objects.count() == 1
