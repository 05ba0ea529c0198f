"""Child processes that share the test database, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PATIENCE = 60.0  # seconds until a test says that a child never did what it should; not a measure of anything


def database_url() -> str:
    """The address of the database that this test uses, for a child."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    credentials = f"{quote(values['USER'])}:{quote(values['PASSWORD'])}"
    return f"postgres://{credentials}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


@contextmanager
def child(module: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``python -m module`` on the test database; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": database_url(), "PYTHONUNBUFFERED": "1"}
        | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()


def lines(path: Path) -> list[str]:
    """The whole lines of a file that a child writes."""
    if not path.exists():
        return []
    return [line[:-1] for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait until ``condition`` holds; fails the test after a minute."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(0.02)
