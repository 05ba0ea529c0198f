"""A practitioner suspended or revoked in the directory loses duty here at that moment, and the open cases return."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from cms.directory.models.enums import WithdrawalReason
from cms.directory.services import records
from cms.directory.services.entries import save_entry
from portal.common import clock
from portal.consultations.downloads.copying import copy_of
from portal.consultations.downloads.writing import as_text
from portal.consultations.models import Consultation, FurtherQuestion, ResidentStaff
from portal.consultations.services.answers import answering, instead
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.residents import claiming
from portal.consultations.services.residents.duty import follow_duty, give_back
from portal.consultations.states import State
from tests.consultations import builders
from tests.directory import builders as directory
from tests.directory.builders import TODAY, committed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
NOON = f"{TODAY.isoformat()} 12:00:00+08:00"


@pytest.fixture
def on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


def duty_of(staff: ResidentStaff) -> str:
    return ResidentStaff.objects.get(pk=staff.pk).duty


def is_returned(case: Consultation) -> bool:
    case = Consultation.objects.get(pk=case.pk)
    return case.state == State.ACCEPTED and case.assigned_to is None


def test_a_suspension_that_is_approved_takes_duty_and_cases_at_once() -> None:
    staff = builders.resident()
    case = builders.claimed(staff)
    with committed():
        directory.shown_penalty(staff.practitioner, **directory.SUSPENSION)
    assert duty_of(staff) == "suspended"
    assert is_returned(case)


def test_who_is_suspended_neither_reads_nor_corrects_what_they_answered() -> None:
    staff = builders.resident()
    case = builders.answered(staff)
    with committed():
        directory.shown_penalty(staff.practitioner, **directory.SUSPENSION)
    case = Consultation.objects.get(pk=case.pk)
    by = ResidentStaff.objects.get(pk=staff.pk).user
    assert not Consultation.objects.visible_to(by).filter(pk=case.pk).exists()
    with pytest.raises(PermissionDenied):
        answering.correct(case, case.answers.get(), builders.ANSWER, "写错了一处。", by=by)
    citizen_acts.ask_further(case, "还要多久？", by=builders.asker(case))
    with pytest.raises(PermissionDenied):
        answering.answer(Consultation.objects.get(pk=case.pk), builders.ANSWER, by=by)


@pytest.mark.parametrize("because", ["suspended", "leave", "left"])
def test_22_the_record_a_citizen_takes_along_does_not_say_that_a_code_was_suspended(because: str) -> None:
    staff = builders.resident()
    case = builders.claimed(staff)
    give_back(staff, because=because)
    copied = as_text(copy_of(Consultation.objects.get(pk=case.pk), clock.now())).decode()
    assert staff.code in copied
    assert f'"because":"{because}"' not in copied
    assert '"because":"off_duty"' in copied


def test_a_revocation_does_so_though_it_is_shown_tomorrow_only() -> None:
    staff = builders.resident()
    case = builders.claimed(staff)
    later = {"display_from": TODAY + timedelta(days=1), "display_until": TODAY + timedelta(days=100)}
    with committed():
        directory.shown_penalty(staff.practitioner, code="lawyers-49-revocation", **later)
    assert duty_of(staff) == "suspended"
    assert is_returned(case)


def test_a_warning_changes_nothing() -> None:
    staff = builders.resident()
    with committed():
        directory.shown_penalty(staff.practitioner)
    assert duty_of(staff) == "active"


def test_a_record_that_is_withdrawn_gives_duty_back() -> None:
    staff = builders.resident()
    with committed():
        record = directory.shown_penalty(staff.practitioner, **directory.SUSPENSION)
    with committed():
        records.withdraw_record(record, WithdrawalReason.REVOKED, TODAY, by=directory.approver(), today=TODAY)
    assert duty_of(staff) == "active"


def test_a_suspension_that_begins_tomorrow_is_followed_tomorrow_and_ends_by_itself() -> None:
    staff = builders.resident()
    dates = {"suspended_from": TODAY + timedelta(days=1), "suspended_until": TODAY + timedelta(days=100)}
    with committed():
        directory.shown_penalty(staff.practitioner, **directory.SUSPENSION | dates)
    assert duty_of(staff) == "active"
    case = builders.claimed(staff)
    with time_machine.travel(f"{TODAY + timedelta(days=1)} 00:05:00+08:00", tick=False):
        follow_duty()
        assert duty_of(staff) == "suspended"
        assert is_returned(case)
    with time_machine.travel(f"{TODAY + timedelta(days=100)} 23:50:00+08:00", tick=False):
        follow_duty()
        assert duty_of(staff) == "suspended"
    with time_machine.travel(f"{TODAY + timedelta(days=101)} 00:05:00+08:00", tick=False):
        follow_duty()
        assert duty_of(staff) == "active"


def test_who_was_suspended_by_hand_stays_so_whatever_the_directory_says() -> None:
    staff = builders.resident()
    ResidentStaff.objects.filter(pk=staff.pk).update(duty="suspended", duty_because="培训")
    follow_duty()
    assert duty_of(staff) == "suspended"


def test_a_claim_asks_the_directory_though_nothing_was_announced_yet() -> None:
    staff = builders.resident()
    directory.shown_penalty(staff.practitioner, **directory.SUSPENSION)  # its announcement waits for a commit
    assert duty_of(staff) == "active"
    with pytest.raises(PermissionDenied, match="不在岗"):
        claiming.claim(builders.accepted(), by=staff.user)


def test_an_institution_that_may_not_work_takes_all_its_residents_off_duty() -> None:
    home = builders.resident_institution()
    first, second = builders.resident(home), builders.resident(home)
    elsewhere = builders.resident()
    case = builders.claimed(first)
    with committed():
        save_entry(home.institution, {"ceased_on": TODAY}, by=directory.clerk())
    assert [duty_of(staff) for staff in (first, second, elsewhere)] == ["suspended", "suspended", "active"]
    assert is_returned(case)


def test_who_ceases_to_practise_goes_off_duty_and_is_told_with_the_back_office() -> None:
    staff = builders.resident()
    office = builders.person("back_office", staff.resident_institution.institution)
    with committed():
        save_entry(staff.practitioner, {"ceased_on": date(2026, 3, 1)}, by=directory.clerk())
    assert staff.user.notifications.count() == 1
    assert office.notifications.count() == 1


def test_a_further_question_that_waits_goes_to_a_colleague() -> None:
    staff, colleague = builders.resident(), builders.resident()
    case = builders.answered(staff)
    citizen_acts.ask_further(case, "如果公司注销了呢？", by=builders.asker(case))
    with committed():
        directory.shown_penalty(staff.practitioner, **directory.SUSPENSION)
    case.refresh_from_db()
    assert case.assigned_to == colleague
    assert FurtherQuestion.objects.get().answer is None


def test_without_a_colleague_the_supervisors_are_told_once_however_often_it_is_looked_at() -> None:
    staff, supervisor = builders.resident(), builders.person("supervisor")
    case = builders.answered(staff)
    citizen_acts.ask_further(case, "如果公司注销了呢？", by=builders.asker(case))
    with committed():
        directory.shown_penalty(staff.practitioner, **directory.SUSPENSION)
    follow_duty()
    follow_duty()
    assert supervisor.notifications.count() == 1
    newcomer = builders.resident()
    assert follow_duty() == 1
    case.refresh_from_db()
    assert case.assigned_to == newcomer


def test_facts_that_arrive_for_who_is_away_go_back_to_the_queue() -> None:
    staff = builders.resident()
    case = builders.claimed(staff)
    instead.ask_citizen(case, "请补充工资标准。", by=staff.user)
    with committed():
        directory.shown_penalty(staff.practitioner, **directory.SUSPENSION)
    citizen_acts.give_facts(case, "每月八千元。", by=builders.asker(case))
    assert is_returned(case)


def test_looking_at_residents_costs_the_same_however_many_there_are(django_assert_max_num_queries) -> None:
    for _one in range(5):
        builders.resident()
    with django_assert_max_num_queries(6):
        follow_duty()
