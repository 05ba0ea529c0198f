"""What a backup holds, written last: a folder without it is no backup."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from portal.common.encryption import CannotDecrypt, decrypt_bytes, encrypt_bytes

FORMAT = 1
NAME = "manifest.json"


class CannotRestore(Exception):
    """A backup that is not restored; the message says why, in plain words."""


@dataclass
class PartFacts:
    """A file of the backup: its digest and size as it lies there, and what is in it (rows or files)."""

    name: str
    sha256: str
    size: int
    holds: int
    columns: list[str] = field(default_factory=list)


@dataclass
class Manifest:
    """Everything that must be true of a backup. ``key`` is the backup's key, encrypted with FIELD_ENCRYPTION_KEYS."""

    format: int
    made_at: str
    database: str
    migrations: str
    key: str
    tables: dict[str, PartFacts]
    files: list[PartFacts]

    def parts(self) -> list[PartFacts]:
        """Every file beside the manifest."""
        return [*self.tables.values(), *self.files]


def migrations_now() -> str:
    """A digest of the migrations that are applied: rows go back only into tables of the same shape."""
    applied = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
    return hashlib.sha256("\n".join(applied).encode()).hexdigest()


def wrapped(key: bytes) -> str:
    """The backup's key as the manifest keeps it."""
    return encrypt_bytes(key).decode("ascii")


def write_manifest(folder: Path, manifest: Manifest, key: bytes) -> None:
    """Write it whole, with its own proof, under its name at last."""
    said = json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True)
    part = folder / f"{NAME}.part"
    with part.open("x", encoding="utf-8") as file:
        json.dump({"manifest": said, "proof": _proof(said, key)}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / NAME)


def read_manifest(folder: Path) -> tuple[Manifest, bytes]:
    """The manifest of a folder, and the backup's key. Raises CannotRestore."""
    try:
        outer = json.loads((folder / NAME).read_text(encoding="utf-8"))
        said = json.loads(outer["manifest"])
        facts = {name: PartFacts(**part) for name, part in said.pop("tables").items()}
        manifest = Manifest(tables=facts, files=[PartFacts(**part) for part in said.pop("files")], **said)
    except FileNotFoundError as error:
        raise CannotRestore(_("%s 里没有完整的备份：没有清单，备份可能中断过。") % folder) from error
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRestore(_("备份的清单读不懂：它被改动过，或者已经损坏。")) from error
    if manifest.format != FORMAT:
        raise CannotRestore(_("这份备份是另一个版本的程序做的，请用那个版本恢复。"))
    try:
        key = decrypt_bytes(manifest.key.encode())
    except CannotDecrypt as error:
        words = _("FIELD_ENCRYPTION_KEYS 里没有做这份备份时用的密钥，读不出来。请把当时的密钥加在后面。")
        raise CannotRestore(words) from error
    if not hmac.compare_digest(_proof(outer["manifest"], key), str(outer.get("proof"))):
        raise CannotRestore(_("备份的清单被改动过，或者已经损坏。"))
    return manifest, key


def _proof(said: str, key: bytes) -> str:
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
