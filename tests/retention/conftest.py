"""Every test of keeping has files of its own, and a moment that can be moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.common import clock

Travel = Callable[..., datetime]


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = str(tmp_path / "private")


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    """``travel(days=1)``: the portal's clock goes on from there."""
    real, ahead = clock.now, timedelta()
    monkeypatch.setattr(clock, "now", lambda: real() + ahead)

    def go(**by: float) -> datetime:
        nonlocal ahead
        ahead += timedelta(**by)
        return clock.now()

    return go
