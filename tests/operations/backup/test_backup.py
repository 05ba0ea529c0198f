"""A backup brings everything back, into an empty installation alone, and anything wrong with it is found before it is used."""

from __future__ import annotations

import io
import json
import secrets
import tracemalloc
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from wagtail.search.models import IndexEntry

from cms.core.models import StandardPage
from portal.accounts.models import User
from portal.common import clock
from portal.common.outbox.models import OutboxRow
from portal.consultations.attachments import storage, vault
from portal.consultations.models import Attachment, Consultation
from portal.operations.backup import files, making, restoring, rows, sealing
from portal.operations.backup.making import make_backup
from portal.operations.backup.manifest import NAME, CannotRestore
from portal.operations.backup.restoring import restore_backup
from portal.operations.backup.sealing import CHUNK, Damaged, SealedReader, SealingWriter, new_key
from tests.consultations.records.lives import appealed, long_life

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = str(tmp_path / "private"), str(tmp_path / "media")
    (tmp_path / "media" / "documents").mkdir(parents=True)
    (tmp_path / "media" / "documents" / "表格.pdf").write_bytes(b"%PDF-" + b"x" * 3_000_000)


def everything() -> dict[str, list[bytes]]:
    """Every row of every table that is kept."""
    return {model._meta.label: list(rows.read_rows(model)) for model in rows.tables()}


def held_files() -> dict[str, bytes]:
    return {
        name: (files.roots()[name.split("/")[0]] / name.partition("/")[2]).read_bytes() for name in files.names_now()
    }


def run(steps: Iterator[tuple[int, int]]) -> tuple[int, int]:
    return deque(steps, maxlen=1).pop()


def forget_all(*, sown: bool = False) -> None:
    """An installation that nobody has used: no rows, or (``sown``) those that migrating leaves behind; no files."""
    rows.empty_tables(rows.tables())
    files.forget_files(list(files.names_now()))
    if sown:
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


@pytest.fixture
def filled() -> tuple[Consultation, Consultation]:
    """Cases with their rows in many tables, an attachment, an account, side effects that are owed."""
    return long_life(), appealed()


def test_everything_comes_back_and_the_records_hold(filled: Any, tmp_path: Path) -> None:
    before, held = everything(), held_files()
    assert sum(map(len, before.values())) > 500
    assert before["common.OutboxRow"]
    assert len(held) == 2
    done, total = run(make_backup(tmp_path / "backup"))
    assert done == total == sum(map(len, before.values()))
    forget_all(sown=True)
    assert everything()["auth.Permission"], "a new installation has rows of its own"
    out = io.StringIO()
    call_command("restore", str(tmp_path / "backup"), stdout=out)
    assert everything() == before
    assert held_files() == held
    assert "2 of 2 records hold" in out.getvalue()
    assert storage.read(Attachment.objects.get())[:4] == b"\x89PNG"
    assert Consultation.objects.get(pk=filled[0].pk).question == filled[0].question


def test_a_row_written_after_a_restore_takes_the_next_number(filled: Any, tmp_path: Path) -> None:
    highest = User.objects.order_by("-pk").first().pk
    run(make_backup(tmp_path / "backup"))
    forget_all()
    run(restore_backup(tmp_path / "backup"))
    assert User.objects.create_user("later").pk > highest
    assert OutboxRow.objects.create(sink="x", key="y", created_at="2026-01-01T00:00Z", due_at="2026-01-01T00:00Z").pk


def test_pages_with_their_trees_come_back_over_what_migrations_sowed(tmp_path: Path) -> None:
    call_command("build_site", stdout=io.StringIO())
    before, pages = everything(), list(StandardPage.objects.order_by("pk").values_list("path", "title"))
    assert pages
    run(make_backup(tmp_path / "backup"))
    forget_all()
    run(restore_backup(tmp_path / "backup"))
    assert everything() == before
    assert list(StandardPage.objects.order_by("pk").values_list("path", "title")) == pages
    assert not IndexEntry.objects.exists(), "what pointed at rows of before went with them, and is made anew"


def test_nothing_of_an_installation_can_be_read_in_its_backup(filled: Any, tmp_path: Path) -> None:
    run(make_backup(tmp_path / "backup"))
    whole = b"".join(path.read_bytes() for path in (tmp_path / "backup").iterdir())
    for secret in (filled[0].receipt_number, "示范", "表格", filled[0].assigned_to.user.username):
        assert secret.encode() not in whole, secret


def test_sign_ins_are_not_brought_back() -> None:
    assert "sessions.Session" not in {model._meta.label for model in rows.tables()}


# -- what is refused --------------------------------------------------------------------------------------------------
def refusal_of(folder: Path) -> str:
    before = everything()
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(folder), stdout=io.StringIO())
    assert everything() == before, "nothing was changed"
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_an_installation_in_use_is_not_written_over(filled: Any, tmp_path: Path) -> None:
    run(make_backup(tmp_path / "backup"))
    assert "已经在使用" in refusal_of(tmp_path / "backup")
    held = held_files()
    rows.empty_tables(rows.tables())
    assert "已经有文件" in refusal_of(tmp_path / "backup")
    assert held_files() == held


