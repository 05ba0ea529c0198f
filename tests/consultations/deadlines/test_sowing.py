"""The first rows of time limits: there after migrating, and what was changed since stays."""

from __future__ import annotations

from datetime import date

import pytest

from portal.common.outbox.models import OutboxRow
from portal.consultations.deadlines.sowing import announced_exceptions, sow_time_limits
from portal.consultations.models import CalendarDay, ServiceHours, SlaPolicy
from portal.consultations.services.time import clocks
from portal.consultations.services.time.following_calendar import SINK
from tests.consultations.deadlines.cases import at, case
from tests.consultations.deadlines.oracle import FREE, WORKED

pytestmark = pytest.mark.django_db


def test_the_calendar_is_seeded_with_what_the_notices_name() -> None:
    rows = dict(CalendarDay.objects.filter(day__lt=date(2027, 1, 1)).values_list("day", "is_working"))
    assert {day for day, is_working in rows.items() if is_working} == WORKED
    assert {day for day, is_working in rows.items() if not is_working} == FREE
    assert CalendarDay.objects.get(day=date(2026, 9, 20)).name == "国庆节调休上班"


def test_a_second_sowing_changes_nothing_and_what_was_changed_stays() -> None:
    SlaPolicy.objects.filter(kind="complaint").update(amount=4)
    ServiceHours.objects.exclude(weekday=0).delete()
    CalendarDay.objects.filter(day=date(2026, 10, 1)).update(is_working=True, name="示范")
    before = (SlaPolicy.objects.count(), CalendarDay.objects.count(), ServiceHours.objects.count())
    sow_time_limits()
    assert (SlaPolicy.objects.count(), CalendarDay.objects.count(), ServiceHours.objects.count()) == before
    assert SlaPolicy.objects.get(kind="complaint").amount == 4
    assert CalendarDay.objects.get(day=date(2026, 10, 1)).name == "示范"


def test_years_that_a_newer_program_knows_owe_a_recomputing_of_what_was_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clocks.start_deadline(case(at("2031-03-03 09:00")), "follow_up", at=at("2031-03-03 09:00"))
    known = [*announced_exceptions(2024), (date(2031, 3, 4), False, "示范节")]
    monkeypatch.setattr("portal.consultations.deadlines.sowing.announced_exceptions", lambda first: known)
    sow_time_limits()
    assert OutboxRow.objects.filter(sink=SINK).count() == 1
