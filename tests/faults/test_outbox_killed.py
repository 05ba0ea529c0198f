"""Processes die at any moment; what was acknowledged is delivered all the same."""

from __future__ import annotations

import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from portal.common import clock
from portal.common.outbox.models import OutboxLease, OutboxRow
from portal.common.outbox.write import enqueue
from tests.faults.drainer import SINK
from tests.faults.processes import child, lines, wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.faults,
    pytest.mark.integration,
]


def owe(*keys: str) -> None:
    with transaction.atomic():
        enqueue(SINK, keys, drain_on_commit=False)


def pending() -> set[str]:
    return set(OutboxRow.objects.filter(sink=SINK, done_at=None).values_list("key", flat=True))


def finished(notes: list[str]) -> list[str]:
    return [key for line in notes if line.startswith("end ") for key in line.split()[2:]]


def expire_leases() -> None:
    """Five minutes pass."""
    OutboxLease.objects.update(until=clock.now() - timedelta(seconds=1))


def test_a_killed_drainer_loses_nothing_and_the_next_one_delivers_it(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    keys = {f"k{number}" for number in range(10)}
    owe(*sorted(keys))
    with child("tests.faults.drainer", str(notes), "600", "4") as killed:
        wait_for(lambda: len(lines(notes)) == 1, "the first batch begins")
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert pending() == keys, "nothing of a batch that was not finished counts as done"

    with child("tests.faults.drainer", str(notes), "0", "4") as early:
        early.wait()
    assert finished(lines(notes)) == [], "the dead drainer's lease still runs"

    expire_leases()
    with child("tests.faults.drainer", str(notes), "0", "4") as late:
        late.wait()
    assert set(finished(lines(notes))) == keys
    assert pending() == set()


def test_a_killed_writer_leaves_no_acknowledged_change_without_its_side_effect(tmp_path: Path) -> None:
    with child("tests.faults.writer") as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(50)]
        writer.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout.read().split()]
        writer.wait()
    changed = set(Group.objects.filter(name__startswith="fault-").values_list("name", flat=True))
    assert {f"fault-{number}" for number in acknowledged} <= changed
    assert pending() == changed, "a change and what it owes stand or fall together"


def test_two_drainers_share_the_work_without_ever_working_at_once(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    keys = {f"k{number}" for number in range(30)}
    owe(*sorted(keys))
    arguments = (str(notes), "0.02", "3")
    with child("tests.faults.drainer", *arguments) as one, child("tests.faults.drainer", *arguments) as other:
        one.wait()
        other.wait()
    marks = [line.split(maxsplit=2)[:2] for line in lines(notes)]
    assert [begin_end for begin_end, _pid in marks] == ["begin", "end"] * (len(marks) // 2)
    assert sorted(finished(lines(notes))) == sorted(keys), "each key once"
    assert pending() == set()
