"""A new password by mail: nobody learns who works here, and nobody's mailbox is flooded."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts import tasks
from portal.accounts.models import User

pytestmark = pytest.mark.django_db
RESET = "/admin/password_reset/"


@pytest.fixture(autouse=True)
def lin() -> User:
    return User.objects.create_user("lin", email="lin@example.test", password="a-long-invented-password")


def ask(address: str = "lin@example.test", network: str = "192.0.2.1") -> Any:
    return Client().post(RESET, {"email": address}, REMOTE_ADDR=network)


def test_the_link_that_is_mailed_sets_a_new_password(settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://fawang.example"
    answer = ask("LIN@example.test")

    assert answer["Location"].endswith("/admin/password_reset/done/")
    (message,) = mail.outbox
    found = re.search(r"https://fawang\.example(/admin/password_reset/\S+)", str(message.body))
    assert found is not None
    assert Client().get(found.group(1), follow=True).status_code == 200


def test_a_mailbox_gets_three_links_an_hour_whoever_asks_and_the_page_says_the_same() -> None:
    answers = {ask(network=f"192.0.2.{number}")["Location"] for number in range(1, 8)}

    assert len(answers) == 1
    assert len(mail.outbox) == 3


def test_a_network_asks_twenty_times_an_hour() -> None:
    for number in range(22):
        User.objects.create_user(f"u{number}", email=f"u{number}@example.test", password="a-long-invented-password")
        ask(f"u{number}@example.test")

    assert len(mail.outbox) == 20


def test_known_and_unknown_addresses_cost_the_page_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail that the page writes itself takes a second; none takes none."""
    woken: list[str] = []
    monkeypatch.setattr(tasks.send_password_reset, "delay", lambda address, **_names: woken.append(address))
    ask("somebody@example.test")  # who asks first begins the count of the network
    asked = []
    for address in ("lin@example.test", "nobody@example.test"):
        with CaptureQueriesContext(connection) as queries:
            ask(address)
        asked.append([query["sql"].split(" ")[0] for query in queries.captured_queries])

    assert asked[0] == asked[1]
    assert woken[1:] == ["lin@example.test", "nobody@example.test"]
    assert mail.outbox == []


def test_with_the_broker_gone_the_mail_is_written_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: Any, **_names: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.send_password_reset, "delay", gone)
    ask()

    assert len(mail.outbox) == 1
