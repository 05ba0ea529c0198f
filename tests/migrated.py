"""A migrated SQLite database kept between runs: migrating from nothing takes most of a short run.

The copy is named after the digest of the lock file, of every migration of ours and of what ``post_migrate`` sows, so that
changed code never meets an old copy.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

SHAPING = (
    "**/migrations/*.py",
    "**/apps.py",
    "**/roles/*.py",
    "**/sowing.py",
    "**/topics.py",
    "**/initial/*.py",
    "**/collections.py",
)
FOLDER = Path(settings.BASE_DIR) / "var" / "test-databases"


def kept() -> Path | None:
    """Where the copy for this code belongs; None where the database is not the run's own SQLite file."""
    if connection.vendor != "sqlite" or "DATABASE_URL" in os.environ:
        return None
    digest = hashlib.sha256()
    rooms = (settings.BASE_DIR / room for room in ("portal", "cms", "search"))
    files = sorted(path for room in rooms for shape in SHAPING for path in room.glob(shape))
    for path in [*files, settings.BASE_DIR / "requirements" / "dev.txt"]:
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def take(copy: Path) -> bool:
    """Lay the copy where the run expects its database; False when there is none yet."""
    if not copy.exists():
        return False
    shutil.copyfile(copy, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


def keep(copy: Path) -> None:
    """Keep the database of this run, whole or not at all, and forget copies for other code."""
    if "django_migrations" not in connection.introspection.table_names():
        return  # no test of this run asked for a database: there is nothing to keep
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = copy.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    unfinished.replace(copy)
    for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-5]:
        old.unlink(missing_ok=True)
