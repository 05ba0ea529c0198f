"""Where attachments lie: outside every folder that is served, under random names, encrypted with the field keys.

A file is written whole and flushed to disk before the row that names it is committed; a row that was rolled back leaves a file
that ``forget_orphans`` finds. On disk lies a Fernet token without its base64: what FIELD_ENCRYPTION_KEYS reads, and nothing else.
"""

from __future__ import annotations

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from portal.common.encryption import decrypt_bytes, encrypt_bytes, rotate_bytes

NAME = re.compile(r"\A[0-9a-f]{32}\Z")
_PART = ".part"


class FileMissing(Exception):
    """A file that a row names is not there."""


def put(name: str, content: bytes) -> None:
    """Keep some bytes under a random name (32 hexadecimal digits): that of the row's key."""
    _write(name, encrypt_bytes(content))


def get(name: str) -> bytes:
    """The bytes kept under a name. Raises FileMissing, and CannotDecrypt for another key's or a changed file."""
    try:
        token = urlsafe_b64encode(_path(name).read_bytes())
    except FileNotFoundError as error:
        raise FileMissing(name) from error
    return decrypt_bytes(token)


def delete(name: str) -> None:
    """Forget what is kept under a name; one that is gone already is no fault."""
    _path(name).unlink(missing_ok=True)


def names() -> Iterator[str]:
    """Every name under which something is kept, in no order."""
    for folder in _root().glob("[0-9a-f][0-9a-f]"):
        for path in folder.iterdir():
            if NAME.match(path.name):
                yield path.name


def age_seconds(name: str, now: float) -> float:
    """Seconds since the bytes under a name were written; ``now`` in seconds since 1970. Raises FileMissing."""
    try:
        return now - _path(name).stat().st_mtime
    except FileNotFoundError as error:
        raise FileMissing(name) from error


def reencrypt(name: str) -> bool:
    """Encrypt with the first key what another one had encrypted; whether anything was to be done.

    Raises FileMissing and CannotDecrypt; a crash leaves the old file or the new one, never half.
    """
    try:
        token = urlsafe_b64encode(_path(name).read_bytes())
    except FileNotFoundError as error:
        raise FileMissing(name) from error
    rotated = rotate_bytes(token)
    if rotated is None:
        return False
    _write(name, rotated)
    return True


def _root() -> Path:
    return Path(settings.PRIVATE_ROOT) / "attachments"


def _path(name: str) -> Path:
    if not NAME.match(name):
        raise ValueError("no name that the vault gives")
    return _root() / name[:2] / name


def _write(name: str, token: bytes) -> None:
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(name + _PART)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(urlsafe_b64decode(token))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
