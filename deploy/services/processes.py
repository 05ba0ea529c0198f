"""Starting, recognising and stopping processes, as another user where we are root."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class ServiceMissing(Exception):
    """A server cannot be had on this machine; says what to install."""


class ServiceFailed(Exception):
    """A server did not come up; says where its log is."""


def free_port() -> int:
    """A loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_as(name: str, *, create: bool = False) -> str | None:
    """The user a server runs under: ``name`` where we are root (made if ``create``), else None (ourselves).

    PostgreSQL and Elasticsearch refuse to run as root.
    """
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(name)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if not create or not useradd:
            raise ServiceMissing(f"the system user {name} is missing") from None
        subprocess.run(
            [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
            check=True,
        )
    return name


def give(folder: Path, user: str | None) -> None:
    """Make ``folder`` and hand it, with all in it, to ``user``."""
    folder.mkdir(parents=True, exist_ok=True)
    if user is None:
        return
    record = pwd.getpwnam(user)
    for place, _folders, files in os.walk(folder):
        for path in [place, *(os.path.join(place, file) for file in files)]:
            os.chown(path, record.pw_uid, record.pw_gid, follow_symlinks=False)


def can_enter(folder: Path, user: str) -> bool:
    """Whether ``user`` may walk down to ``folder``."""
    done = subprocess.run(
        ["/bin/sh", "-c", 'cd "$0"', str(folder)], **_identity(user), env={"PATH": os.defpath}, capture_output=True
    )
    return done.returncode == 0


def start(
    command: Sequence[str], *, user: str | None, folder: Path, log: Path, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a server that outlives us, in a session of its own."""
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            cwd=folder,
            env=_environment(folder, env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **_identity(user),
        )


def call(
    command: Sequence[str], *, user: str | None, folder: Path, log: Path, env: Mapping[str, str] | None = None
) -> None:
    """Run a command to its end; raises ServiceFailed with the place of its log."""
    with log.open("ab") as output:
        done = subprocess.run(
            list(command),
            cwd=folder,
            env=_environment(folder, env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **_identity(user),
        )
    if done.returncode:
        raise ServiceFailed(f"{Path(command[0]).name} failed: see {log}")


def wait_until(ready: Callable[[], bool], *, seconds: float, alive: Callable[[], bool], log: Path) -> None:
    """Wait for a server to answer; raises ServiceFailed when it dies or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return
        if not alive():
            raise ServiceFailed(f"it ended while starting: see {log}")
        time.sleep(0.1)
    raise ServiceFailed(f"it did not answer within {seconds:.0f} s: see {log}")


def began(pid: int) -> str:
    """When the process began, as the system writes it; empty when there is none (or only its unburied remains)."""
    if Path("/proc/self/stat").exists():
        try:
            # The name, in brackets, may hold anything; after it come the state (field 3) and the start time (field 22).
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    shown = subprocess.run(
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    status, _, moment = shown.stdout.strip().partition(" ")
    return "" if status.startswith("Z") else " ".join(moment.split())


def stop(pid: int, moment: str, *, seconds: float = 30) -> bool:
    """End the process that began at ``moment``; False when that process is gone already."""
    if not moment or began(pid) != moment:
        return False
    # PostgreSQL: SIGINT is the fast shutdown; Redis and Elasticsearch end in order on either.
    for number, patience in ((signal.SIGINT, seconds), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return True
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if began(pid) != moment:
                return True
            time.sleep(0.1)
    return True


def _identity(user: str | None) -> dict:
    if user is None:
        return {}
    record = pwd.getpwnam(user)
    return {"user": record.pw_uid, "group": record.pw_gid, "extra_groups": os.getgrouplist(user, record.pw_gid)}


def _environment(folder: Path, extra: Mapping[str, str] | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    return {**kept, "HOME": str(folder), **(extra or {})}
