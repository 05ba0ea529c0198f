"""Encrypted streams: AES-256-GCM over chunks of a mebibyte, numbered, the last one marked, so that none is changed, moved, lost
or added unseen. The key is made for one backup and lies in its manifest, encrypted with FIELD_ENCRYPTION_KEYS."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1024 * 1024
_TAG = 16
_PREFIX = 7
KEY_BYTES = 32


class Damaged(Exception):
    """A part of a backup is not what was written."""


def new_key() -> bytes:
    """The key of one backup."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


class SealingWriter:
    """A file to write into, encrypted; ``close`` seals its end. ``sha256`` and ``size`` are those of what lies on disk."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        self._file: IO[bytes] = path.open("xb")
        self._cipher, self._name = AESGCM(key), name.encode()
        self._prefix, self._number, self._waiting = os.urandom(_PREFIX), 0, bytearray()
        self._digest, self.size = hashlib.sha256(), 0
        self._put(self._prefix)

    def write(self, content: bytes) -> int:
        """Take bytes; they reach the disk a chunk at a time."""
        self._waiting += content
        while len(self._waiting) > CHUNK:  # the last chunk, full or not, is sealed by ``close``
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def close(self) -> None:
        """Seal the end and see it to the disk."""
        self._seal(bytes(self._waiting), is_last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    @property
    def sha256(self) -> str:
        """Hexadecimal, of what was written to disk so far."""
        return self._digest.hexdigest()

    def _seal(self, content: bytes, *, is_last: bool) -> None:
        self._put(self._cipher.encrypt(_nonce(self._prefix, self._number, is_last), content, self._name))
        self._number += 1

    def _put(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)
        self.size += len(content)


class SealedReader:
    """A file to read from, decrypted. Raises Damaged where it was changed or cut."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        self._file: IO[bytes] = path.open("rb")
        self._cipher, self._name = AESGCM(key), name.encode()
        self._prefix, self._number, self._waiting = self._file.read(_PREFIX), 0, bytearray()
        self._next = self._file.read(CHUNK + _TAG)
        if not self._next:  # even a stream of nothing has a sealed end
            raise Damaged(name)

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes (all that is left: -1); empty at the end."""
        while (size < 0 or len(self._waiting) < size) and self._next:
            self._open_chunk()
        size = len(self._waiting) if size < 0 else size
        content = bytes(self._waiting[:size])
        del self._waiting[:size]
        return content

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def _open_chunk(self) -> None:
        chunk, self._next = self._next, self._file.read(CHUNK + _TAG)
        try:
            self._waiting += self._cipher.decrypt(_nonce(self._prefix, self._number, not self._next), chunk, self._name)
        except (InvalidTag, ValueError) as error:
            raise Damaged(self._name.decode()) from error
        self._number += 1


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file, read in chunks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
