"""The watch over deadlines dies at any moment, or runs twice at once: who is to be told is told once."""

from __future__ import annotations

import random
import signal
import time
from datetime import timedelta

import pytest

from portal.consultations.models import Deadline
from portal.consultations.services.time import clocks
from portal.notifications.models import Notification
from tests.consultations.builders import person
from tests.consultations.deadlines.cases import at, case
from tests.faults.processes import child, wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
]
START = at("2026-03-02 09:00")
PAST = START + timedelta(hours=6)
CASES = 24


def overdue() -> set[str]:
    """Cases whose answer is past; gives their numbers."""
    person("moderator")
    made = [case(START) for _number in range(CASES)]
    for one in made:
        clocks.start_deadline(one, "first_answer", at=START)
    return {one.written_number for one in made}


def told() -> list[str]:
    texts = Notification.objects.values_list("text", flat=True)
    return sorted(text.removeprefix("咨询").partition("：")[0] for text in texts)


def test_a_watch_killed_at_random_and_started_again_tells_of_each_once() -> None:
    numbers = overdue()
    chance = random.Random(23)
    runs = 0
    while Deadline.objects.filter(escalated_at__isnull=True).exists():
        runs += 1
        before = len(told())
        with child("tests.faults.watcher", PAST.isoformat(), "0.03") as killed:
            wait_for(lambda count=before, process=killed: len(told()) > count or process.poll() is not None, "it tells")
            time.sleep(chance.random() * 0.15)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        assert len(told()) == Deadline.objects.filter(escalated_at__isnull=False).count()
    assert runs > 1, "nothing was killed on the way"
    assert told() == sorted(numbers)


def test_two_watches_at_once_tell_of_each_once() -> None:
    numbers = overdue()
    with (
        child("tests.faults.watcher", PAST.isoformat(), "0.01") as one,
        child("tests.faults.watcher", PAST.isoformat(), "0.01") as other,
    ):
        assert (one.wait(), other.wait()) == (0, 0)
    assert told() == sorted(numbers)