def test_a_flipped_byte_anywhere_is_refused(filled: Any, tmp_path: Path) -> None:
    run(make_backup(tmp_path / "backup"))
    forget_all()
    for path in sorted((tmp_path / "backup").iterdir()):
        held = path.read_bytes()
        for place in (0, len(held) // 2, len(held) - 1):
            changed = bytearray(held)
            changed[place] ^= 1
            path.write_bytes(changed)
            with pytest.raises(CannotRestore):
                run(restore_backup(tmp_path / "backup"))
        path.write_bytes(held)
    run(restore_backup(tmp_path / "backup"))


def test_a_part_that_is_missing_or_swapped_is_refused(tmp_path: Path) -> None:
    run(make_backup(tmp_path / "backup"))
    forget_all()
    one, other = tmp_path / "backup" / "files-1", tmp_path / "backup" / "files-2"
    one.rename(tmp_path / "kept")
    assert "少了“files-1”" in refusal_of(tmp_path / "backup")
    other.rename(one)
    (tmp_path / "kept").rename(other)
    assert "被改动过" in refusal_of(tmp_path / "backup")


def test_another_key_is_refused_in_plain_words(settings: Any, tmp_path: Path) -> None:
    run(make_backup(tmp_path / "backup"))
    forget_all()
    old = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert "没有做这份备份时用的密钥" in refusal_of(tmp_path / "backup")
    settings.FIELD_ENCRYPTION_KEYS = [*settings.FIELD_ENCRYPTION_KEYS, *old]
    run(restore_backup(tmp_path / "backup"))


def test_a_backup_that_was_interrupted_restores_nothing(filled: Any, tmp_path: Path) -> None:
    steps = make_backup(tmp_path / "backup")
    for _number in range(40):
        next(steps)
    steps.close()
    forget_all()
    assert "备份可能中断过" in refusal_of(tmp_path / "backup")
    with pytest.raises(CommandError, match="不是空文件夹"):
        call_command("backup", str(tmp_path / "backup"))


def test_a_restore_that_is_interrupted_leaves_an_empty_installation(
    filled: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(make_backup(tmp_path / "backup"))
    forget_all()
    before = everything()

    def broken(*arguments: Any) -> None:
        next(files.read_files(arguments[0]))
        raise OSError("no space left")

    monkeypatch.setattr(restoring, "read_files", broken)
    with pytest.raises(OSError, match="no space"):
        run(restore_backup(tmp_path / "backup"))
    assert everything() == before
    monkeypatch.undo()


def test_rows_of_another_version_are_refused(tmp_path: Path) -> None:
    run(make_backup(tmp_path / "backup"))
    forget_all()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('laws', '9999_later', '2026-01-01')")
    assert "另一个版本" in refusal_of(tmp_path / "backup")


def test_a_manifest_that_somebody_wrote_anew_is_refused(tmp_path: Path) -> None:
    run(make_backup(tmp_path / "backup"))
    forget_all()
    path = tmp_path / "backup" / NAME
    outer = json.loads(path.read_text())
    outer["manifest"] = outer["manifest"].replace('"made_at": "2', '"made_at": "1')
    path.write_text(json.dumps(outer))
    assert "清单被改动过" in refusal_of(tmp_path / "backup")


def test_a_file_that_comes_while_a_backup_runs_is_in_it(filled: Any, tmp_path: Path) -> None:
    steps = make_backup(tmp_path / "backup")
    next(steps)
    vault.put("ab" * 16, b"came meanwhile")
    run(steps)
    forget_all()
    run(restore_backup(tmp_path / "backup"))
    assert vault.get("ab" * 16) == b"came meanwhile"


def peak_of(folder: Path) -> int:
    """Bytes that writing one table takes at most."""
    folder.mkdir()
    tracemalloc.start()
    making._write_table(folder, new_key(), OutboxRow)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def owe_rows(number: int) -> None:
    now = clock.now()
    OutboxRow.objects.bulk_create(
        OutboxRow(sink="示范", key=secrets.token_hex(90), created_at=now, due_at=now) for _row in range(number)
    )


def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "CHUNK", 16 * 1024)  # so that the few fill several
    owe_rows(1_500)
    peak_of(tmp_path / "warm")
    few = peak_of(tmp_path / "few")
    owe_rows(13_500)
    many = peak_of(tmp_path / "many")
    assert many < few * 1.3, (few, many)


# -- streams ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_sealed_stream_gives_back_what_went_in(tmp_path: Path, size: int) -> None:
    key, content = new_key(), bytes(range(256)) * (size // 256) + b"\1" * (size % 256)
    out = SealingWriter(tmp_path / "part", key, "part")
    for start in range(0, size, 70_000):
        out.write(content[start : start + 70_000])
    out.close()
    assert SealedReader(tmp_path / "part", key, "part").read() == content
    with pytest.raises(Damaged):
        SealedReader(tmp_path / "part", key, "another part").read()


def test_a_stream_cut_at_a_chunk_or_with_chunks_swapped_is_found(tmp_path: Path) -> None:
    key = new_key()
    out = SealingWriter(tmp_path / "part", key, "part")
    out.write(b"a" * CHUNK * 3)
    out.close()
    whole, sealed = (tmp_path / "part").read_bytes(), CHUNK + 16
    first, second = whole[7 : 7 + sealed], whole[7 + sealed : 7 + 2 * sealed]
    for damaged in (whole[: 7 + sealed], whole[:7] + second + first + whole[7 + 2 * sealed :], whole[:7]):
        (tmp_path / "part").write_bytes(damaged)
        with pytest.raises(Damaged):
            SealedReader(tmp_path / "part", key, "part").read()
