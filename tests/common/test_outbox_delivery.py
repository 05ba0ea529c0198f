"""Side effects: owed with the change that causes them, delivered at least once, by one drainer a sink."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from portal.common import clock
from portal.common.outbox import drain as draining
from portal.common.outbox.drain import drain, drain_all
from portal.common.outbox.models import OutboxLease, OutboxRow
from portal.common.outbox.registry import SinkUnavailable, register_sink, sinks
from portal.common.outbox.write import DRAINED_ON_COMMIT, enqueue

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
SINK = "tests.sink"
Handler = Callable[[Sequence[str]], None]


class Desk:
    """A sink that notes what it is handed."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.bad: set[str] = set()
        self.out = False

    def handle(self, keys: Sequence[str]) -> None:
        if self.out:
            raise SinkUnavailable("the server is gone")
        if self.bad & set(keys):
            raise ValueError("cannot be done")
        self.batches.append(list(keys))

    @property
    def delivered(self) -> list[str]:
        return [key for batch in self.batches for key in batch]


@pytest.fixture
def desk() -> Iterator[Desk]:
    before = dict(sinks)
    desk = Desk()
    register_sink(SINK, desk.handle)
    yield desk
    sinks.clear()
    sinks.update(before)


def owe(*keys: str) -> None:
    with transaction.atomic():
        enqueue(SINK, keys, drain_on_commit=False)


def pending() -> set[str]:
    return set(OutboxRow.objects.filter(done_at=None, dead_at=None).values_list("key", flat=True))


