"""A scratch PostgreSQL: loopback, a password of its own, no fsync (a crash may lose it, a test loses nothing)."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from pathlib import Path

from deploy.services import processes
from deploy.services.state import Running

NAME = "postgresql"
USER = "fawang"
LATEST_FIRST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "logging_collector": "off",
    "timezone": "UTC",
}


def programs() -> Path:
    """The folder of initdb and postgres: Debian's newest, else that of PATH."""
    found = shutil.which("initdb")
    for folder in [*LATEST_FIRST, *([Path(found).parent] if found else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise processes.ServiceMissing("PostgreSQL is not installed (Debian: apt-get install postgresql)")


def start(base: Path) -> Running:
    """Start it (making the database the first time); returns when it answers."""
    folder, bin_folder = base / NAME, programs()
    user = processes.run_as("postgres", create=True)
    processes.give(folder, user)
    log, data, secret = folder / "log", folder / "data", folder / "password"
    if not (data / "PG_VERSION").exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_hex(16), encoding="ascii")
        processes.give(folder, user)
        processes.call(
            [
                str(bin_folder / "initdb"), f"--pgdata={data}", f"--username={USER}", "--auth=scram-sha-256",
                f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions",
            ],
            user=user, folder=folder, log=log,
        )  # fmt: skip
    port = processes.free_port()
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    process = processes.start(
        [str(bin_folder / "postgres"), "-D", str(data), "-p", str(port), *options], user=user, folder=folder, log=log
    )
    password = secret.read_text(encoding="ascii").strip()
    answers = [str(bin_folder / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={port}"]
    processes.wait_until(
        lambda: subprocess.run(answers, check=False).returncode == 0,
        seconds=60,
        alive=lambda: process.poll() is None,
        log=log,
    )
    return Running(process.pid, processes.began(process.pid), port, str(folder), password)


def url(server: Running) -> str:
    """The address as DATABASE_URL takes it."""
    return f"postgres://{USER}:{server.password}@127.0.0.1:{server.port}/postgres"
