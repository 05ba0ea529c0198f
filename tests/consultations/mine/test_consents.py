"""What the consent screen promises: each purpose is agreed to apart and can be taken back (articles 6, 8, 35)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from portal.consultations.models import Consultation
from portal.consultations.purposes import REQUIRED
from portal.consultations.services.citizen.consents import change_consent
from portal.service_figures.sources import agreed
from tests.consultations import builders
from tests.consultations.mine.test_pages import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Consultation:
    return builders.answered()


@pytest.fixture
def own(client: Client, case: Consultation) -> Client:
    enter(client, case)
    return client


def purposes(case: Consultation) -> set[str]:
    return set(Consultation.objects.get(pk=case.pk).consent.purposes)


def test_art_35_the_page_of_the_case_leads_to_what_was_agreed_to_and_how_it_is_taken_back(
    own: Client, case: Consultation
) -> None:
    address = f"{case.get_absolute_url()}consent/"
    assert address in own.get(case.get_absolute_url()).content.decode()
    page = own.get(address).content.decode()
    for words in (
        "服务协议",
        "由驻场律师解答您的问题",
        "请撤回咨询（答复以前），或者请求删除个人信息",
        "怎么告诉我",
        "checked",
    ):
        assert words in page


def test_art_6_consent_to_statistics_is_taken_back_and_given_again_and_stands_in_the_record(
    own: Client, case: Consultation
) -> None:
    address = f"{case.get_absolute_url()}consent/"
    assert "statistics" in purposes(case)
    page = own.post(address, {}, follow=True).content.decode()
    assert "已经提交，都保存好了" in page
    assert "您更改了同意的事项" in page
    assert "statistics" not in purposes(case)
    assert not agreed(Consultation.objects.all()).exists(), "it is in no figure from now on"
    assert purposes(case) >= REQUIRED, "what the answer needs is not touched"
    own.post(address, {"statistics": "on"})
    assert "statistics" in purposes(case)
    events = case.events.filter(act="change_consent")
    assert [("statistics" in event.content["purposes"]) for event in events.order_by("sequence")] == [False, True]


def test_what_is_as_it_was_writes_nothing(own: Client, case: Consultation) -> None:
    own.post(f"{case.get_absolute_url()}consent/", {"statistics": "on"})
    assert not case.events.filter(act="change_consent").exists()


def test_nobody_of_the_staff_changes_it(case: Consultation) -> None:
    with pytest.raises(PermissionDenied):
        change_consent(case, False, by=case.assigned_to.user)
    assert "statistics" in purposes(case)
