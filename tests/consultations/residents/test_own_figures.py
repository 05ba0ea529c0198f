"""A resident's own figures, from rows, for themselves alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from portal.common import clock
from portal.consultations.services.answers import answering, instead
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.residents.own_figures import Month, own_figures
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of

pytestmark = pytest.mark.django_db


def late_answer(staff) -> None:
    with time_machine.travel("2026-10-12 09:00:00+08:00", tick=False):
        case = builders.claimed(staff)
    with time_machine.travel("2026-10-12 19:00:00+08:00", tick=False):
        written = WrittenAnswer(
            conclusion="示范",
            legal_basis="示范",
            reasoning="示范",
            next_steps="示范",
            late_explanation="查档案用了较长时间。",
        )
        answering.answer(case, written, by=staff.user)


def test_months_are_counted_from_rows() -> None:
    staff = builders.resident()
    late_answer(staff)
    with time_machine.travel("2026-11-02 10:00:00+08:00", tick=False):
        case = builders.answered(staff)
        citizen_acts.rate(case, case.answers.get(), 2, by=builders.asker(case))
        deferred = builders.claimed(staff)
        instead.defer(deferred, clock.now() + timedelta(days=1), "要查档案", by=staff.user)
    november, october = own_figures(staff)
    assert october == Month(date(2026, 10, 1), answers=1, first_answers=1)
    assert november == Month(
        date(2026, 11, 1), answers=1, first_answers=1, in_time=1, deferred=1, rated=1, mean=2.0, unsatisfied=1
    )


def test_each_sees_their_own_and_there_is_no_address_of_anothers() -> None:
    staff, other = builders.resident(), builders.resident()
    with time_machine.travel("2026-11-02 10:00:00+08:00", tick=False):
        builders.answered(staff)
        assert "2026年11月" in text_of(browser_of(staff.user).get("/workbench/figures/"))
        assert "2026年11月" not in text_of(browser_of(other.user).get("/workbench/figures/"))


@pytest.mark.parametrize("role", ["back_office", "moderator", "supervisor", "administrator"])
def test_nobody_else_opens_figures_of_residents(role: str) -> None:
    assert browser_of(builders.person(role)).get("/workbench/figures/").status_code == 403


def test_the_queries_do_not_grow(django_assert_num_queries) -> None:
    staff = builders.resident()
    late_answer(staff)
    with django_assert_num_queries(3):
        own_figures(staff)
