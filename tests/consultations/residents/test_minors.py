"""The case of somebody under 14 is opened by those who were let in by name, each time on file."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.consultations.models import Consultation, MinorOpening
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.screening.minors import let_in
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Consultation:
    """A child's case in a trained resident's hands."""
    case = builders.accepted()
    Consultation.objects.filter(pk=case.pk).update(age_band="under_14")
    case.refresh_from_db()
    return claiming.claim(case, by=builders.resident(may_handle_minors=True).user)


def test_the_holder_waits_and_who_approves_is_told(held: Consultation) -> None:
    supervisor = builders.person("supervisor")
    browser = browser_of(held.assigned_to.user)
    assert browser.get(held.workbench_url).status_code == 404
    assert held.written_number in text_of(browser.get("/workbench/cases/"))
    colleague = builders.resident(held.assigned_to.resident_institution, may_handle_minors=True)
    claiming.hand_over(held, colleague, by=held.assigned_to.user)
    assert supervisor.notifications.count() == 1


def test_once_let_in_the_holder_opens_it_and_the_record_says_who_approved(held: Consultation) -> None:
    supervisor = builders.person("supervisor")
    browser_of(supervisor).post("/workbench/minors/", {"number": held.receipt_number, "who": ""})
    conflicts.declare_none(held, by=held.assigned_to.user)
    page = text_of(browser_of(held.assigned_to.user).get(held.workbench_url))
    assert builders.QUESTION in page
    assert "批准查阅未成年人的咨询" in page
    event = held.events.get(act="minor_opening")
    assert (event.actor_ref, event.content) == (str(supervisor.pk), {"account": held.assigned_to.user.pk})


def test_leave_ends_with_the_claim(held: Consultation) -> None:
    let_in(held, held.assigned_to.user, by=builders.person("supervisor"))
    claiming.release(held, by=held.assigned_to.user)
    assert not MinorOpening.objects.exists()


def test_who_approves_sees_no_text(held: Consultation) -> None:
    page = text_of(browser_of(builders.person("supervisor")).get("/workbench/minors/"))
    assert held.written_number in page
    assert builders.QUESTION not in page


def test_a_moderator_is_let_in_by_name_and_nobody_who_has_no_business_there(held: Consultation) -> None:
    supervisor, moderator = builders.person("supervisor"), builders.person("moderator")
    assert browser_of(moderator).get(held.workbench_url).status_code == 404
    let_in(held, moderator, by=supervisor)
    assert browser_of(moderator).get(held.workbench_url).status_code == 200
    with pytest.raises(ValidationError):
        let_in(held, builders.resident().user, by=supervisor)
    with pytest.raises(PermissionDenied):
        let_in(held, moderator, by=moderator)


def test_nobody_without_the_training_takes_it_over(held: Consultation) -> None:
    colleague = builders.resident(held.assigned_to.resident_institution)
    with pytest.raises(PermissionDenied, match="受过培训"):
        claiming.hand_over(held, colleague, by=held.assigned_to.user)
