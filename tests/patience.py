"""What must end: a guard against work without an end, which measures nothing.

Speed is measured in ``make bench`` (``tests.benchmarks.hostile``). A text that sends a pattern into a power of its length keeps a
processor busy for hours: the guard ends it, and names it.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CPU_SECONDS = 60
"""A hundred times what anything guarded here takes, on the slowest machine seen."""


class NeverEnds(AssertionError):
    """The work went on and on."""


@contextmanager
def must_end(seconds: int = CPU_SECONDS) -> Iterator[None]:
    """Raise NeverEnds within once the processor has worked on it for ``seconds``, however busy the machine is with others."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise NeverEnds(f"still at it after {seconds} seconds of the processor")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
