"""The figures to watch, and who may read them."""

from __future__ import annotations

import logging

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client
from django_tasks import task

from portal.common.outbox.status import SinkStatus
from portal.common.outbox.write import enqueue
from portal.operations.metrics import exposition


def test_every_sink_has_its_figures_and_odd_names_do_not_break_the_format() -> None:
    text = exposition(
        [SinkStatus("search.primary", 3, 61.4, 1, True), SinkStatus('odd"\n', 0, 0.0, 0, False)], failed=2
    )
    lines = text.splitlines()
    assert 'fawang_outbox_pending{sink="search.primary"} 3' in lines
    assert 'fawang_outbox_oldest_seconds{sink="search.primary"} 61' in lines
    assert 'fawang_outbox_dead{sink="search.primary"} 1' in lines
    assert 'fawang_outbox_pending{sink="odd\\"\\n"} 0' in lines
    assert "fawang_wagtail_tasks_failed_total 2" in lines
    assert text.endswith("\n")


@pytest.mark.django_db
@pytest.mark.integration
def test_what_is_owed_shows_in_the_figures(client: Client) -> None:
    with transaction.atomic():
        enqueue("tests.sink", ["a", "b"], drain_on_commit=False)
    assert 'fawang_outbox_pending{sink="tests.sink"} 2' in client.get("/metrics").content.decode().splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "forwarded", "token", "code"),
    [
        ("127.0.0.1", None, None, 200),
        ("::1", None, None, 200),
        ("203.0.113.9", None, None, 404),
        ("127.0.0.1", "203.0.113.9", None, 404),  # through nginx on the same machine
        ("203.0.113.9", None, "right-token", 200),
        ("203.0.113.9", None, "wrong-token", 404),
        ("", None, None, 404),
    ],
)
def test_only_this_machine_or_the_bearer_of_the_token_reads_the_figures(
    client: Client, settings: LazySettings, address: str, forwarded: str | None, token: str | None, code: int
) -> None:
    settings.METRICS_TOKEN = "right-token"
    headers = {"X-Forwarded-For": forwarded, "Authorization": f"Bearer {token}" if token else None}
    given = {name: value for name, value in headers.items() if value}
    assert client.get("/metrics", headers=given, REMOTE_ADDR=address).status_code == code


@pytest.mark.django_db
def test_without_a_token_set_an_empty_one_opens_nothing(client: Client) -> None:
    answer = client.get("/metrics", headers={"Authorization": "Bearer "}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 404


@task
def broken_update(words: str) -> None:
    raise ValueError("the update failed")


@pytest.mark.django_db
def test_a_task_of_wagtail_that_fails_is_an_error_in_the_log_and_a_figure(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="portal.operations"):
        broken_update.enqueue("what a person wrote")
    [record] = [record for record in caplog.records if record.name == "portal.operations.failed_tasks"]
    assert "broken_update" in record.getMessage()
    assert "the update failed" in record.getMessage()
    assert "what a person wrote" not in record.getMessage()
    assert "fawang_wagtail_tasks_failed_total 1" in client.get("/metrics").content.decode().splitlines()
