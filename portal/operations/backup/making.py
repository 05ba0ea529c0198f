"""Making a backup: files, then all rows as of one moment, then files that came meanwhile; the manifest last."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.operations.backup.files import names_now, write_files
from portal.operations.backup.manifest import FORMAT, Manifest, PartFacts, migrations_now, wrapped, write_manifest
from portal.operations.backup.rows import column_names, count_rows, read_rows, tables
from portal.operations.backup.sealing import SealingWriter, new_key


class CannotBackUp(Exception):
    """A backup that is not begun; the message says why, in plain words."""


def make_backup(folder: Path) -> Iterator[tuple[int, int]]:
    """Write a backup into an empty or new folder; gives (done, of) as it goes on, in rows.

    Rows are those of one moment. A file is copied before that moment or right after it, so that whatever a row names is there.
    Ended half-way it leaves a folder without a manifest, which nothing restores. Raises CannotBackUp.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CannotBackUp(_("%s 不是空文件夹。每次备份请用一个新的文件夹。") % folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key, made_at = new_key(), clock.now().isoformat()
    seen: set[str] = set()
    before = _write_files(folder, key, "files-1", names_now(), seen)
    facts: dict[str, PartFacts] = {}
    with _one_moment():
        migrations = migrations_now()
        found = tables()
        total, done = sum(map(count_rows, found)), 0
        for model in found:
            part = _write_table(folder, key, model)
            facts[model._meta.label] = part
            done += part.holds
            yield done, total
    after = _write_files(folder, key, "files-2", (name for name in names_now() if name not in seen), seen)
    manifest = Manifest(FORMAT, made_at, connection.vendor, migrations, wrapped(key), facts, [before, after])
    write_manifest(folder, manifest, key)


@contextmanager
def _one_moment() -> Iterator[None]:
    """All reads inside see the database as it was at the first."""
    is_ours = not connection.in_atomic_block  # inside somebody's transaction, that is the moment
    with transaction.atomic():
        if is_ours and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write_table(folder: Path, key: bytes, model: type[models.Model]) -> PartFacts:
    name = f"{model._meta.label_lower}.rows"
    out, packer, count = SealingWriter(folder / name, key, name), zlib.compressobj(), 0
    for line in read_rows(model):
        out.write(packer.compress(line))
        count += 1
    out.write(packer.flush())
    out.close()
    return PartFacts(name, out.sha256, out.size, count, column_names(model))


def _write_files(folder: Path, key: bytes, name: str, names: Iterable[str], seen: set[str]) -> PartFacts:
    out, count = SealingWriter(folder / name, key, name), 0
    for written in write_files(iter(names), out):
        seen.add(written)
        count += 1
    out.close()
    return PartFacts(name, out.sha256, out.size, count)
