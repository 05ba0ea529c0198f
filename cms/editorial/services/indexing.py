"""Handing what the editorial room owes to the search indexes, after much of it was written at once."""

from __future__ import annotations

import logging

from django.conf import settings
from tqdm import tqdm

from portal.common.outbox.drain import drain
from search.indexing import sink_names

log = logging.getLogger(__name__)

BATCH = 1000


def index_now(*, is_quiet: bool = True) -> None:
    """Drain every index of this installation, with progress; what an index that is out did not take waits for the sweep."""
    for name in sink_names():
        with tqdm(unit="条", desc=name, disable=is_quiet) as bar:
            while done := drain(name, limit=BATCH):
                bar.update(done)


def wake_index() -> None:
    """Let the worker drain; without a broker it is done now."""
    from portal.common.outbox.tasks import drain_sink

    for name in sink_names():
        if settings.CELERY_TASK_ALWAYS_EAGER:
            while drain(name, limit=BATCH):
                pass
            continue
        try:
            drain_sink.delay(name)
        except Exception:  # whatever the broker's client raises: the sweep finds it
            log.exception("%s: no worker could be woken", name)
