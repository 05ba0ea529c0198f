"""The citizen changes how they wish to be told: from that moment the old address is told nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from portal.common.clock import SHANGHAI
from portal.common.outbox.drain import drain
from portal.consultations.models import AgreementConsent, CitizenContact
from portal.consultations.purposes import CODES
from portal.consultations.services.case.telling import Told, tell_citizen
from portal.consultations.services.citizen.contact_wishes import change_wish, wish_of
from portal.consultations.services.intake.submitting import ContactWish
from portal.notifications.models import Delivery, DemoMessage
from tests.consultations import builders
from tests.notifications.builders import after_commit

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
NIGHT = datetime(2026, 11, 25, 23, 0, tzinfo=SHANGHAI)
BY_SMS = ContactWish(phone="13800000001", by_sms=True, safe_contact="13800000009")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NIGHT.astimezone(UTC), tick=False) as traveller:
        yield traveller


def test_a_phone_that_was_taken_away_rings_no_more_not_even_for_what_waited_for_the_morning(
    clock: time_machine.Coordinates,
) -> None:
    case = builders.submitted(contact=BY_SMS)
    assert Delivery.objects.filter(state="waiting").exists()
    change_wish(case, replace(BY_SMS, phone=""), by=builders.receipt(case))
    clock.shift(timedelta(hours=10))
    with after_commit():
        tell_citizen(case, Told.ANSWERED)
    drain("deliveries.sms")
    assert not DemoMessage.objects.exists()
    assert not any(delivery.address for delivery in Delivery.objects.all())


def test_what_was_chosen_anew_holds_from_then_on_and_in_the_hours_that_were_chosen() -> None:
    case = builders.submitted(contact=BY_SMS)
    wish = replace(BY_SMS, phone="139 0000 0002", email="li@example.org", safe_from=time(12), safe_until=time(13))
    change_wish(case, wish, by=builders.receipt(case))
    assert (wish_of(case).phone, wish_of(case).by_sms, wish_of(case).by_email) == ("13900000002", True, True)
    tell_citizen(case, Told.ANSWERED)
    told = Delivery.objects.filter(text_code="case.answered").order_by("kind")
    noon = datetime(2026, 11, 26, 12, 0, tzinfo=SHANGHAI)
    assert [(one.kind, one.address, one.due_at) for one in told] == [
        ("mail", "li@example.org", noon),
        ("sms", "13900000002", noon),
    ]


def test_giving_an_address_is_the_consent_to_be_told_and_taking_it_away_withdraws_it() -> None:
    case = builders.submitted(contact=ContactWish())
    consent = AgreementConsent.objects.get(consultation=case)
    consent.purposes = ["answer", "sensitive"]
    consent.save()
    change_wish(case, BY_SMS, by=builders.receipt(case))
    assert AgreementConsent.objects.get().purposes == ["answer", "contact", "sensitive"]
    change_wish(case, ContactWish(), by=builders.receipt(case))
    assert AgreementConsent.objects.get().purposes == ["answer", "sensitive"]


def test_the_record_says_which_ways_and_no_address() -> None:
    case = builders.submitted()
    change_wish(case, BY_SMS, by=builders.receipt(case))
    event = case.events.order_by("-sequence").first()
    assert event is not None
    ways = {"by_sms": True, "by_email": False, "hours": False}
    assert (event.act, event.content) == ("change_contact", {**ways, "purposes": sorted(CODES)})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"phone": "12345"}, "phone"), ({"email": "li"}, "email"), ({"safe_from": time(12)}, "safe_until")],
)
def test_what_cannot_be_used_is_refused_at_its_field_and_nothing_changes(wrong: dict, field: str) -> None:
    case = builders.submitted(contact=BY_SMS)
    with pytest.raises(ValidationError) as refused:
        change_wish(case, replace(BY_SMS, **wrong), by=builders.receipt(case))
    assert set(refused.value.error_dict) == {field}
    assert CitizenContact.objects.get().phone == "13800000001"


@pytest.mark.parametrize("role", ["moderator", "supervisor", "administrator"])
def test_nobody_of_the_staff_changes_it(role: str) -> None:
    case = builders.submitted(contact=BY_SMS)
    with pytest.raises(PermissionDenied):
        change_wish(case, ContactWish(), by=builders.person(role))
