"""A drainer dies between handing an SMS over and writing that down: it is sent again, and nobody's phone rings twice."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import transaction

from portal.common import clock
from portal.common.outbox.models import OutboxLease, OutboxRow
from portal.notifications.contacts import SMS, Contact
from portal.notifications.models import Delivery, DeliveryState
from portal.notifications.own_texts import STAFF_URGENT
from portal.notifications.quiet_hours import QuietHours
from portal.notifications.services import tell
from portal.notifications.services.telling import SINKS
from tests.faults.processes import child, wait_for
from tests.notifications.provider import Provider, Turn, provider

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
    pytest.mark.slow,
]
AT_ANY_HOUR = QuietHours.read("00:00-00:00")
KILLS = 6


def owe(number: int) -> None:
    """SMS for later, so that this process sends none of them itself."""
    soon = clock.now() + timedelta(hours=1)
    with transaction.atomic():
        for digits in range(number):
            contact = Contact(SMS, f"138{digits:08d}")
            tell(contact, STAFF_URGENT, key=f"fault:{digits}", quiet=AT_ANY_HOUR, not_before=soon)


def drainer(gateway: Provider) -> AbstractContextManager[subprocess.Popen[str]]:
    return child("tests.faults.sms_drainer", SMS_URL=gateway.url)


def time_passes() -> None:
    """Five minutes of a dead drainer's lease, and whatever else was waited for."""
    moment = clock.now() - timedelta(seconds=1)
    OutboxLease.objects.update(until=moment)
    Delivery.objects.filter(state=DeliveryState.WAITING).update(due_at=moment)
    OutboxRow.objects.filter(sink=SINKS[SMS], done_at=None).update(due_at=moment)


def test_killed_between_sending_and_writing_it_down_it_is_sent_again_under_the_same_key() -> None:
    owe(1)
    with provider() as gateway:
        gateway.turns = [Turn(200, takes=True, seconds=600)]
        time_passes()
        with drainer(gateway) as killed:
            wait_for(lambda: len(gateway.sent) == 1, "the provider takes the SMS")
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        assert Delivery.objects.get().state == DeliveryState.WAITING
        time_passes()
        with drainer(gateway) as late:
            late.wait()
        assert Delivery.objects.get().state == DeliveryState.SENT
        assert gateway.keys == [str(Delivery.objects.get().idempotency_key)] * 2
        assert len(gateway.sent) == 1


def test_killed_at_any_moment_every_sms_goes_out_and_none_twice() -> None:
    chance, number = random.Random(5), 60
    owe(number)
    with provider() as gateway:
        gateway.otherwise = Turn(seconds=0.01)
        for _ in range(KILLS):
            time_passes()
            asked = len(gateway.keys)
            with drainer(gateway) as killed:
                wait_for(lambda asked=asked: len(gateway.keys) > asked, "the drainer sends")
                time.sleep(chance.random() * 0.15)
                killed.send_signal(signal.SIGKILL)
                killed.wait()
        time_passes()
        with drainer(gateway) as late:
            late.wait()
        assert sorted(gateway.numbers) == [f"+86138{digits:08d}" for digits in range(number)]
        assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
