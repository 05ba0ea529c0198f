"""Weeks, a week copied forward, swaps, leave; who is on duty (article 17)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from portal.accounts.models import User
from portal.common.clock import SHANGHAI
from portal.consultations.models import (
    DutyShift,
    Leave,
    PrivacyRules,
    ResidentInstitution,
    ResidentStaff,
    RiskNotice,
    ServiceAgreement,
    ServiceRules,
)
from portal.consultations.services.residents import claiming, roster
from portal.consultations.services.residents.balancing import on_duty, suggested_for
from portal.consultations.services.residents.duty import follow_duty
from portal.consultations.states import State
from portal.consultations.views.workbench.roster_forms import hours_between
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]
MONDAY = date(2024, 9, 23)
"""The week before National Day 2024: Sunday the 29th was worked, 1 to 7 October were free."""


@pytest.fixture
def on_a_monday(db: None):
    for text in (PrivacyRules, RiskNotice, ServiceAgreement, ServiceRules):
        text.objects.update(effective_on=date(2024, 1, 1))
    with time_machine.travel(f"{MONDAY} 08:00:00+08:00", tick=False):
        yield


@pytest.fixture
def home() -> ResidentInstitution:
    return builders.resident_institution()


@pytest.fixture
def office(home: ResidentInstitution) -> User:
    return builders.person("back_office", home.institution)


def moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


def shift(staff: ResidentStaff, day: date, begins: int = 9, ends: int = 17) -> DutyShift:
    return DutyShift.objects.create(staff=staff, begins_at=moment(day, begins), ends_at=moment(day, ends))


def days_of(staff: ResidentStaff) -> list[date]:
    return [one.begins_at.astimezone(SHANGHAI).date() for one in staff.shifts.all()]


def test_the_back_office_plans_a_week_on_one_page(home: ResidentInstitution, office: User) -> None:
    staff = builders.resident(home)
    browser = browser_of(office)
    plan = {f"duty-{staff.pk}-{MONDAY}": "morning", f"duty-{staff.pk}-{MONDAY + timedelta(days=1)}": "day"}
    browser.post(f"/workbench/roster/?week={MONDAY}", {"do": "plan", **plan})
    assert days_of(staff) == [MONDAY, MONDAY + timedelta(days=1)]
    browser.post(f"/workbench/roster/?week={MONDAY}", {"do": "plan", f"duty-{staff.pk}-{MONDAY}": ""})
    assert days_of(staff) == [MONDAY + timedelta(days=1)]


def test_a_shift_of_unusual_hours_stays_as_it_is_unless_it_is_changed(home: ResidentInstitution, office: User) -> None:
    staff = builders.resident(home)
    odd = shift(staff, MONDAY, 10, 11)
    browser = browser_of(office)
    assert "10:00–11:00" in text_of(browser.get(f"/workbench/roster/?week={MONDAY}"))
    browser.post(f"/workbench/roster/?week={MONDAY}", {"do": "plan", f"duty-{staff.pk}-{MONDAY}": "keep"})
    assert list(staff.shifts.all()) == [odd]


def test_a_week_is_copied_and_holidays_are_left_out(home: ResidentInstitution, office: User) -> None:
    staff = builders.resident(home)
    for number in range(5):
        shift(staff, MONDAY + timedelta(days=number))
    made, skipped = roster.copy_week(home, MONDAY, 2, by=office)
    holidays = [date(2024, 10, day) for day in (1, 2, 3, 4, 7)]
    assert skipped == holidays
    assert made == 5
    assert not set(holidays) & set(days_of(staff))


def test_chosen_holidays_are_copied_too_and_a_second_copy_adds_nothing(home: ResidentInstitution, office: User) -> None:
    staff = builders.resident(home)
    for number in range(5):
        shift(staff, MONDAY + timedelta(days=number))
    assert roster.copy_week(home, MONDAY, 2, by=office, with_holidays=True) == (10, [])
    assert roster.copy_week(home, MONDAY, 2, by=office, with_holidays=True) == (0, [])


def test_duty_of_a_weekend_is_copied_to_weekends(home: ResidentInstitution, office: User) -> None:
    staff = builders.resident(home)
    shift(staff, MONDAY + timedelta(days=5))
    roster.copy_week(home, MONDAY, 1, by=office)
    assert days_of(staff) == [date(2024, 9, 28), date(2024, 10, 5)]


def test_another_institutions_roster_is_nobodys_business(home: ResidentInstitution) -> None:
    stranger = builders.person("back_office", builders.resident_institution().institution)
    with pytest.raises(PermissionDenied):
        roster.copy_week(home, MONDAY, 1, by=stranger)
    staff = builders.resident(home)
    browser_of(stranger).post(f"/workbench/roster/?week={MONDAY}", {"do": "plan", f"duty-{staff.pk}-{MONDAY}": "day"})
    assert not staff.shifts.exists()


def test_a_swap_is_asked_and_agreed_to(home: ResidentInstitution) -> None:
    asker, colleague = builders.resident(home), builders.resident(home)
    mine = shift(asker, MONDAY + timedelta(days=1))
    browser_of(asker.user).post("/workbench/roster/", {"do": "swap", "shift": mine.pk, "colleague": colleague.pk})
    swap = mine.swaps.get()
    other = browser_of(colleague.user)
    assert "同意代班" in text_of(other.get("/workbench/roster/"))
    other.post("/workbench/roster/", {"do": "answer", "swap": swap.pk, "answer": "agree"})
    mine.refresh_from_db()
    assert mine.staff == colleague


def test_a_swap_is_declined_once_and_for_all(home: ResidentInstitution) -> None:
    asker, colleague = builders.resident(home), builders.resident(home)
    mine = shift(asker, MONDAY + timedelta(days=1))
    swap = roster.ask_swap(mine, colleague, by=asker.user)
    roster.answer_swap(swap, is_agreed=False, by=colleague.user)
    with pytest.raises(ValidationError, match="已经答复过"):
        roster.answer_swap(swap, is_agreed=True, by=colleague.user)
    mine.refresh_from_db()
    assert mine.staff == asker


def test_nobody_of_another_institution_or_with_a_shift_then_is_asked(home: ResidentInstitution) -> None:
    asker, busy = builders.resident(home), builders.resident(home)
    mine = shift(asker, MONDAY + timedelta(days=1))
    shift(busy, MONDAY + timedelta(days=1), 16, 20)
    for colleague in (builders.resident(), busy):
        with pytest.raises(ValidationError):
            roster.ask_swap(mine, colleague, by=asker.user)
    with pytest.raises(PermissionDenied):
        roster.ask_swap(mine, busy, by=busy.user)


def test_a_leave_from_today_gives_back_what_is_open_and_nothing_is_given_then(home: ResidentInstitution) -> None:
    staff = builders.resident(home)
    case = builders.claimed(staff)
    typed = {"do": "leave", "staff": staff.pk, "begins_on": MONDAY, "ends_on": MONDAY + timedelta(days=2)}
    browser_of(staff.user).post("/workbench/roster/", typed)
    case.refresh_from_db()
    assert (case.state, case.assigned_to) == (State.ACCEPTED, None)
    with pytest.raises(PermissionDenied, match="不在岗"):
        claiming.claim(case, by=staff.user)
    with time_machine.travel(f"{MONDAY + timedelta(days=3)} 00:01:00+08:00", tick=False):
        assert claiming.claim(case, by=staff.user).assigned_to == staff


def test_a_leave_that_begins_later_gives_back_then(home: ResidentInstitution, office: User) -> None:
    staff = builders.resident(home)
    case = builders.claimed(staff)
    tomorrow = MONDAY + timedelta(days=1)
    roster.take_leave(staff, tomorrow, tomorrow, by=office)
    assert follow_duty() == 0
    with time_machine.travel(f"{tomorrow} 00:05:00+08:00", tick=False):
        assert follow_duty() == 1
    case.refresh_from_db()
    assert case.assigned_to is None


def test_a_leave_is_taken_by_oneself_or_the_back_office_alone(home: ResidentInstitution) -> None:
    staff = builders.resident(home)
    with pytest.raises(PermissionDenied):
        roster.take_leave(staff, MONDAY, MONDAY, by=builders.resident(home).user)


def test_a_leave_the_wrong_way_round_is_said_at_its_field(home: ResidentInstitution) -> None:
    staff = builders.resident(home)
    typed = {"do": "leave", "staff": staff.pk, "begins_on": "2024-10-02", "ends_on": "2024-10-01"}
    answer = browser_of(staff.user).post("/workbench/roster/", typed)
    assert "结束日期不能早于开始日期" in text_of(answer)
    assert 'value="2024-10-02"' in text_of(answer)
    assert not Leave.objects.exists()


def test_a_leave_that_runs_is_ended_today(home: ResidentInstitution) -> None:
    staff = builders.resident(home)
    leave = roster.take_leave(staff, MONDAY, MONDAY + timedelta(days=5), by=staff.user)
    with time_machine.travel(f"{MONDAY + timedelta(days=2)} 08:00:00+08:00", tick=False):
        browser_of(staff.user).post("/workbench/roster/", {"do": "end_leave", "leave": leave.pk})
        assert claiming.can_work(staff)


def test_on_duty_are_those_with_a_shift_who_are_neither_away_nor_suspended(home: ResidentInstitution) -> None:
    here, away, off, later = (builders.resident(home) for _one in range(4))
    for staff in (here, away, off):
        shift(staff, MONDAY)
    shift(later, MONDAY, 18, 20)
    roster.take_leave(away, MONDAY, MONDAY, by=away.user)
    ResidentStaff.objects.filter(pk=off.pk).update(duty="suspended")
    assert list(on_duty(moment(MONDAY, 10))) == [here]
    assert list(on_duty(moment(MONDAY, 17))) == []


def test_what_a_colleague_on_duty_with_less_to_do_knows_is_suggested_later(home: ResidentInstitution) -> None:
    busy, free = builders.resident(home), builders.resident(home)
    builders.claimed(busy)
    free.topics.set([builders.topic("family")])
    shift(free, MONDAY, 7, 17)
    known_by_other = builders.accepted(topic=builders.topic("family"))
    with time_machine.travel(f"{MONDAY} 08:30:00+08:00", tick=False):
        for_anybody = builders.accepted(topic=builders.topic("labour"))
        assert list(suggested_for(busy)) == [for_anybody, known_by_other]
        assert list(suggested_for(free)) == [known_by_other, for_anybody]


def test_a_duty_to_midnight_ends_at_24_and_not_at_0() -> None:
    assert hours_between(time(17, 30), time(0)) == "17:30–24:00"
    assert hours_between(time(0), time(9)) == "00:00–09:00"
