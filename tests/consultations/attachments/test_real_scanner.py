"""ClamAV's own daemon, with one signature: what the stand-in of the other tests promises is what it does."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.packages import SERVERS
from portal.consultations.attachments.scanning import Verdict, scan
from tests.conftest import missing
from tests.consultations.attachments.clamd import EICAR

MOST = 2 * 1024 * 1024


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running clamd that knows EICAR's harmless test words and nothing else."""
    program = shutil.which("clamd") or shutil.which("clamd", path=SERVERS)
    if program is None:
        missing("ClamAV", "apt-get install clamav-daemon")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    # Name, any kind of file, anywhere in it, the words in hexadecimal digits.
    (folder / "signatures" / "test.ndb").write_text(f"Fawang.Test.Words:0:*:{EICAR.hex()}\n")
    socket, settings_file, log = folder / "clamd.ctl", folder / "clamd.conf", folder / "clamd.log"
    settings_file.write_text(
        f"DatabaseDirectory {folder / 'signatures'}\nLocalSocket {socket}\nLogFile {log}\nForeground yes\n"
        f"StreamMaxLength {MOST}\nMaxThreads 2\nUser {getpass.getuser()}\n"
    )
    running = subprocess.Popen([str(program), "--config-file", str(settings_file)], stdout=subprocess.DEVNULL)
    try:
        for _attempt in range(600):
            if socket.exists():
                break
            if running.poll() is not None:
                raise RuntimeError(f"clamd did not start:\n{log.read_text() if log.exists() else ''}")
            time.sleep(0.1)
        yield f"unix://{socket}"
    finally:
        running.terminate()
        running.wait(20)


def test_it_says_clean_of_what_is_clean_and_infected_of_what_it_knows(scanner: str, settings: Any) -> None:
    settings.CLAMAV_URL = scanner
    assert scan(b"%PDF-1.7 nothing of note") is Verdict.CLEAN
    assert scan(b"") is Verdict.CLEAN
    assert scan(EICAR) is Verdict.INFECTED
    assert scan(b"before " + EICAR + b" after") is Verdict.INFECTED


def test_what_is_larger_than_it_takes_has_not_been_called_clean(scanner: str, settings: Any) -> None:
    settings.CLAMAV_URL = scanner
    assert scan(b"x" * (MOST + 1024)) is Verdict.UNAVAILABLE
    assert scan(b"x" * (MOST - 1024)) is Verdict.CLEAN
