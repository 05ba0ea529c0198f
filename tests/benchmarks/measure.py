"""Measuring on a noisy machine: CPU time, pairs taken in turn, medians; exact counts wherever there is one."""

from __future__ import annotations

import gzip
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def wall_seconds(work: Callable[[], object]) -> float:
    """Wall seconds for one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def paired_ratio(
    first: Callable[[], object],
    second: Callable[[], object],
    rounds: int = 25,
    clock: Callable[[Callable[[], object]], float] = cpu_seconds,
) -> tuple[float, float, float]:
    """Run both in turn (A B A B …); return the ratio of medians and both medians in seconds. Two rounds warm up."""
    for _ in range(2):
        first(), second()
    pairs = [(clock(first), clock(second)) for _ in range(rounds)]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    return a / b, a, b


def compressed_size(body: bytes) -> int:
    """Bytes after gzip, as nginx would send them (level 6)."""
    return len(gzip.compress(body, 6))


@dataclass(frozen=True)
class Run:
    """A finished child process: wall and CPU seconds, peak memory in MiB, what it printed."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    output: str


def manage(arguments: Sequence[str], environment: Mapping[str, str], root: Path) -> Run:
    """Run a management command as its own process; raises RuntimeError with its output when it fails."""
    start = time.perf_counter()
    command = [sys.executable, "manage.py", *arguments]
    child = subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert child.stdout is not None
    output = child.stdout.read()
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{output[-4000:]}")
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, _mib(usage), output)


def _mib(usage: resource.struct_rusage) -> float:
    # Linux gives kilobytes, macOS bytes.
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
