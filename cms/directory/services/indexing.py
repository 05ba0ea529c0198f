"""Handing what the directory owes to the search indexes, from a command that wrote much of it."""

from __future__ import annotations

from tqdm import tqdm

from portal.common.outbox.drain import drain
from search.indexing import sink_names

BATCH = 1000


def index_now(*, is_quiet: bool = True) -> None:
    """Drain every index of this installation, with progress; what an index that is out did not take waits for the sweep."""
    for name in sink_names():
        with tqdm(unit="条", desc=name, disable=is_quiet) as bar:
            while done := drain(name, limit=BATCH):
                bar.update(done)
