"""Who leaves the institution that sent them, by the directory, keeps no duty here; their back office is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from cms.directory.models import Affiliation
from portal.common import clock
from portal.consultations.models import Consultation, ResidentStaff
from portal.consultations.services.residents import claiming
from portal.consultations.services.residents.duty import follow_duty
from portal.consultations.states import State
from portal.notifications.models import Notification
from tests.consultations import builders

pytestmark = pytest.mark.django_db


def employed(staff: ResidentStaff) -> Affiliation:
    return Affiliation.objects.create(
        practitioner=staff.practitioner, institution=staff.resident_institution.institution
    )


def duty_of(staff: ResidentStaff) -> str:
    return ResidentStaff.objects.get(pk=staff.pk).duty


def test_an_affiliation_that_ends_takes_duty_and_cases_and_the_back_office_is_told() -> None:
    staff = builders.resident()
    row = employed(staff)
    office = builders.person("back_office", staff.resident_institution.institution)
    case = builders.claimed(staff)
    row.ended_on = clock.today() + timedelta(days=1)
    row.save()
    follow_duty()
    assert duty_of(staff) == "active"  # they leave tomorrow
    row.ended_on = clock.today()
    row.save()
    with pytest.raises(PermissionDenied):
        claiming.claim(builders.accepted(), by=staff.user)
    follow_duty()
    assert duty_of(staff) == "suspended"
    assert Consultation.objects.get(pk=case.pk).state == State.ACCEPTED
    assert Notification.objects.filter(recipient=office).exists()


def test_who_comes_back_has_duty_again_and_of_whom_nothing_is_known_nothing_is_concluded() -> None:
    staff, unknown = builders.resident(), builders.resident()
    row = employed(staff)
    row.ended_on = clock.today()
    row.save()
    follow_duty()
    assert (duty_of(staff), duty_of(unknown)) == ("suspended", "active")
    employed(staff)
    follow_duty()
    assert duty_of(staff) == "active"
