"""What runs: the note under ``var/services`` from which a second start and the stop take their knowledge."""

from __future__ import annotations

import contextlib
import fcntl
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "services"


@dataclass
class Running:
    """A server that was started: its process (with the moment it began, as pids are used again), port and folder."""

    pid: int
    began: str
    port: int
    folder: str
    password: str = ""


@dataclass
class State:
    """All servers by name, and the folder that holds their data."""

    data: str = ""
    servers: dict[str, Running] = field(default_factory=dict)

    def save(self) -> None:
        """Write the note, readable by its owner alone (it holds the scratch database's password)."""
        path = FOLDER / "state.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def load() -> State:
    """Read the note; an empty one where nothing was ever started."""
    try:
        raw = json.loads((FOLDER / "state.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return State()
    return State(raw["data"], {name: Running(**server) for name, server in raw["servers"].items()})


@contextlib.contextmanager
def locked() -> Iterator[State]:
    """The note, for one start or stop at a time."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield load()
