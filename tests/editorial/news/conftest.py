"""It is noon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from search.indexing import rebuild, sink_names
from tests.editorial.news.articles import (
    NOON,
)


@pytest.fixture
def _index(db: None) -> None:
    """Search answers, from an index that begins empty."""
    for sink in sink_names():
        rebuild(sink)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield
