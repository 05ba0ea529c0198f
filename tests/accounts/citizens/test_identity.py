"""[Article 6] Real identity: checked by the gateway or a person, masked, and opened for a reason that is kept."""

from __future__ import annotations

import logging
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.citizens.states import Verification
from portal.common.audit.models import Act, AuditEntry
from portal.consultations.models import ConsultationSettings
from tests.accounts.citizens.builders import (
    a_moment_later,
    ask_for_real_names,
    card,
    citizen,
    named,
    reviewer,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
FORM, ACCOUNT, LIST = "/account/identity/", "/account/", "/workbench/identities/"
GATEWAY = "portal.accounts.citizens.verifying.DemonstrationGateway"


def words(response: Any) -> str:
    return unescape(response.content.decode())


def given(browser: Client, real_name: str = "王小示", number: str = "", **more: str) -> Any:
    values = {"real_name": real_name, "kind": "identity_card", "number": number or card(), "agreed": "on", **more}
    return browser.post(FORM, values, follow=True)


def page_of(profile: CitizenProfile) -> str:
    return f"{LIST}{profile.pk}/"


@pytest.fixture(autouse=True)
def _real_names() -> None:
    ask_for_real_names()


@pytest.fixture
def _gateway(settings) -> None:
    settings.IDENTITY_GATEWAY = GATEWAY


# -- the citizen's side ----------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("_gateway")
def test_article_6_what_the_gateway_confirms_is_verified_at_once_and_shown_masked() -> None:
    browser = signed_in()
    page = words(given(browser, "示范人"))
    assert "已经通过核验" in page
    assert "示**" in page
    assert card() not in page
    profile = CitizenProfile.objects.get()
    assert (profile.verification, profile.verified_by) == (Verification.VERIFIED, "demonstration")


@pytest.mark.usefixtures("_gateway")
def test_article_6_a_mismatch_is_said_at_once_keeps_what_was_typed_and_stores_nothing() -> None:
    browser = signed_in()
    page = words(given(browser, "示错人"))
    assert "姓名与证件号码对不上" in page
    assert f'value="{card()}"' in page
    profile = CitizenProfile.objects.get()
    assert (profile.real_name, profile.document_number, profile.verification) == ("", "", Verification.UNVERIFIED)


@pytest.mark.usefixtures("_gateway")
@pytest.mark.parametrize("real_name", ["示停人", "王小示"])
def test_article_6_what_the_gateway_cannot_say_goes_to_a_person(real_name: str) -> None:
    assert "工作人员会核对" in words(given(signed_in(), real_name))
    assert CitizenProfile.objects.get().verification == Verification.NEEDS_REVIEW


def test_article_6_without_a_gateway_identity_data_go_to_a_person() -> None:
    given(signed_in())
    assert CitizenProfile.objects.get().verification == Verification.NEEDS_REVIEW


@pytest.mark.usefixtures("_gateway")
def test_article_6_a_form_nobody_knows_goes_to_a_person_though_the_gateway_would_say_yes() -> None:
    given(signed_in(), "示范人", "1234567801(B)", kind="taiwan_permit")
    assert CitizenProfile.objects.get().verification == Verification.NEEDS_REVIEW


def test_article_6_a_wrong_number_is_refused_at_its_field_and_stays_there() -> None:
    page = words(given(signed_in(), number=card()[:-1] + ("1" if card()[-1] != "1" else "2")))
    assert "证件号码：号码有一位不对" in page
    assert 'value="王小示"' in page
    assert not CitizenProfile.objects.get().document_number


def test_where_no_real_name_is_asked_for_none_is_taken() -> None:
    rules = ConsultationSettings.load()
    rules.asking_mode = "phone"
    rules.save()
    browser = signed_in()
    assert FORM not in words(browser.get(ACCOUNT))
    assert "用不到的信息，我们不收" in words(browser.get(FORM))
    assert given(browser).status_code == 409
    assert not CitizenProfile.objects.get().document_number


@pytest.mark.usefixtures("_gateway")
def test_who_came_from_a_question_goes_back_to_it_once_verified() -> None:
    browser = signed_in()
    assert 'value="/ask/check/"' in words(browser.get(f"{FORM}?next=/ask/check/"))
    answer = given(browser, "示范人", next="/ask/check/")
    assert answer.redirect_chain[0][0] == "/ask/check/"
    assert given(signed_in(), "示范人", number=card(2), next="//example.org/").redirect_chain[0][0].startswith(ACCOUNT)


def test_sensitive_data_are_taken_with_separate_consent_alone() -> None:
    assert "需要您单独同意" in words(given(signed_in(), agreed=""))
    assert not CitizenProfile.objects.get().document_number


@pytest.mark.usefixtures("_gateway")
def test_the_form_is_no_place_to_find_out_whose_number_something_is() -> None:
    browser = signed_in()
    for _try in range(5):
        given(browser, "示错人")
    page = words(given(browser, "示范人"))
    assert "请明天再试" in page
    assert CitizenProfile.objects.get().verification == Verification.UNVERIFIED
    with time_machine.travel(a_moment_later(days=1), tick=False):
        assert "已经通过核验" in words(given(signed_in(), "示范人"))


@pytest.mark.usefixtures("_gateway")
def test_a_document_that_is_verified_elsewhere_goes_to_a_person_and_its_first_account_is_not_told_of() -> None:
    first = named(citizen(), "示范人")
    page = words(given(signed_in(), "示范人"))
    assert "工作人员会核对" in page
    assert "另一" not in page
    first.refresh_from_db()
    assert first.verification == Verification.VERIFIED


def test_two_verified_accounts_with_one_document_are_refused_by_the_database() -> None:
    first, second = named(citizen()), named(citizen())
    for profile in (first, second):
        profile.verification, profile.verified_at = Verification.VERIFIED, a_moment_later()
    first.save()
    with pytest.raises(IntegrityError):
        second.save()


# -- the reviewers' side ---------------------------------------------------------------------------------------------------
def at_work(client: Client, role: str = "moderator") -> Any:
    person = reviewer(role)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


def test_article_6_reviewers_see_everything_masked(client: Client) -> None:
    profile = named(citizen())
    at_work(client)
    for page in (words(client.get(LIST)), words(client.get(page_of(profile)))):
        assert profile.masked_name in page
        assert profile.masked_document in page
        assert not [value for value in (profile.phone, "王小示", card()) if value in page]


def test_article_6_each_unmasking_is_logged_with_its_reason(client: Client) -> None:
    profile, person = named(citizen()), at_work(client)
    for reason in ("", "看看"):
        page = words(client.post(page_of(profile), {"act": "open", "reason": reason}))
        assert "理由" in page or "为什么要看" in page
        assert card() not in page
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_DATA_OPENED).exists()

    page = words(client.post(page_of(profile), {"act": "open", "reason": "电话核对证件"}))

    assert all(value in page for value in (profile.phone, "王小示", card()))
    entry = AuditEntry.objects.get(act=Act.PERSONAL_DATA_OPENED)
    assert (entry.actor_id, entry.details["reason"]) == (person.pk, "电话核对证件")
    assert entry.subject == f"accounts.citizenprofile:{profile.pk}"
    assert not [value for value in (profile.phone, "王小示", card()) if value in str(entry.content)]
    assert card() not in words(client.get(page_of(profile))), "the next look is masked again"


def test_article_6_a_person_confirms_and_the_holder_sees_it(client: Client) -> None:
    browser = signed_in()
    profile = named(CitizenProfile.objects.get())
    at_work(client)
    assert client.post(page_of(profile), {"act": "accept"}).status_code == 302
    profile.refresh_from_db()
    assert (profile.verification, profile.verified_by) == (Verification.VERIFIED, "person")
    assert "已核验" in words(browser.get(ACCOUNT))
    assert client.post(page_of(profile), {"act": "accept"}).status_code == 409, "nobody decides twice"


def test_article_6_a_refusal_needs_words_and_the_holder_reads_them_and_may_try_again(client: Client) -> None:
    browser = signed_in()
    profile = named(CitizenProfile.objects.get())
    at_work(client)
    assert client.post(page_of(profile), {"act": "reject", "reason": ""}).status_code == 422
    client.post(page_of(profile), {"act": "reject", "reason": "号码与证件照片不一致"})
    page = words(browser.get(ACCOUNT))
    assert "未通过核验：号码与证件照片不一致。可以重新填写。" in page
    given(browser)
    assert CitizenProfile.objects.get().verification == Verification.NEEDS_REVIEW


@pytest.mark.usefixtures("_gateway")
def test_accepting_a_document_takes_it_from_the_account_that_had_it(client: Client) -> None:
    first, second = named(citizen(), "示范人"), named(citizen(), "示范人")
    at_work(client)
    assert "同一证件已在另一个账户通过核验" in words(client.get(page_of(second)))
    client.post(page_of(second), {"act": "accept"})
    for profile, stands in ((first, Verification.UNVERIFIED), (second, Verification.VERIFIED)):
        profile.refresh_from_db()
        assert profile.verification == stands


def test_an_account_is_found_by_its_code_or_by_a_whole_number_alone(client: Client) -> None:
    profile = named(citizen())
    at_work(client)
    for wanted in (profile.code, profile.phone, f"{profile.phone[:3]} {profile.phone[3:]}", card()):
        assert client.post(LIST, {"wanted": wanted}).headers["Location"] == page_of(profile)
    for wanted in (profile.phone[:10], card()[:17], "王小示", "c-"):
        answer = client.post(LIST, {"wanted": wanted})
        assert "没有这样的账户" in words(answer)


@pytest.mark.parametrize("role", ["resident", "back_office", "expert", "auditor", "administrator"])
def test_identity_data_are_not_everybodys_business(client: Client, role: str) -> None:
    profile = named(citizen())
    at_work(client, role)
    for path in (LIST, page_of(profile)):
        assert client.get(path).status_code == 403
    assert client.post(page_of(profile), {"act": "open", "reason": "想看一看"}).status_code == 403


def test_identity_data_want_a_code_of_the_last_minutes(client: Client, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    at_work(client)
    assert client.get(LIST).headers["Location"].startswith("/admin/second-factor/")


@pytest.mark.usefixtures("_gateway")
def test_a_gateway_that_is_out_is_named_in_the_log_and_the_person_is_not(caplog) -> None:
    caplog.set_level(logging.DEBUG)
    given(signed_in(), "示停人")
    assert "the verifying gateway demonstration is unavailable" in caplog.text
    assert "示停人" not in caplog.text
