"""A child that drains one sink. Its handler notes begin and end of each batch in a file, and dawdles in between.

Arguments: file, seconds to dawdle, keys in a batch.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import django

SINK = "tests.faults"


def main(path: Path, dawdle: float, batch: int) -> None:
    """Drain until nothing is left or nobody lets us."""
    django.setup()
    from portal.common.outbox.drain import drain
    from portal.common.outbox.registry import register_sink

    def handle(keys: Sequence[str]) -> None:
        note(f"begin {os.getpid()} {' '.join(keys)}")
        time.sleep(dawdle)
        note(f"end {os.getpid()} {' '.join(keys)}")

    def note(words: str) -> None:
        with path.open("a", encoding="utf-8") as file:  # one short write in append mode arrives whole
            file.write(words + "\n")

    register_sink(SINK, handle, batch=batch)
    drain(SINK)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
