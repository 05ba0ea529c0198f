"""Writers and drainers of the message board are killed at random: no acknowledged question, answer or notice is lost or doubled."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest

from portal.accounts.models import User
from portal.common.outbox.models import OutboxRow
from portal.consultations.models import Answer, Consultation, ConsultationEvent, Deadline
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.states import State
from portal.notifications.models import Delivery, DeliveryState
from tests.consultations import builders
from tests.faults.processes import child
from tests.notifications.provider import provider

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
]
KILLS = int(os.environ.get("FAULT_KILLS", "40"))
SEED = 17


def times(**facts: Any) -> Counter[str]:
    """How often an event stands in each case's record."""
    return Counter(ConsultationEvent.objects.filter(**facts).values_list("consultation__receipt_number", flat=True))


def test_killed_at_random_no_acknowledged_question_answer_or_notice_is_lost_or_doubled() -> None:
    builders.resident(most_open=30_000)
    moderator = builders.person("moderator")
    User.objects.filter(pk=moderator.pk).update(username="moderator-of-faults")
    with provider() as gateway:
        with child(
            "tests.faults.board", str(KILLS), str(SEED), SMS_URL=gateway.url, QUIET_HOURS="00:00-00:00"
        ) as board:
            assert board.stdout is not None
            said = [line.split(maxsplit=2) for line in board.stdout.read().splitlines()]
            assert board.wait() == 0
        rang = Counter(gateway.numbers)
    assert [line for line in said if line[0] == "error"] == []
    asked = {line[1]: line[2] for line in said if line[0] == "asked"}
    answered = {line[1]: int(line[2]) for line in said if line[0] == "answered"}
    assert len(asked) > 10, "they were at work"
    assert len(answered) > 5

    cases = {case.submission_key: case for case in Consultation.objects.all()}
    assert {f"fault-{key}": number for key, number in asked.items()}.items() <= {
        key: case.receipt_number for key, case in cases.items()
    }.items(), "every acknowledged question is there, under the number that was given"
    assert len(cases) - len(asked) <= KILLS, "only what was being acknowledged when its writer died is there beside"
    numbers = {case.receipt_number for case in cases.values()}
    assert times(act="submit") == dict.fromkeys(numbers, 1)
    assert Counter(
        Deadline.objects.filter(kind="first_answer").values_list("consultation__receipt_number", flat=True)
    ) == (dict.fromkeys(numbers, 1))
    assert not Consultation.objects.filter(state=State.SUBMITTED).exists(), "each was screened"
    assert max(times(act="accept").values()) == 1
    assert max(times(act="hold").values(), default=0) <= 1

    sent = dict(Answer.objects.values_list("consultation__receipt_number", "pk"))
    assert answered.items() <= sent.items()
    assert Answer.objects.count() == len(sent)
    assert times(act="answer") == dict.fromkeys(sent, 1)

    assert not OutboxRow.objects.filter(done_at=None).exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    owed = {
        f"+86139{int(key.removeprefix('fault-')):08d}": 1 + (case.receipt_number in sent) for key, case in cases.items()
    }
    assert rang == owed, "each phone rang once for what was received and once for what was answered"
    assert [fault.words for fault in verify_records(Tally())] == []