def test_what_a_rolled_back_change_owed_is_owed_no_more(desk: Desk) -> None:
    with transaction.atomic():
        enqueue(SINK, ["a"])
        transaction.set_rollback(True)
    assert drain(SINK) == 0
    assert desk.delivered == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_side_effect_outside_a_transaction_is_refused(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        enqueue(SINK, ["a"])
    assert not OutboxRow.objects.exists()


def test_a_key_owed_several_times_is_handed_over_once(desk: Desk) -> None:
    owe("a", "b")
    owe("a")
    assert drain(SINK) == 3
    assert desk.batches == [["a", "b"]]
    assert pending() == set()


def test_without_a_broker_a_commit_delivers_at_once_but_at_most_fifty(
    desk: Desk, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(SINK, [f"k{number}" for number in range(DRAINED_ON_COMMIT + 20)])
    assert len(desk.delivered) == DRAINED_ON_COMMIT
    assert len(pending()) == 20
    drain_all()
    assert pending() == set()


def test_a_command_that_writes_many_rows_delivers_them_in_batches_itself(
    desk: Desk, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(SINK, [f"k{number}" for number in range(500)], drain_on_commit=False)
    assert desk.delivered == []
    assert drain(SINK) == 500
    assert [len(batch) for batch in desk.batches] == [200, 200, 100]


def test_one_bad_key_holds_up_no_other(desk: Desk) -> None:
    desk.bad = {"k7"}
    owe(*(f"k{number}" for number in range(16)))
    assert drain(SINK) == 15
    assert pending() == {"k7"}
    row = OutboxRow.objects.get(key="k7")
    assert row.attempts == 1
    assert row.last_error == "ValueError: cannot be done"
    assert row.due_at > clock.now()


def test_the_bad_key_is_found_by_halving_not_by_trying_every_key_alone(desk: Desk) -> None:
    calls = 0
    plain = desk.handle

    def counted(keys: Sequence[str]) -> None:
        nonlocal calls
        calls += 1
        plain(keys)

    register_sink(SINK, counted)
    desk.bad = {"k77"}
    owe(*(f"k{number}" for number in range(128)))
    assert drain(SINK) == 127
    assert calls <= 2 * 7 + 1


def test_a_failed_key_is_tried_again_later_and_each_time_later(desk: Desk) -> None:
    desk.bad = {"a"}
    with time_machine.travel("2026-11-22T02:00:00Z", tick=False) as machine:
        owe("a")
        waits = []
        for _attempt in range(12):
            drain(SINK)
            row = OutboxRow.objects.get(key="a")
            waits.append(row.due_at - clock.now())
            machine.move_to(row.due_at)
        assert waits == sorted(waits)
        assert waits[0] == timedelta(seconds=2)
        assert waits[-1] == draining.LONGEST_WAIT
        desk.bad = set()
        assert drain(SINK) == 1
    assert desk.delivered == ["a"]


def test_a_sink_that_never_gives_up_keeps_its_rows_and_one_that_does_names_them_dead(desk: Desk) -> None:
    register_sink(SINK, desk.handle, max_attempts=2)
    desk.bad = {"a"}
    with time_machine.travel("2026-11-22T02:00:00Z", tick=False) as machine:
        owe("a")
        drain(SINK)
        assert OutboxRow.objects.get(key="a").dead_at is None
        machine.shift(timedelta(minutes=1))
        drain(SINK)
        assert OutboxRow.objects.get(key="a").dead_at == clock.now()
        desk.bad = set()
        machine.shift(timedelta(days=1))
        assert drain(SINK) == 0


def test_an_outage_counts_against_no_row_and_ends_with_the_next_sweep(desk: Desk) -> None:
    register_sink(SINK, desk.handle, max_attempts=2)
    desk.out = True
    with time_machine.travel("2026-11-22T02:00:00Z", tick=False) as machine:
        owe("a", "b")
        for _minute in range(30):
            assert drain(SINK) == 0
            machine.shift(timedelta(minutes=1))
        assert set(OutboxRow.objects.values_list("attempts", "dead_at")) == {(0, None)}
        desk.out = False
        drain_all()
    assert desk.delivered == ["a", "b"]


def test_a_sink_that_is_out_stops_no_other_sink(desk: Desk) -> None:
    other = Desk()
    register_sink("tests.other", other.handle)
    desk.out = True
    with transaction.atomic():
        enqueue(SINK, ["a"], drain_on_commit=False)
        enqueue("tests.other", ["b"], drain_on_commit=False)
    drain_all()
    assert other.delivered == ["b"]


def test_a_second_drainer_leaves_the_first_in_peace(desk: Desk) -> None:
    owe("a")
    OutboxLease.objects.create(sink=SINK, holder="another:1:1", until=clock.now() + draining.LEASE)
    assert drain(SINK) == 0
    assert desk.delivered == []


def test_a_lease_that_ran_out_is_taken_over(desk: Desk) -> None:
    owe("a")
    OutboxLease.objects.create(sink=SINK, holder="killed:1:1", until=clock.now() - timedelta(seconds=1))
    assert drain(SINK) == 1
    assert desk.delivered == ["a"]


def test_a_drainer_that_was_replaced_while_it_was_slow_takes_no_further_batch(desk: Desk) -> None:
    """What it read before may be old by now; the one who holds the lease reads again."""
    taken_over = False

    def slow(keys: Sequence[str]) -> None:
        nonlocal taken_over
        desk.handle(keys)
        if not taken_over:
            taken_over = True
            OutboxLease.objects.filter(sink=SINK).update(holder="faster:1:1", until=clock.now() + draining.LEASE)

    register_sink(SINK, slow, batch=2)
    owe("a", "b", "c", "d")
    assert drain(SINK) == 2
    assert pending() == {"c", "d"}
    assert OutboxLease.objects.get(sink=SINK).holder == "faster:1:1"


def test_a_row_written_while_its_key_is_handled_is_handled_again(desk: Desk) -> None:
    """The handler may have read the database before the newer change was committed."""

    def changed_meanwhile(keys: Sequence[str]) -> None:
        if not desk.batches:
            owe("a")
        desk.handle(keys)

    register_sink(SINK, changed_meanwhile)
    owe("a")
    assert drain(SINK) == 2
    assert desk.batches == [["a"], ["a"]]


def test_a_handler_that_owes_its_own_sink_does_not_drain_within_itself(
    desk: Desk, django_capture_on_commit_callbacks: Callable
) -> None:
    depth = deepest = 0

    def nested(keys: Sequence[str]) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)
        desk.handle(keys)
        if len(desk.batches) == 1:
            with django_capture_on_commit_callbacks(execute=True):
                enqueue(SINK, ["later"])
        depth -= 1

    register_sink(SINK, nested)
    owe("first")
    drain(SINK)
    assert desk.batches == [["first"], ["later"]]
    assert deepest == 1


def test_a_drainer_whose_time_is_up_begins_no_further_batch(desk: Desk) -> None:
    register_sink(SINK, desk.handle, batch=2)
    owe("a", "b", "c", "d")
    assert drain(SINK, seconds=0) == 0
    assert drain(SINK, limit=3) == 3
    assert pending() == {"d"}


def test_a_worker_whose_time_is_up_blames_no_row_and_lets_the_sink_go(desk: Desk) -> None:
    def too_slow(keys: Sequence[str]) -> None:
        raise SoftTimeLimitExceeded

    register_sink(SINK, too_slow)
    owe("a", "b")
    with pytest.raises(SoftTimeLimitExceeded):
        drain(SINK)
    assert set(OutboxRow.objects.values_list("attempts", "last_error")) == {(0, "")}
    register_sink(SINK, desk.handle)
    assert drain(SINK) == 2


def test_done_rows_stay_a_week_for_a_rebuild_to_replay(desk: Desk) -> None:
    with time_machine.travel("2026-11-01T00:00:00Z", tick=False) as machine:
        owe("a")
        drain_all()
        machine.shift(timedelta(days=7))
        drain_all()
        assert OutboxRow.objects.filter(key="a").exists()
        machine.shift(timedelta(seconds=1))
        drain_all()
        assert not OutboxRow.objects.filter(key="a").exists()
