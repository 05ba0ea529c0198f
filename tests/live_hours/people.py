"""Residents on shift, and cases asked live."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from portal.accounts.models import User
from portal.common import clock
from portal.consultations.models import Consultation, DutyShift, ResidentStaff
from portal.consultations.models.choices import Channel
from portal.consultations.services.residents import conflicts
from portal.live_hours.models import LiveThread
from portal.live_hours.services.taking import take
from tests.consultations import builders

_keys = count(1)


def key() -> str:
    """What a page sends with a line."""
    return f"line-key-{next(_keys)}"


def on_shift(staff: ResidentStaff | None = None, hours: float = 4, **values: Any) -> ResidentStaff:
    """A resident whose shift began an hour ago."""
    staff = staff or builders.resident(**values)
    now = clock.now()
    DutyShift.objects.create(staff=staff, begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=hours))
    return staff


def asked_live(by: User | None = None, **values: Any) -> Consultation:
    """A live question that waits for a resident."""
    return builders.accepted(by or builders.citizen(), channel=Channel.LIVE, **values)


def taken(staff: ResidentStaff | None = None, by: User | None = None, **values: Any) -> Consultation:
    """A live conversation with its resident, who said that nothing stands in the way."""
    staff = staff or on_shift()
    case = asked_live(by, **values)
    return conflicts.declare_none(take(case.receipt_number, by=staff.user), by=staff.user)


def thread(case: Consultation) -> LiveThread:
    """As it is now."""
    return LiveThread.objects.get(consultation=case)


def fresh(case: Consultation) -> Consultation:
    """As it is now."""
    return Consultation.objects.select_related("assigned_to__user", "citizen").get(pk=case.pk)


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Let time pass."""
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moment)
