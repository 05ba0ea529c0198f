"""The embedded index on disk: generations, killed writers, several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from search.engines.base import EngineUnavailable, IndexMissing
from search.engines.embedded import EmbeddedEngine, open_embedded
from search.query import make_plan
from tests.search.builders import TODAY, fill, found_keys, provision

pytestmark = pytest.mark.usefixtures("library")


def keys(engine: EmbeddedEngine) -> list[str]:
    return sorted(found_keys(engine.search(make_plan("工伤", today=TODAY))))


def _write_and_die(root: Path) -> None:
    engine = open_embedded(root)

    def documents():
        yield provision("2", "工伤。")
        os.kill(os.getpid(), signal.SIGKILL)

    with engine.rebuild() as builder:
        builder.add(documents())


def _die_with_the_pen(root: Path) -> None:
    engine = open_embedded(root)
    with engine.generations.writing():
        os.kill(os.getpid(), signal.SIGKILL)


def _write(root: Path, number: int) -> None:
    engine = open_embedded(root)
    for n in range(5):
        fill(engine, provision(f"{number}-{n}", "工伤。", source=f"law:{number}-{n}"))


def _read_in_child(engine: EmbeddedEngine, queue) -> None:
    queue.put(keys(engine))


def run(target, *args) -> multiprocessing.Process:
    process = multiprocessing.get_context("fork").Process(target=target, args=args, daemon=True)
    process.start()
    process.join(60)
    assert not process.is_alive(), "the child hangs"
    return process


def test_a_killed_rebuild_leaves_the_old_index_and_its_rubbish_goes_with_the_next_one(tmp_path):
    engine = open_embedded(tmp_path)
    fill(engine, provision("1", "工伤。"))
    assert run(_write_and_die, tmp_path).exitcode == -signal.SIGKILL
    assert keys(engine) == ["1"]
    assert len(list(tmp_path.glob("gen-*"))) == 2
    with engine.rebuild() as builder:
        builder.add([provision("3", "工伤。")])
    assert keys(engine) == ["3"]
    assert len(list(tmp_path.glob("gen-*"))) == 2  # the current one, and the one before for late readers


def test_a_writer_that_was_killed_leaves_no_lock(tmp_path):
    engine = open_embedded(tmp_path)
    fill(engine, provision("1", "工伤。"))
    assert run(_die_with_the_pen, tmp_path).exitcode == -signal.SIGKILL
    fill(engine, provision("2", "工伤。", source="law:other"))
    assert keys(engine) == ["1", "2"]


def test_several_processes_write_one_after_the_other_and_all_is_kept(tmp_path):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(tmp_path, number), daemon=True) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert open_embedded(tmp_path).count() == 15


def test_another_process_sees_a_write_at_its_next_search(tmp_path):
    engine = open_embedded(tmp_path)
    fill(engine, provision("1", "工伤。"))
    assert keys(engine) == ["1"]
    run(_write, tmp_path, 7)
    assert len(keys(engine)) == 6


def test_a_child_forked_after_the_index_was_opened_sees_what_is_written_later(tmp_path):
    engine = open_embedded(tmp_path)
    fill(engine, provision("1", "工伤。"))
    assert keys(engine) == ["1"]
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    go = context.Event()

    def child():
        go.wait(60)
        _read_in_child(engine, queue)

    process = context.Process(target=child, daemon=True)
    process.start()
    fill(engine, provision("2", "工伤。", source="law:other"))
    go.set()
    assert queue.get(timeout=60) == ["1", "2"]
    process.join(60)


def test_children_forked_just_after_an_opening_never_wait_for_a_lock_they_inherited(tmp_path):
    for number in range(15):
        engine = open_embedded(tmp_path / str(number))
        fill(engine, provision("1", "工伤。"))
        assert keys(engine) == ["1"]
        assert run(_write, tmp_path / str(number), 7).exitcode == 0


def test_an_index_of_another_schema_is_named_and_never_written_into(tmp_path):
    (tmp_path / "current").write_text("gen-00000000-abcd")
    engine = open_embedded(tmp_path)
    with pytest.raises(IndexMissing, match="another schema"):
        engine.count()
    with pytest.raises(IndexMissing, match="another schema"):
        fill(engine, provision("1", "工伤。"))
    with engine.rebuild() as builder:
        builder.add([provision("1", "工伤。")])
    assert keys(engine) == ["1"]


def test_a_damaged_index_is_named_as_unavailable(tmp_path):
    engine = open_embedded(tmp_path)
    fill(engine, provision("1", "工伤。"))
    (engine.generations.current() / "meta.json").write_text("{")
    with pytest.raises(EngineUnavailable):
        open_embedded(tmp_path).count()


def test_two_rebuilds_at_once_are_refused(tmp_path):
    engine, other = open_embedded(tmp_path), open_embedded(tmp_path)
    with (
        engine.rebuild() as builder,
        pytest.raises(EngineUnavailable, match="another process"),
        other.rebuild(),
    ):
        pytest.fail("a second rebuild began")
    assert builder is not None


def test_a_fault_of_the_source_is_not_taken_for_one_of_the_index(tmp_path):
    def broken():
        raise ValueError("a bug of the app")
        yield

    with pytest.raises(ValueError, match="a bug of the app"):
        open_embedded(tmp_path).replace(["law:shifan"], broken())
