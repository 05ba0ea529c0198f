"""A backup of one kind of database is restored into the other, there and back, by the commands themselves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal.operations.backup import rows
from portal.operations.backup.making import make_backup
from portal.operations.backup.restoring import restore_backup
from tests.operations.backup import filler

pytestmark = [pytest.mark.django_db, pytest.mark.integration, pytest.mark.slow]


def run(folder: Path, *command: str) -> str:
    """A command on an installation of SQLite whose everything lies in one folder."""
    own = {
        "DATABASE_URL": f"sqlite:///{folder / 'fawang.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "SEARCH_URL": f"embedded://{folder / 'index'}",
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def installed(folder: Path) -> Path:
    folder.mkdir()
    run(folder, "manage.py", "migrate", "-v0")
    return folder


def told(output: str) -> dict[str, str]:
    return json.loads(output.splitlines()[-1])


def test_sqlite_to_postgresql_and_back_every_row_is_the_same(postgres: None, tmp_path: Path, settings: object) -> None:
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = str(tmp_path / "private"), str(tmp_path / "media")
    first = installed(tmp_path / "first")
    last = shutil.copytree(first, tmp_path / "last")  # migrated, and never used
    before = told(run(first, "-m", "tests.operations.backup.filler", "fill"))
    run(first, "manage.py", "backup", str(tmp_path / "one"))

    rows.empty_tables(rows.tables())
    for _step in restore_backup(tmp_path / "one"):
        pass
    assert connection.vendor == "postgresql"
    assert filler.digests() == before
    for _step in make_backup(tmp_path / "two"):
        pass
    output = run(last, "manage.py", "restore", str(tmp_path / "two"))
    assert "2 of 2 records hold" in output
    assert told(run(last, "-m", "tests.operations.backup.filler", "tell")) == before
