"""Generation folders and the pointer to the current one: how the embedded index is replaced without a moment without.

``ROOT/current`` holds the name of a folder ``gen-SCHEMA-RANDOM``; it is replaced by an atomic rename. A folder is named
after its schema, so that code with another schema never opens it. The generation before the current one stays until the
next swap: a reader that read the pointer just before may still open it.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from search.engines.base import EngineUnavailable, IndexMissing

WRITE_WAIT = 60.0
"""Seconds a writer waits for another one. A batch of documents takes about 0.2 s."""
REBUILD_WAIT = 1.0


class Generations:
    """The folders of one embedded index."""

    def __init__(self, root: Path, schema_hash: str) -> None:
        self.root = root
        self.prefix = f"gen-{schema_hash}-"

    def current(self) -> Path:
        """The folder to read. Raises IndexMissing when there is none, or when it is of another schema."""
        try:
            name = (self.root / "current").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise IndexMissing(f"no index in {self.root}") from None
        except (OSError, UnicodeDecodeError) as error:
            raise EngineUnavailable(f"the index pointer cannot be read: {error}") from error
        if not name.startswith(self.prefix):
            raise IndexMissing("the index was built with another schema: run rebuild_index")
        return self.root / name

    def create(self) -> Path:
        """A new empty folder that nobody reads yet."""
        folder = self.root / f"{self.prefix}{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
        return folder

    def point_to(self, folder: Path) -> None:
        """Make a folder the current one, for every process at once."""
        draft = self.root / f"current.{os.getpid()}.{secrets.token_hex(4)}"
        with draft.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / "current")

    def sweep(self, *keep: Path) -> None:
        """Delete generations that are neither current nor named; call it while holding the rebuild lock."""
        kept = {folder.name for folder in keep}
        with suppress(OSError):
            kept.add((self.root / "current").read_text(encoding="ascii").strip())
        for folder in self.root.glob("gen-*"):
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
        for draft in self.root.glob("current.*"):
            draft.unlink(missing_ok=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one pen of this index, over all processes."""
        with self._lock("write.lock", WRITE_WAIT, "another process has been writing to the index for too long"):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Hold the right to rebuild; writes to the current generation go on meanwhile."""
        with self._lock("rebuild.lock", REBUILD_WAIT, "another process is rebuilding the index"):
            yield

    @contextmanager
    def _lock(self, name: str, wait: float, words: str) -> Iterator[None]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / name, timeout=wait)
            lock.acquire()
        except Timeout:
            raise EngineUnavailable(words) from None
        except OSError as error:
            raise EngineUnavailable(f"the index folder cannot be written: {error}") from error
        try:
            yield
        finally:
            lock.release()
