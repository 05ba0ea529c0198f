"""Residents come from the directory; a code is given once and stays with whoever had it (articles 17, 22)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.accounts.models import User
from portal.consultations.models import Consultation, DutyShift, ResidentStaff, StaffCode
from portal.consultations.services.intake.numbers import is_staff_code
from portal.consultations.services.residents import appointing
from portal.consultations.states import State
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of
from tests.directory import builders as directory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return builders.person("administrator")


@pytest.fixture
def home(administrator: User):
    return appointing.appoint_institution(directory.institution(), by=administrator)


def account() -> User:
    return User.objects.create_user(f"new-{User.objects.count()}", None, "secret-enough-1")


def test_who_is_appointed_has_the_next_code_the_role_and_the_institution(administrator: User, home) -> None:
    user, other = account(), account()
    first = appointing.appoint(directory.practitioner(home.institution), home, user, by=administrator)
    second = appointing.appoint(directory.practitioner(home.institution), home, other, by=administrator)
    assert is_staff_code(first.code)
    assert second.staff_code.number == first.staff_code.number + 1
    user = User.objects.get(pk=user.pk)
    assert user.has_perm("consultations.answer_consultation")
    assert user.institution == home.institution


def test_art_22_a_retired_residents_code_stays_theirs_and_is_given_to_nobody(administrator: User, home) -> None:
    person, user = directory.practitioner(home.institution), account()
    staff = appointing.appoint(person, home, user, by=administrator)
    code = staff.code
    appointing.retire(staff, by=administrator)
    newcomer = appointing.appoint(directory.practitioner(home.institution), home, account(), by=administrator)
    assert newcomer.code != code
    assert not User.objects.get(pk=user.pk).has_perm("consultations.answer_consultation")
    assert appointing.appoint(person, home, user, by=administrator).code == code
    assert StaffCode.objects.count() == 2


def test_who_retires_holds_nothing_any_more(administrator: User) -> None:
    staff = builders.resident()
    case = builders.claimed(staff)
    appointing.retire(staff, by=administrator)
    case.refresh_from_db()
    assert (case.state, case.assigned_to) == (State.ACCEPTED, None)
    assert not DutyShift.objects.filter(staff=staff).exists()


def test_an_institution_that_ends_takes_its_residents_along(administrator: User, home) -> None:
    staff = appointing.appoint(directory.practitioner(home.institution), home, account(), by=administrator)
    appointing.end_institution(home, by=administrator)
    staff.refresh_from_db()
    home.refresh_from_db()
    assert staff.duty == ResidentStaff.Duty.LEFT
    assert not home.is_active


def test_who_works_elsewhere_is_suspended_or_has_a_taken_account_is_not_appointed(administrator: User, home) -> None:
    elsewhere = directory.practitioner(directory.institution())
    barred = directory.practitioner(home.institution, ceased_on=date(2020, 1, 1))
    taken = builders.resident().user
    here = directory.practitioner(home.institution)
    for person, user, field in (
        (elsewhere, account(), "practitioner"),
        (barred, account(), "practitioner"),
        (here, taken, "user"),
    ):
        with pytest.raises(ValidationError) as refused:
            appointing.appoint(person, home, user, by=administrator)
        assert list(refused.value.message_dict) == [field]
    assert not home.staff.exists()


def test_nobody_but_who_keeps_residents_appoints(home) -> None:
    for role in ("moderator", "back_office", "supervisor", "resident"):
        with pytest.raises(PermissionDenied):
            appointing.appoint_institution(directory.institution(), by=builders.person(role))


def test_the_pages_appoint_suspend_restore_and_retire(administrator: User) -> None:
    firm = directory.institution()
    person, user = directory.practitioner(firm), account()
    browser = browser_of(administrator)
    browser.post("/workbench/residents/", {"do": "appoint", "institution": firm.name})
    typed = {
        "resident_institution": firm.resident_institution.pk,
        "practitioner": person.licence_number,
        "user": user.username,
        "most_open": 3,
        "topics": [builders.topic().pk],
    }
    led_to = browser.post("/workbench/residents/appoint/", typed)["Location"]
    staff = ResidentStaff.objects.get()
    assert led_to == f"/workbench/residents/{staff.code}/"
    assert list(staff.topics.all()) == [builders.topic()]
    for do, duty in (("suspend", "suspended"), ("restore", "active"), ("retire", "left")):
        assert browser.post(led_to, {"do": do, "because": "培训"})["Location"] == led_to
        staff.refresh_from_db()
        assert staff.duty == duty
    assert staff.code in text_of(browser.get("/workbench/residents/"))


def test_a_wrong_licence_is_said_at_its_field_and_what_was_typed_stays(administrator: User, home) -> None:
    typed = {"resident_institution": home.pk, "practitioner": "9999", "user": "nobody-of-that-name", "most_open": 3}
    answer = browser_of(administrator).post("/workbench/residents/appoint/", typed)
    page = text_of(answer)
    assert answer.status_code == 400
    assert "名录中没有这个执业证号" in page
    assert 'value="9999"' in page


@pytest.mark.parametrize(
    "address", ["/directory/practitioners/{slug}/", "/api/v2/practitioners/{slug}/", "/directory/"]
)
def test_art_22_no_public_page_maps_a_code_to_a_person(address: str) -> None:
    staff = builders.resident()
    builders.answered(staff)
    page = text_of(browser_of(builders.citizen()).get(address.format(slug=staff.practitioner.slug), follow=True))
    assert staff.code not in page
    assert Consultation.objects.get().assigned_to == staff
