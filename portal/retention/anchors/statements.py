"""What is signed of a day, and the file that says so. RFC 8785 throughout: the same statement has the same bytes."""

from __future__ import annotations

import hashlib
import os
from datetime import date, datetime
from pathlib import Path

import rfc8785
from django.conf import settings

from portal.common.merkle import leaf_digest
from portal.consultations.services.case.recording import written_moment
from portal.retention.models import RecordAnchor

VERSION = 1


def leaf_of(sequence: int, digest: str) -> str:
    """The leaf of one record's end. The event's digest covers the case's number, so that the leaf need not name it."""
    return leaf_digest(rfc8785.dumps({"digest": digest, "sequence": sequence}))


def statement_of(
    day: date, count: int, root: str, previous: str, audit: tuple[int, str], made_at: datetime, version: int = VERSION
) -> bytes:
    """What is signed: day, number of records, their root, the anchor before, the end of the audit log."""
    return rfc8785.dumps(
        {
            "audit": {"digest": audit[1], "sequence": audit[0]},
            "count": count,
            "day": day.isoformat(),
            "made_at": written_moment(made_at),
            "previous": previous,
            "root": root,
            "version": version,
        }
    )


def digest_of_statement(statement: str) -> str:
    """What the next day's statement calls this one: hexadecimal SHA-256."""
    return hashlib.sha256(statement.encode()).hexdigest()


def file_of(anchor: RecordAnchor) -> bytes:
    """The anchor as it is published and kept as a file."""
    members = {"public_key": anchor.public_key, "signature": anchor.signature, "statement": anchor.statement}
    return rfc8785.dumps(members) + b"\n"


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.PRIVATE_ROOT) / "anchors"


def path_of_day(day: date) -> Path:
    """The file of one day."""
    return folder() / f"{day.isoformat()}.json"


def write_file(anchor: RecordAnchor) -> None:
    """Write the file whole, or not at all."""
    path = path_of_day(anchor.day)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(file_of(anchor))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
