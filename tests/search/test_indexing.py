"""Outbox row → index; rebuild; reconcile."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.common.outbox.drain import drain
from portal.common.outbox.models import OutboxRow
from search import indexing
from search.engines.base import EngineUnavailable
from search.indexing import FALLBACK, PRIMARY, announce, rebuild, reconcile
from search.query import make_plan
from tests.search.builders import TODAY, fill, found_keys, provision

pytestmark = pytest.mark.django_db


def found(engine, words: str = "工伤") -> list[str]:
    return sorted(found_keys(engine.search(make_plan(words, today=TODAY))))


def test_an_announcement_becomes_findable_on_commit(portal_index, library, django_capture_on_commit_callbacks):
    library.put(provision("1", "工伤。"))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        announce(["law:shifan"])
    assert found(portal_index) == ["1"]


def test_the_handler_believes_the_database_and_not_the_row(portal_index, library):
    fill(portal_index, provision("1", "工伤。"))
    announce(["law:shifan", "law:shifan", "law:gone", "unknown-app:1"], drain_on_commit=False)
    drain(PRIMARY)
    assert found(portal_index) == []
    assert not OutboxRow.objects.filter(done_at=None).exists()


def test_rows_wait_while_the_engine_is_out_and_are_followed_once_it_is_back(portal_index, library, monkeypatch):
    library.put(provision("1", "工伤。"))

    def out(*_args):
        raise EngineUnavailable("gone")

    with monkeypatch.context() as patch:
        patch.setattr(portal_index, "replace", out)
        announce(["law:shifan"], drain_on_commit=False)
        assert drain(PRIMARY) == 0
    row = OutboxRow.objects.get()
    assert row.done_at is None
    assert "gone" in row.last_error
    OutboxRow.objects.update(due_at=row.created_at)
    assert drain(PRIMARY) == 1
    assert found(portal_index) == ["1"]


def test_the_fallback_has_a_sink_of_its_own(portal_index, library, settings, tmp_path):
    settings.SEARCH_FALLBACK_URL = f"embedded://{tmp_path / 'fallback'}"
    announce(["law:shifan"], drain_on_commit=False)
    assert sorted(OutboxRow.objects.values_list("sink", flat=True)) == [FALLBACK, PRIMARY]


def test_a_rebuild_holds_what_the_database_holds(portal_index, library):
    fill(portal_index, provision("old", "工伤。"))
    library.put(provision("1", "工伤。"), provision("2", "工伤。", source="law:other"))
    assert rebuild(PRIMARY) == 2
    assert found(portal_index) == ["1", "2"]


def test_what_changes_while_a_rebuild_runs_is_in_the_new_index(portal_index, library, monkeypatch):
    library.put(provision("1", "工伤。"))
    read = indexing.documents_of

    def read_then_change(keys):
        yield from list(read(keys))
        if "law:late" not in library.shelves:
            # Published after the rebuild read everything, indexed into the old generation.
            library.put(provision("2", "工伤。", source="law:late"))
            announce(["law:late"], drain_on_commit=False)

    monkeypatch.setattr(indexing, "documents_of", read_then_change)
    monkeypatch.setattr(indexing, "reconcile", lambda *args, **kwargs: None)  # the replay alone must do it
    rebuild(PRIMARY)
    assert found(portal_index) == ["1", "2"]


def test_reconcile_names_every_difference_and_mends_it(portal_index, library):
    stale = provision("stale", "工伤。")
    library.put(provision("missing", "工伤。", source="law:a"), provision("stale", "工伤认定。", source="law:shifan"))
    library.put(provision("moved", "工伤。", source="law:b"))
    fill(portal_index, stale, provision("gone", "工伤。", source="law:c"), provision("moved", "工伤。", source="law:d"))
    differences = reconcile(PRIMARY)
    assert differences.missing == ["provision:missing"]
    assert sorted(differences.stale) == ["provision:moved", "provision:stale"]
    assert differences.superfluous == ["provision:gone"]
    with pytest.raises(CommandError, match="4 differences"):
        call_command("reconcile_index", verbosity=0)
    call_command("reconcile_index", repair=True, verbosity=0)
    assert reconcile(PRIMARY).number == 0
    assert found(portal_index) == ["missing", "moved", "stale"]


def test_the_commands_say_which_engine_failed(settings, library):
    settings.SEARCH_URL, settings.SEARCH_FALLBACK_URL = "http://127.0.0.1:9/test", ""
    for command in ("rebuild_index", "reconcile_index"):
        with pytest.raises(CommandError, match=r"search\.primary"):
            call_command(command, verbosity=0)
