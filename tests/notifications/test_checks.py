"""What an installation that cannot send, or would send in clear, is told when it starts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

from portal.notifications import delivering
from portal.notifications.models import Delivery
from tests.notifications.builders import told


def found() -> list[str]:
    return sorted(message.id for message in run_checks() if (message.id or "").startswith("notifications."))


def test_the_demo_has_nothing_to_be_told() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("url", "told_of"),
    [
        ("", ["notifications.W001"]),
        ("demo:", ["notifications.W001"]),
        ("console:", ["notifications.W001"]),
        ("http://name:word@sms.example/send", ["notifications.E001"]),
        ("http://name:word@127.0.0.1:9/send", []),
        ("https://name:word@sms.example/send", []),
    ],
)
def test_production_is_told_that_no_code_can_be_sent_or_would_go_in_clear(
    settings: Any, url: str, told_of: list[str]
) -> None:
    settings.IS_DEMO, settings.SMS_URL = False, url
    assert found() == told_of


def test_hours_that_cannot_be_read_stop_the_start(settings: Any) -> None:
    settings.QUIET_HOURS = "nine to five"
    assert found() == ["notifications.E002"]


def test_a_batch_that_outlasts_its_drainer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "BATCH", 100)
    assert found() == ["notifications.E003"]


@pytest.mark.django_db
@pytest.mark.integration
def test_what_was_not_delivered_is_among_the_figures(client: Client) -> None:
    Delivery.objects.filter(pk=told().pk).update(state="dead")
    lines = client.get("/metrics").content.decode().splitlines()
    assert 'fawang_deliveries{kind="sms",state="dead"} 1' in lines
    assert 'fawang_deliveries{kind="mail",state="failed"} 0' in lines
