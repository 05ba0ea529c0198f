"""An SMS gateway that is gone, hangs, fails or loses its answer never holds up an act, loses a message or doubles one: tried
against a real server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from portal.common.outbox.drain import drain
from portal.common.outbox.models import OutboxRow
from portal.notifications import delivering
from portal.notifications.contacts import SMS, Contact
from portal.notifications.gateways import over_http
from portal.notifications.models import Delivery, DeliveryState
from portal.notifications.quiet_hours import QuietHours
from portal.notifications.services.telling import SINKS
from tests.notifications.builders import NOON, after_commit, told
from tests.notifications.provider import Provider, Turn, provider

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
NO = Turn(500, takes=False)


@pytest.fixture
def gateway(settings: Any) -> Iterator[Provider]:
    with provider() as made:
        settings.SMS_URL = made.url
        yield made


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sent_now(number: int = 1, **more: Any) -> list[Delivery]:
    with after_commit():
        owed = [told(Contact(SMS, f"1380000000{digit}"), **more) for digit in range(number)]
    return list(Delivery.objects.filter(pk__in=[delivery.pk for delivery in owed]).order_by("pk"))


def later(clock: time_machine.Coordinates, seconds: float) -> None:
    """Time passes, and the sweep comes by."""
    clock.shift(timedelta(seconds=seconds))
    drain(SINKS[SMS])


@pytest.mark.usefixtures("clock")
def test_the_provider_gets_number_text_and_a_key_and_its_name_for_the_sms_is_kept(gateway: Provider) -> None:
    (delivery,) = sent_now()
    assert gateway.requests == [
        {
            "to": "+8613800000000",
            "text": "【便民服务】您有一条新消息，请在11月30日前登录查看。",
            "reference": str(delivery.idempotency_key),
        }
    ]
    assert gateway.keys == [str(delivery.idempotency_key)]
    assert (delivery.state, delivery.provider_id) == (DeliveryState.SENT, f"p-{delivery.idempotency_key}")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("body", ["", "OK", "[]", '"taken"', '{"id": null}', '{"id": {"a": 1}}', "{", "x" * 200_000])
def test_an_answer_that_cannot_be_read_does_not_undo_that_the_sms_was_taken(gateway: Provider, body: str) -> None:
    gateway.otherwise = Turn(202, body=body)
    (delivery,) = sent_now()
    assert (delivery.state, delivery.provider_id) == (DeliveryState.SENT, "")


def test_a_gateway_that_refuses_connections_holds_nothing_up_and_loses_nothing(
    settings: Any, clock: time_machine.Coordinates
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    settings.SMS_URL = f"http://gate:s3cret@127.0.0.1:{port}/send"
    deliveries = sent_now(5)
    assert {delivery.state for delivery in deliveries} == {DeliveryState.WAITING}
    assert sum(delivery.attempts for delivery in deliveries) == 2, "after two in a row the others are not tried in vain"
    assert "gate" not in deliveries[0].last_error
    assert "127.0.0.1" not in deliveries[0].last_error
    with provider() as gateway:
        settings.SMS_URL = gateway.url
        later(clock, 60)
        assert sorted(gateway.numbers) == [f"+861380000000{digit}" for digit in range(5)]
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_a_gateway_that_hangs_is_left_alone_and_its_late_sms_is_not_sent_twice(
    gateway: Provider, clock: time_machine.Coordinates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(over_http, "ANSWER_SECONDS", 0.2)
    gateway.otherwise = Turn(200, takes=True, seconds=1.0)
    deliveries = sent_now(6)
    assert len(gateway.requests) == 2
    assert {delivery.state for delivery in deliveries} == {DeliveryState.WAITING}
    gateway.otherwise = Turn()
    later(clock, 60)
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    assert len(gateway.requests) == 8, "the two that hung were asked for again"
    assert len(gateway.sent) == 6, "under the same keys: nobody's phone rang twice"


def test_what_was_taken_though_the_answer_came_too_late_is_repeated_under_the_same_key(
    gateway: Provider, clock: time_machine.Coordinates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(over_http, "ANSWER_SECONDS", 0.2)
    gateway.turns = [Turn(200, takes=True, seconds=0.8)]
    (delivery,) = sent_now()
    assert (delivery.state, delivery.attempts, delivery.last_error) == (DeliveryState.WAITING, 1, "ReadTimeoutError")
    later(clock, 10)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 2)
    assert gateway.keys == [str(delivery.idempotency_key)] * 2
    assert len(gateway.sent) == 1


def test_a_gateway_that_fails_and_then_works_is_asked_again_later_each_time(
    gateway: Provider, clock: time_machine.Coordinates
) -> None:
    gateway.turns = [NO, NO, NO]
    (delivery,) = sent_now()
    for wait in (10, 20, 40):
        later(clock, wait - 1)
        asked = len(gateway.requests)
        later(clock, 1)
        assert len(gateway.requests) == asked + 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_error) == (DeliveryState.SENT, 4, "")


def test_one_message_that_fails_holds_up_no_other(gateway: Provider, clock: time_machine.Coordinates) -> None:
    gateway.turns = [NO]
    states = [delivery.state for delivery in sent_now(4)]
    assert states == [DeliveryState.WAITING, *[DeliveryState.SENT] * 3]


@pytest.mark.parametrize("status", [400, 410, 422])
def test_a_number_that_is_refused_is_given_up_at_once(
    gateway: Provider, clock: time_machine.Coordinates, status: int
) -> None:
    gateway.turns = [Turn(status, takes=False, body='{"error": "13800000000 is blocked"}')]
    (delivery,) = sent_now()
    assert (delivery.state, delivery.last_error) == (DeliveryState.FAILED, f"HTTP {status}")
    later(clock, 3600)
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("status", [301, 401, 403, 404, 429, 503])
def test_what_is_the_gateways_fault_makes_no_message_fail_for_good(
    gateway: Provider, clock: time_machine.Coordinates, status: int
) -> None:
    gateway.turns = [Turn(status, takes=False)] * 2
    assert {delivery.state for delivery in sent_now(3)} == {DeliveryState.WAITING}
    assert len(gateway.requests) == 2
    later(clock, 60)
    assert len(gateway.sent) == 3


def test_what_never_succeeds_is_a_dead_letter_in_the_end(gateway: Provider, clock: time_machine.Coordinates) -> None:
    gateway.otherwise = NO
    (delivery,) = sent_now(quiet=QuietHours.read("00:00-00:00"))
    for attempts in range(1, delivering.MOST_ATTEMPTS):
        later(clock, delivering.wait_after(attempts).total_seconds())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.DEAD, delivering.MOST_ATTEMPTS)
    assert not OutboxRow.objects.filter(sink=SINKS[SMS], done_at=None).exists()
    tried = sum((delivering.wait_after(n) for n in range(1, delivering.MOST_ATTEMPTS)), timedelta())
    assert timedelta(days=1) < tried < timedelta(days=2)


def test_a_gateway_that_is_out_past_the_hour_of_a_message_sends_it_no_more(
    gateway: Provider, clock: time_machine.Coordinates
) -> None:
    gateway.turns = [NO]
    with after_commit():
        delivery = told(expires_at=NOON + timedelta(seconds=10))
    later(clock, 10)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.EXPIRED
    assert gateway.sent == {}


@pytest.mark.usefixtures("clock")
def test_without_a_gateway_what_should_have_been_sent_stands_among_what_was_not(settings: Any) -> None:
    settings.SMS_URL = ""
    (delivery,) = sent_now()
    assert (delivery.state, delivery.last_error) == (DeliveryState.FAILED, "no SMS_URL")


@pytest.mark.usefixtures("clock")
def test_numbers_texts_and_words_of_access_are_in_no_log(gateway: Provider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    gateway.turns = [Turn(400, takes=False), NO, Turn(401, takes=False), Turn(401, takes=False)]
    sent_now(5)
    assert "was not taken: HTTP 400" in caplog.text
    assert not [word for word in ("1380000", "登录查看", "s3cret", "Basic ") if word in caplog.text]
