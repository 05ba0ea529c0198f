"""The health page tells which part is missing, and takes the portal away from nobody without need."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from portal.common import clock
from portal.common.outbox.models import OutboxRow
from portal.common.outbox.registry import Sink, sinks
from portal.common.outbox.write import enqueue
from portal.operations import readiness

NOBODY_LISTENS = "127.0.0.1:9"


@pytest.fixture(autouse=True)
def _own_sinks(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    """An installation whose every part is there: nothing owed, an index on disk."""
    monkeypatch.setattr(readiness, "_migrated", False)
    monkeypatch.setitem(sinks, "tests.sink", Sink("tests.sink", lambda keys: None))
    (tmp_path / "current").write_text("generation")
    settings.SEARCH_URL = f"embedded://{tmp_path}"
    settings.SEARCH_FALLBACK_URL = settings.REDIS_URL = ""


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/health/ready")
    return response.status_code, json.loads(response.content)


@pytest.mark.django_db
@pytest.mark.integration
def test_with_every_part_there_the_portal_is_ready(client: Client) -> None:
    code, body = ask(client)
    assert (code, body["status"], body["missing"]) == (200, "ready", [])
    assert body["parts"]["database"]["detail"] == connection.vendor
    assert body["parts"]["search_fallback"]["status"] == "off"


def test_the_process_says_that_it_lives_without_asking_the_database(client: Client) -> None:
    assert json.loads(client.get("/health/live").content) == {"status": "alive"}


def test_without_the_database_the_portal_is_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DatabaseError("connection refused at secret-host")

    monkeypatch.setattr(readiness.connection, "cursor", gone)
    code, body = ask(client)
    assert (code, body["status"], body["missing"]) == (503, "unready", ["database"])
    assert "secret-host" not in json.dumps(body)


@pytest.mark.django_db
def test_with_migrations_waiting_the_portal_is_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "unapplied_migrations", lambda: ["laws.0002_more"])
    code, body = ask(client)
    assert (code, body["missing"]) == (503, ["migrations"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value", "part"),
    [
        ("SEARCH_URL", f"http://user:secret@{NOBODY_LISTENS}", "search_primary"),
        ("SEARCH_URL", "embedded:///nowhere/at/all", "search_primary"),
        ("SEARCH_FALLBACK_URL", "embedded:///nowhere/at/all", "search_fallback"),
        ("REDIS_URL", f"redis://:secret@{NOBODY_LISTENS}/0", "redis"),
    ],
)
def test_a_missing_helper_is_named_but_readers_are_still_served(
    client: Client, settings: LazySettings, setting: str, value: str, part: str
) -> None:
    setattr(settings, setting, value)
    code, body = ask(client)
    assert (code, body["status"], body["missing"]) == (200, "degraded", [part])
    assert "secret" not in json.dumps(body)


@pytest.mark.django_db
def test_a_running_elasticsearch_and_redis_are_there(
    client: Client, settings: LazySettings, elasticsearch_url: str, redis_url: str
) -> None:
    settings.SEARCH_URL, settings.REDIS_URL = elasticsearch_url, redis_url
    code, body = ask(client)
    assert (code, body["status"]) == (200, "ready")


def owe(sink: str, *, minutes_ago: int = 0, dead: bool = False) -> None:
    with transaction.atomic():
        enqueue(sink, ["k"], drain_on_commit=False)
    moment = clock.now()
    OutboxRow.objects.update(created_at=moment - timedelta(minutes=minutes_ago), dead_at=moment if dead else None)


@pytest.mark.django_db
@pytest.mark.integration
def test_a_sink_that_rows_name_and_nobody_handles_is_named(client: Client) -> None:
    owe("tests.forgotten")
    code, body = ask(client)
    assert (code, body["status"], body["missing"]) == (200, "degraded", ["outbox"])
    assert "tests.forgotten" in body["parts"]["outbox"]["detail"]


@pytest.mark.django_db
@pytest.mark.integration
@pytest.mark.parametrize(
    ("minutes", "dead", "status"), [(1, False, "ok"), (9, False, "ok"), (11, False, "late"), (1, True, "late")]
)
def test_side_effects_that_wait_over_ten_minutes_or_were_given_up_are_told(
    client: Client, minutes: int, dead: bool, status: str
) -> None:
    owe("tests.sink", minutes_ago=minutes, dead=dead)
    _code, body = ask(client)
    assert body["parts"]["outbox"]["status"] == status


def test_a_health_answer_is_never_kept_by_a_cache(client: Client) -> None:
    assert "no-store" in client.get("/health/live")["Cache-Control"]
