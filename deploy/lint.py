"""``make lint``: every check, each with its own line; all of them run, so that one sees everything at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LONGEST_FILE = 400

COMMANDS = {
    "ruff check": [BIN / "ruff", "check", "--quiet", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "djlint": [BIN / "djlint", "templates", "--lint", "--quiet"],
    "import-linter": [BIN / "lint-imports"],
    "mypy": [BIN / "mypy"],
    "manage.py check": [sys.executable, "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def main() -> int:
    """Run them two at a time; print the output of those that fail; 1 if any does."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = dict(zip(COMMANDS, pool.map(_run, COMMANDS.values()), strict=True))
    results |= {
        "locks": _own(lock_faults()),
        "file length": _own(long_files()),
        "paths": _own(machine_paths()),
        "ignores": _own(unexplained_ignores()),
    }
    for name, (ok, output, seconds) in results.items():
        print(f"{'ok  ' if ok else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
        if not ok:
            print(output.strip())
    return 0 if all(ok for ok, _output, _seconds in results.values()) else 1


def lock_faults() -> list[str]:
    """Lines of the locks that name an index or an address, and packages without a hash."""
    faults = []
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text(encoding="utf-8")
        faults += [
            f"{lock.name}:{number}: names an index or an address: {line.strip()}"
            for number, line in enumerate(text.splitlines(), 1)
            if re.match(r"\s*--(extra-)?index-url|\s*--find-links|\s*--trusted-host|[^#]*https?://", line)
        ]
        logical = text.replace("\\\n", " ").splitlines()
        faults += [
            f"{lock.name}: no hash: {line.split()[0]}"
            for line in logical
            if re.match(r"[A-Za-z0-9]", line) and "--hash=sha256:" not in line
        ]
    return faults


def long_files() -> list[str]:
    """Python files over 400 lines, migrations aside."""
    return [
        f"{path}: {lines} lines (at most {LONGEST_FILE})"
        for path in _tracked("*.py")
        if "/migrations/" not in path
        and (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]


def unexplained_ignores() -> list[str]:
    """Lines that send the type checker away without a reason behind it."""
    silent = re.compile(r"# type: ignore(?:\[[^]]*\])?\s*$")
    return [
        f"{path}:{number}: says not why"
        for path in _tracked("*.py")
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if silent.search(line)
    ]


def machine_paths() -> list[str]:
    """Files that name a folder of somebody's own machine."""
    own = re.compile(r"(?<![\w.])/(?:home/\w+|Users/\w+|root|work)/")
    faults = []
    for path in _tracked():
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        faults += [f"{path}: {found.group()}" for found in [own.search(text)] if found]
    return faults


def _tracked(*patterns: str) -> list[str]:
    """Files git knows or would take; without git (an unpacked archive) there is nothing to say."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def _run(command: list[str | Path]) -> tuple[bool, str, float]:
    begun = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.dev", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr, time.monotonic() - begun


def _own(faults: list[str]) -> tuple[bool, str, float]:
    return not faults, "\n".join(faults), 0.0


if __name__ == "__main__":
    sys.exit(main())
