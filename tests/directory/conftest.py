"""Fixtures of the directory's tests: one day for all, and an index that begins empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.directory.builders import TODAY


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """It is noon of TODAY in Shanghai."""
    with time_machine.travel(datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=UTC), tick=False):
        yield
