"""The units as they lie in ``deploy/systemd``: systemd understands every line, and each leaves a broken-in process little."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import missing

UNITS = sorted((Path(settings.BASE_DIR) / "deploy" / "systemd").glob("*.service"))
CHECKOUT = "/srv/fawang/app"


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What systemd's own checker says."""
    program = shutil.which("systemd-analyze")
    if program is None:
        missing("systemd-analyze", "apt-get install systemd")
    return subprocess.run([str(program), *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """The units, with the checkout that is here: the checker looks whether the programs are there."""
    (tmp_path / "bin").mkdir()
    written = []
    for unit in UNITS:
        text = unit.read_text("utf-8")
        for program in ("python", "gunicorn", "celery"):
            stand_in = tmp_path / "bin" / program
            stand_in.write_text("#!/bin/sh\n")
            stand_in.chmod(0o755)
            text = text.replace(f"{CHECKOUT}/.venv/bin/{program}", str(stand_in))
        assert f"{CHECKOUT}/.venv" not in text
        path = tmp_path / unit.name
        path.write_text(text, "utf-8")
        written.append(str(path))
    return written


def test_there_are_the_portal_its_worker_and_its_clock() -> None:
    assert [unit.name for unit in UNITS] == ["fawang-beat.service", "fawang-web.service", "fawang-worker.service"]


def test_systemd_understands_every_line_of_the_units(units: list[str]) -> None:
    checked = analyze("verify", *units)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_a_line_that_systemd_does_not_know_would_be_found(units: list[str]) -> None:
    path = Path(units[0])
    path.write_text(path.read_text("utf-8").replace("[Service]", "[Service]\nProtectEverything=true"), "utf-8")
    assert "ProtectEverything" in analyze("verify", str(path)).stderr


@pytest.mark.parametrize("name", [unit.name for unit in UNITS])
def test_each_unit_is_confined(units: list[str], name: str) -> None:
    """Of ten points of exposure, as systemd counts them, at most two: what is left is the network and the files it works on."""
    [path] = [path for path in units if path.endswith(name)]
    checked = analyze("security", "--offline=true", "--threshold=20", path)
    assert checked.returncode == 0, checked.stdout[-200:]
