"""A mail server that refuses, hangs or is gone: tried against a real one."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from portal.common.outbox.drain import drain
from portal.notifications.models import Delivery, DeliveryState
from tests.notifications.builders import MAILBOX, NOON, after_commit, told
from tests.notifications.mail_server import MailServer, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 1
        yield made


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def mailed(number: int = 1) -> list[Delivery]:
    with after_commit():
        owed = [told(MAILBOX) for _ in range(number)]
    return list(Delivery.objects.filter(pk__in=[delivery.pk for delivery in owed]).order_by("pk"))


def later(clock: time_machine.Coordinates) -> None:
    clock.shift(timedelta(seconds=60))
    drain("deliveries.mail")


def test_what_arrives_names_a_neutral_sender_and_nothing_else(server: MailServer) -> None:
    (delivery,) = mailed()
    assert delivery.state == DeliveryState.SENT
    (raw,) = server.taken
    mail = email.message_from_string(raw)
    assert str(email.header.make_header(email.header.decode_header(mail["From"]))) == "便民服务 <noreply@localhost>"
    assert mail["Message-ID"] == f"<{delivery.idempotency_key}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("recipient", "data", "state", "error"),
    [
        ("550 no such box", "250 ok", DeliveryState.FAILED, "SMTP 550"),
        ("450 busy", "250 ok", DeliveryState.WAITING, "SMTP 450"),
        ("250 ok", "554 no", DeliveryState.FAILED, "SMTP 554"),
        ("250 ok", "451 later", DeliveryState.WAITING, "SMTP 451"),
    ],
)
def test_a_refusal_for_good_is_final_and_one_for_now_is_tried_again(
    server: MailServer, recipient: str, data: str, state: str, error: str
) -> None:
    server.recipient, server.data = recipient, [data]
    (delivery,) = mailed()
    assert (delivery.state, delivery.last_error) == (state, error)


def test_a_server_that_greets_with_no_is_out_and_no_mail_fails_for_good(
    server: MailServer, clock: time_machine.Coordinates
) -> None:
    server.greeting = "554 not for you"
    deliveries = mailed(4)
    assert {delivery.state for delivery in deliveries} == {DeliveryState.WAITING}
    assert sum(delivery.attempts for delivery in deliveries) == 2
    server.greeting = "220 test"
    later(clock)
    assert len(server.taken) == 4


def test_a_server_that_hangs_is_left_after_its_time_and_the_mail_sent_again_is_the_same_mail(
    server: MailServer, clock: time_machine.Coordinates
) -> None:
    server.seconds = 2.0
    (delivery,) = mailed()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 1)
    server.seconds = 0.0
    later(clock)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert {email.message_from_string(raw)["Message-ID"] for raw in server.taken} == {
        f"<{delivery.idempotency_key}@localhost>"
    }
