"""``make test``: two pytest runs, with the services they need.

The first runs every test on SQLite with the embedded engine; the second runs those marked ``integration`` again on
PostgreSQL with Redis and Elasticsearch. What is missing is named at the end; with REQUIRE_SERVICES=1 it fails the run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from deploy import packages
from deploy.services import __main__ as services

ROOT = Path(__file__).resolve().parents[1]
FAST = "not browser and not faults and not corpus and not slow"
HALVES = (  # of about the same length
    ("tests/laws", "tests/search", "tests/directory"),
    ("tests/accounts", "tests/admin", "tests/api", "tests/common", "tests/core", "tests/operations", "tests/settings"),
)
NO_TESTS_COLLECTED = 5


def main() -> int:
    """Install, start, run twice, stop what was started here; the exit code of the worse run."""
    required = os.environ.get("REQUIRE_SERVICES") == "1"
    begun = time.monotonic()
    words = packages.install_missing()
    if words:
        print(words)
    had = services.running()
    variables, missing = services.start()
    try:
        codes = _run_both(variables, missing)
    finally:
        if not had:
            services.stop()
    for name, reason in missing.items():
        print(f"missing: {name}: {reason}")
    print(f"make test took {(time.monotonic() - begun) / 60:.1f} minutes")
    return max([*codes, 1 if required and missing else 0])


def fast() -> int:
    """``make test-fast``: what needs no service and no browser, in two processes at once, each with its own database and
    index; the exit code of the worse one. What the second printed is shown after the first."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", FAST]
    runs = [
        subprocess.Popen([*command, *half], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for half in HALVES
    ]
    for run in runs:
        print(run.communicate()[0], flush=True)
    return max(abs(run.returncode) for run in runs)


def _run_both(variables: dict[str, str], missing: dict[str, str]) -> list[int]:
    """The two runs, and their exit codes."""
    base = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "SEARCH_URL")
    }
    offered = {
        "TEST_REDIS_URL": variables.get("REDIS_URL", ""),
        "TEST_ELASTICSEARCH_URL": variables.get("SEARCH_URL", ""),
    }
    base |= {name: value for name, value in offered.items() if value}
    codes = [_pytest("SQLite, embedded engine", [], base)]
    if {"DATABASE_URL", "REDIS_URL", "SEARCH_URL"} <= variables.keys():
        codes.append(_pytest("PostgreSQL, Redis, Elasticsearch", ["-m", "integration"], base | variables))
    else:
        print(f"\nThe second run (PostgreSQL, Redis, Elasticsearch) was left out for want of: {', '.join(missing)}")
    return codes


def _pytest(title: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"\n== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "--durations=10", "--durations-min=5", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    return 0 if code == NO_TESTS_COLLECTED and arguments else code


if __name__ == "__main__":
    sys.exit(fast() if sys.argv[1:] == ["fast"] else main())
