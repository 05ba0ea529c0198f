"""``make test``: every test on SQLite with the embedded engine, in parts; those marked ``integration`` again on PostgreSQL
with Redis and Elasticsearch. Two runs at a time, one a core: whichever is free takes the next part, the longest first, so
that neither waits long for the other at the end. What a run printed is shown when it ends.

What is missing is named at the end; with REQUIRE_SERVICES=1 it fails the run. A handful of tests that failed are run once more by
themselves: those that pass then are named at the end as unsteady, to be mended; they do not fail the run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from deploy import packages
from deploy.services import __main__ as services

_SCREEN = threading.Lock()
ROOT = Path(__file__).resolve().parents[1]
FAST = "not browser and not faults and not corpus and not slow"
AT_ONCE = 2
LONGEST_FIRST = (
    ("consultations",),
    ("permissions",),
    ("editorial", "directory", "api"),
    ("public_board", "retention", "service_figures"),
    ("laws", "search"),
    ("faults", "operations", "expert_panel", "complaints"),
)
"""Parts of their own, by folder, each some minutes long. A folder that is named nowhere belongs to the last part."""
NO_TESTS_COLLECTED = 5
TESTS_FAILED = 1
MOST_TRIED_AGAIN = 5
"""More failures than these are no accident of timing."""
_unsteady: list[str] = []


def main() -> int:
    """Install, start, run, stop what was started here; the exit code of the worst run."""
    required = os.environ.get("REQUIRE_SERVICES") == "1"
    begun = time.monotonic()
    words = packages.install_missing()
    if words:
        print(words)
    had = services.running()
    variables, missing = services.start()
    try:
        codes = _run_all(variables, missing)
    finally:
        if not had:
            services.stop()
    for name, reason in missing.items():
        print(f"missing: {name}: {reason}")
    for test in _unsteady:
        print(f"unsteady: {test} failed, and passed when it was run once more")
    print(f"make test took {(time.monotonic() - begun) / 60:.1f} minutes")
    return max([*codes, 1 if required and missing else 0])


def parts() -> list[list[str]]:
    """The folders of tests, the browser's left out, in parts; the last has what none names."""
    folders = sorted(path.parent.name for path in (ROOT / "tests").glob("*/__init__.py"))
    named = {name for part in LONGEST_FIRST for name in part}
    rest = [name for name in folders if name not in named and name not in ("benchmarks", "browser")]
    return [[f"tests/{name}" for name in part] for part in (*LONGEST_FIRST, rest)]


def browser_parts() -> list[list[str]]:
    """The files that drive a browser, every other one in the same part."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "browser").glob("test_*.py"))
    return [files[number::AT_ONCE] for number in range(AT_ONCE)]


@dataclass(frozen=True)
class Run:
    """One pytest run: what it is called, its arguments, its environment."""

    title: str
    arguments: list[str]
    environment: dict[str, str]


def fast() -> int:
    """``make test-fast``: what needs no service and no browser, in two processes at once, each with its own database and
    index; the exit code of the worse one."""
    lanes = [list(chain.from_iterable(parts()[number::AT_ONCE])) for number in range(AT_ONCE)]
    return max(
        _all_of([Run(f"half {number}", ["-m", FAST, *lane], dict(os.environ)) for number, lane in enumerate(lanes, 1)])
    )


def _run_all(variables: dict[str, str], missing: dict[str, str]) -> list[int]:
    """All runs, and their exit codes."""
    base = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "SEARCH_URL")
    }
    offered = {
        "TEST_REDIS_URL": variables.get("REDIS_URL", ""),
        "TEST_ELASTICSEARCH_URL": variables.get("SEARCH_URL", ""),
    }
    base |= {name: value for name, value in offered.items() if value}
    longest, *others = parts()
    ordered = (longest, *browser_parts(), *others)
    runs = [Run(f"SQLite, embedded engine: {_title(part)}", part, base) for part in ordered]
    if {"DATABASE_URL", "REDIS_URL", "SEARCH_URL"} <= variables.keys():
        # First, for it migrates a database of its own, while beside it the copy is made that all later parts begin with.
        runs.insert(0, Run("PostgreSQL, Redis, Elasticsearch", ["-m", "integration"], base | variables))
    else:
        print(f"\nThe run on PostgreSQL, Redis, Elasticsearch was left out for want of: {', '.join(missing)}")
    return _all_of(runs)


def _title(part: list[str]) -> str:
    names = [Path(path).stem.removeprefix("test_") for path in part]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _all_of(runs: list[Run]) -> list[int]:
    """Go through the runs, some at once."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(_pytest, runs))


def _pytest(run: Run) -> int:
    """One run, and its exit code once what failed was tried again."""
    with tempfile.TemporaryDirectory() as cache:
        code = _once(run.title, run, cache)
        failed = _failed(cache) if code == TESTS_FAILED else []
        if not failed or len(failed) > MOST_TRIED_AGAIN:
            return code
        again = _once(f"{run.title}: {len(failed)} once more", run, cache, "--last-failed")
        still = _failed(cache)
        _unsteady.extend(test for test in failed if test not in still)
        return again


def _once(title: str, run: Run, cache: str, *more: str) -> int:
    print(f"== {title}: begun", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "--durations=10", "--durations-min=5", "-o", f"cache_dir={cache}"]
    done = subprocess.run(
        [*command, *more, *run.arguments],
        cwd=ROOT,
        env=run.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    with _SCREEN:
        print(f"\n== {title}\n{done.stdout}", flush=True)
    return 0 if done.returncode == NO_TESTS_COLLECTED else abs(done.returncode)


def _failed(cache: str) -> list[str]:
    """The tests that failed when last they were run, as pytest keeps them."""
    kept = Path(cache) / "v" / "cache" / "lastfailed"
    return list(json.loads(kept.read_text("utf-8"))) if kept.is_file() else []


if __name__ == "__main__":
    sys.exit(fast() if sys.argv[1:] == ["fast"] else main())
