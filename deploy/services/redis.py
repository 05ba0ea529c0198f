"""A scratch Redis that keeps nothing on disk."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

from deploy.services import processes
from deploy.services.state import Running

NAME = "redis"


def start(base: Path) -> Running:
    """Start it; returns when it answers."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise processes.ServiceMissing("Redis is not installed (Debian: apt-get install redis-server)")
    user = processes.run_as("redis", create=True)
    folder = base / NAME
    processes.give(folder, user)
    log, port = folder / "log", processes.free_port()
    command = [
        program,
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--dir",
        str(folder),
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    process = processes.start(command, user=user, folder=folder, log=log)
    processes.wait_until(lambda: _answers(port), seconds=20, alive=lambda: process.poll() is None, log=log)
    return Running(process.pid, processes.began(process.pid), port, str(folder))


def url(server: Running) -> str:
    """The address as REDIS_URL takes it."""
    return f"redis://127.0.0.1:{server.port}/0"


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
