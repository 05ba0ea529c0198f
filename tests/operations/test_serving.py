"""An installation that must not be served is not served, and says why."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction

from portal.common.outbox import drain
from portal.common.outbox.write import enqueue
from portal.operations import serving
from portal.operations.checks import broken_nests, chains, time_limits_nest

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def refused() -> str:
    """What the command says when it refuses; fails the test when it does not."""
    words = StringIO()
    with pytest.raises(SystemExit) as leaving:
        call_command("check_before_serving", stderr=words, stdout=StringIO())
    assert leaving.value.code == 1
    return words.getvalue()


def test_a_sound_installation_may_be_served(settings: LazySettings) -> None:
    settings.IS_DEMO = False
    words = StringIO()
    call_command("check_before_serving", stdout=words)
    assert "可以开始服务" in words.getvalue()


def test_a_demo_account_keeps_a_real_installation_from_being_served(settings: LazySettings) -> None:
    get_user_model().objects.create(username="auditor", is_demo=True)
    settings.IS_DEMO = False
    assert "auditor" in refused()


def test_the_demo_itself_is_served_with_its_demo_accounts(settings: LazySettings) -> None:
    get_user_model().objects.create(username="auditor", is_demo=True)
    settings.IS_DEMO = True
    call_command("check_before_serving", stdout=StringIO())


def test_waiting_migrations_keep_it_from_being_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "unapplied_migrations", lambda: ["laws.0002_more"])
    assert "migrate" in refused()


def test_owed_side_effects_that_nobody_handles_keep_it_from_being_served() -> None:
    with transaction.atomic():
        enqueue("tests.forgotten", ["k"], drain_on_commit=False)
    assert "tests.forgotten" in refused()


def test_the_time_limits_in_force_nest() -> None:
    assert time_limits_nest(None) == []
    assert broken_nests(chains()) == []


def test_a_lease_shorter_than_a_task_may_run_is_an_error_at_start_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drain, "LEASE", timedelta(seconds=260))
    [error] = time_limits_nest(None)
    assert error.id == "operations.E001"
    assert "LEASE" in error.msg


def test_an_equal_limit_does_not_nest() -> None:
    assert broken_nests([[("inner", 10.0), ("outer", 10.0)]]) != []
    assert broken_nests([[("inner", 10.0), ("outer", 11.0)]]) == []
