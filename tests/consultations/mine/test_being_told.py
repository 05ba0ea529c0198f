"""On one's own pages: what is new, and how one wishes to be told."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.accounts.citizens.models import CitizenProfile
from portal.consultations.models import CitizenContact, Consultation
from portal.consultations.services.intake.submitting import ContactWish
from portal.notifications.models import Notification
from tests.accounts.citizens import builders as citizens
from tests.consultations import builders
from tests.consultations.mine.test_pages import enter

pytestmark = pytest.mark.django_db
WISH = ContactWish(phone="13800000001", by_sms=True, safe_contact="13800000009")


@pytest.fixture
def case() -> Consultation:
    return builders.submitted(contact=WISH)


@pytest.fixture
def own(client: Client, case: Consultation) -> Client:
    enter(client, case)
    return client


def address(case: Consultation) -> str:
    return f"{case.get_absolute_url()}contact/"


def test_the_citizen_sees_what_was_chosen_and_changes_it(own: Client, case: Consultation) -> None:
    assert address(case) in own.get(case.get_absolute_url()).content.decode()
    assert 'value="13800000001"' in own.get(address(case)).content.decode()
    given = {"phone": "139 0000 0002", "email": "", "safe_from": "12:00", "safe_until": "14:00"}
    page = own.post(address(case), given, follow=True).content.decode()
    assert "已经提交，都保存好了" in page
    assert "您更改了接收通知的方式" in page
    kept = CitizenContact.objects.get()
    assert (kept.phone, kept.by_sms, f"{kept.safe_from:%H:%M}", f"{kept.safe_until:%H:%M}") == (
        "13900000002",
        True,
        "12:00",
        "14:00",
    )
    assert "13900000002" not in page


def test_art_6_a_safe_contact_that_others_came_to_read_is_taken_away(own: Client, case: Consultation) -> None:
    own.post(address(case), {"phone": "13800000001", "email": "", "safe_contact": ""})
    assert CitizenContact.objects.get().safe_contact == ""


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(own: Client, case: Consultation) -> None:
    page = own.post(address(case), {"phone": "12345", "email": "li@example.org", "safe_from": "12:00"}).content.decode()
    assert "error-summary" in page
    assert 'value="12345"' in page
    assert 'value="li@example.org"' in page
    assert "请把从几点到几点都填上" in page
    assert CitizenContact.objects.get().phone == "13800000001"


def test_nobody_else_finds_it(client: Client, case: Consultation) -> None:
    assert client.get(address(case)).status_code == 404
    client.force_login(builders.person("moderator"))
    assert client.post(address(case), {"phone": ""}).status_code == 404
    assert CitizenContact.objects.get().phone == "13800000001"


def test_what_an_account_was_told_is_marked_until_the_case_is_opened() -> None:
    browser = citizens.signed_in()
    holder = CitizenProfile.objects.get().user
    case, other = builders.submitted(by=holder), builders.submitted(by=holder)
    assert browser.get("/consultations/mine/").content.decode().count("新消息") == 2
    assert browser.get(case.get_absolute_url()).status_code == 200
    assert browser.get("/consultations/mine/").content.decode().count("新消息") == 1
    unread = Notification.objects.filter(recipient=holder, read_at__isnull=True)
    assert set(unread.values_list("url", flat=True)) == {other.get_absolute_url()}
