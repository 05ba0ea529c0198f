"""``python -m deploy.services start|stop``: what `make services` and `make services-stop` call."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from deploy.services import elasticsearch, postgres, processes, redis
from deploy.services.state import FOLDER, State, locked

SERVICES = (postgres, redis, elasticsearch)


def start() -> tuple[dict[str, str], dict[str, str]]:
    """Start what does not run yet; returns the variables to set, and why others are missing (name → words).

    A second start finds the servers of the first and starts nothing.
    """
    variables: dict[str, str] = {}
    missing: dict[str, str] = {}
    with locked() as state:
        base = _data_folder(state)
        for service in SERVICES:
            server = state.servers.get(service.NAME)
            if server is None or processes.began(server.pid) != server.began:
                state.servers.pop(service.NAME, None)
                try:
                    server = state.servers[service.NAME] = service.start(base)
                except (processes.ServiceMissing, processes.ServiceFailed) as error:
                    missing[service.NAME] = str(error)
                    server = None
                state.save()
            if server is not None:
                variables |= _variables(service.NAME, service.url(server))
    return variables, missing


def stop() -> list[str]:
    """Stop what a start of this checkout started, by its process id; returns the names."""
    with locked() as state:
        stopped = [name for name, server in state.servers.items() if processes.stop(server.pid, server.began)]
        state.servers.clear()
        state.save()
    return stopped


def running() -> set[str]:
    """Names of the servers that run now."""
    with locked() as state:
        return {name for name, server in state.servers.items() if processes.began(server.pid) == server.began}


def _variables(name: str, url: str) -> dict[str, str]:
    if name == postgres.NAME:
        return {"DATABASE_URL": url}
    if name == redis.NAME:
        return {"REDIS_URL": url}
    return {"SEARCH_URL": url}


def _data_folder(state: State) -> Path:
    """``var/services``; where we are root and others cannot walk there, a folder of the system, noted in the state."""
    if not state.data or not Path(state.data).is_dir():
        state.data = str(FOLDER)
        if os.geteuid() == 0 and not processes.can_enter(FOLDER, "nobody"):
            folder = tempfile.mkdtemp(prefix="fawang-services-", dir="/var/tmp")
            os.chmod(folder, 0o755)  # noqa: S103 the servers' users walk through it to folders of their own
            state.data = folder
        state.save()
    return Path(state.data)


def main(arguments: list[str]) -> int:
    """Only export lines go to standard output, so that a shell can eval them."""
    if arguments == ["start"]:
        variables, missing = start()
        for name, value in variables.items():
            print(f"export {name}={value}")
        for name, words in missing.items():
            print(f"{name}: {words}", file=sys.stderr)
        return 1 if missing and (os.environ.get("REQUIRE_SERVICES") == "1" or not variables) else 0
    if arguments == ["stop"]:
        stopped = stop()
        print(f"stopped: {', '.join(stopped) or 'nothing was running'}", file=sys.stderr)
        return 0
    print("usage: python -m deploy.services start|stop", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
