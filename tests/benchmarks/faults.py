"""Processes of the message board killed 500 times: the same test that ``make test`` runs with 40."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks.figures import Figure

KILLS = 500
TEST = "tests/faults/test_message_board_killed.py"


def figures(environment: Mapping[str, str], root: Path) -> Iterator[Figure]:
    """Yield whether anything acknowledged was lost or doubled, in a database of the test's own."""
    began = time.monotonic()
    inherited = {name: value for name, value in os.environ.items() if name not in environment}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TEST],
        cwd=root,
        env=inherited | {"FAULT_KILLS": str(KILLS), "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    seconds = round(time.monotonic() - began)
    yield Figure(
        f"message board: writers and drainers killed {KILLS} times, acknowledged questions, answers, notices lost or doubled",
        "0",
        "0" if done.returncode == 0 else "some",
        done.returncode == 0,
        f"`{TEST}`, {seconds} s",
    )
