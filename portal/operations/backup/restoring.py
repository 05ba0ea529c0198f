"""Restoring: everything is looked at before anything is written; then all or nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.operations.backup.files import forget_files, names_now, read_files
from portal.operations.backup.manifest import CannotRestore, Manifest, PartFacts, migrations_now, read_manifest
from portal.operations.backup.rows import column_names, continue_numbers, count_rows, empty_tables, tables, write_rows
from portal.operations.backup.sealing import CHUNK, Damaged, SealedReader, sha256_of

OWN = ("accounts.User", "consultations.Consultation", "laws.Instrument", "directory.Institution", "common.AuditEntry")
"""Tables in which an installation that nobody has used has no row."""


def restore_backup(folder: Path) -> Iterator[tuple[int, int]]:
    """Put a backup into an empty installation; gives (done, of) as it goes on, in rows.

    Raises CannotRestore, in plain words, before anything is changed: no whole backup, another key, a changed byte, another
    version of the program, an installation that is in use. A fault later takes back rows and files.
    """
    manifest, key = read_manifest(folder)
    _demand_whole(folder, manifest)
    _demand_fitting(manifest)
    _demand_empty()
    total, done = sum(part.holds for part in manifest.tables.values()), 0
    put: list[str] = []
    try:
        with transaction.atomic():
            found = tables()
            empty_tables(found)
            for model in found:
                part = manifest.tables[model._meta.label]
                done += _restore_table(folder, key, part, model)
                yield done, total
            continue_numbers(found)
            for part in manifest.files:
                before = len(put)
                _restore_files(folder, key, part, put)
                if len(put) - before != part.holds:
                    raise Damaged(part.name)
    except Damaged as error:
        forget_files(put)
        raise CannotRestore(_("备份的“%s”被改动过，或者已经损坏，什么也没有恢复。") % error) from error
    except BaseException:
        forget_files(put)
        raise


def _restore_table(folder: Path, key: bytes, part: PartFacts, model: Any) -> int:
    written = write_rows(model, _lines(SealedReader(folder / part.name, key, part.name)))
    if written != part.holds or count_rows(model) != part.holds:
        raise Damaged(part.name)
    return written


def _restore_files(folder: Path, key: bytes, part: PartFacts, put: list[str]) -> None:
    stream = SealedReader(folder / part.name, key, part.name)
    try:
        put.extend(read_files(stream))
    finally:
        stream.close()


def _lines(stream: SealedReader) -> Iterator[bytes]:
    machine, rest = zlib.decompressobj(), b""
    try:
        while packed := stream.read(CHUNK):
            while packed:
                whole = rest + machine.decompress(packed, CHUNK)
                packed = machine.unconsumed_tail
                *lines, rest = whole.split(b"\n")
                yield from lines
        if rest + machine.flush():
            raise Damaged("rows")
    except zlib.error as error:
        raise Damaged("rows") from error
    finally:
        stream.close()


def _demand_whole(folder: Path, manifest: Manifest) -> None:
    for part in manifest.parts():
        path = folder / part.name
        if not path.is_file():
            raise CannotRestore(_("备份里少了“%s”。") % part.name)
        if path.stat().st_size != part.size or sha256_of(path) != part.sha256:
            raise CannotRestore(_("备份的“%s”被改动过，或者已经损坏。") % part.name)


def _demand_fitting(manifest: Manifest) -> None:
    now = {model._meta.label: column_names(model) for model in tables()}
    then = {label: part.columns for label, part in manifest.tables.items()}
    if manifest.migrations != migrations_now() or now != then:
        raise CannotRestore(
            _("这份备份是另一个版本的程序做的，或者还没有执行 migrate。请用做备份时的版本恢复，再升级。")
        )


def _demand_empty() -> None:
    used = [model._meta.verbose_name for model in tables() if model._meta.label in OWN and count_rows(model)]
    if used:
        raise CannotRestore(
            _("这个网站已经在使用（有%s），不能恢复到它上面。请恢复到一个只执行过 migrate 的新数据库。")
            % "、".join(map(str, used))
        )
    if next(names_now(), None) is not None:
        raise CannotRestore(_("MEDIA_ROOT 或者 PRIVATE_ROOT 里已经有文件。请用空的文件夹。"))
