"""Handing over what the directory owes, from a command that wrote much of it: to the search indexes, and to whoever
follows standings."""

from __future__ import annotations

from tqdm import tqdm

from cms.directory.services.announcing import STANDING_SINK
from portal.common.outbox.drain import drain
from portal.common.outbox.registry import sinks
from search.indexing import sink_names

BATCH = 1000


def index_now(*, is_quiet: bool = True) -> None:
    """Drain every index of this installation, and the standings where somebody follows them, with progress; what an index
    that is out did not take waits for the sweep."""
    followed = [STANDING_SINK] if STANDING_SINK in sinks else []
    for name in [*sink_names(), *followed]:
        with tqdm(unit="条", desc=name, disable=is_quiet) as bar:
            while done := drain(name, limit=BATCH):
                bar.update(done)
