"""One's own account: another number, a number that changed hands, a phone that is shared, taking one's data, leaving."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from portal.accounts.citizens.asking import Need, need_of
from portal.accounts.citizens.models import AccountEvent, CitizenProfile, PhoneCode, UseCount
from portal.accounts.citizens.services import accounts
from portal.accounts.citizens.services.accounts import enter
from portal.accounts.citizens.services.tidying import tidy
from portal.accounts.citizens.states import AccountAct, AccountState, Verification
from portal.common.audit.models import Act, AuditEntry
from tests.accounts.citizens.builders import a_moment_later, card, citizen, last_code, named, number, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
ACCOUNT = "/account/"


def words(response: Any) -> str:
    return unescape(response.content.decode())


# -- a number that changes hands -----------------------------------------------------------------------------------------
def test_a_number_that_may_have_changed_hands_opens_nothing_of_its_former_holder() -> None:
    phone = number()
    browser = signed_in(phone)
    former = named(CitizenProfile.objects.get())
    with time_machine.travel(a_moment_later(days=90, seconds=1), tick=False):
        stranger = signed_in(phone)
        page = words(stranger.get(ACCOUNT))
        assert browser.get(ACCOUNT).status_code == 302, "whatever session the former holder had ends"

    former.refresh_from_db()
    mine = CitizenProfile.objects.exclude(pk=former.pk).get()
    assert "王" not in page
    assert former.code not in page
    assert mine.code in page
    assert (former.phone, former.phone_digest, former.account_state) == ("", None, AccountState.ACTIVE)
    assert former.real_name == "王小示", "the account keeps what it had, its questions among it"
    assert AccountEvent.objects.filter(profile=former, act=AccountAct.PHONE_LEFT).exists()


def test_a_number_that_was_proven_within_ninety_days_is_still_the_same_holders() -> None:
    phone = number()
    first = enter(phone)
    with time_machine.travel(a_moment_later(days=89), tick=False):
        assert enter(phone) == first
    with time_machine.travel(a_moment_later(days=178), tick=False):
        assert enter(phone) == first, "each sign-in proves it anew"


def test_what_an_account_holds_that_its_number_left_goes_after_two_years() -> None:
    phone = number()
    former = named(enter(phone))
    with time_machine.travel(a_moment_later(days=91), tick=False):
        enter(phone)
    tidy(a_moment_later(days=800))
    former.refresh_from_db()
    assert former.real_name == "王小示"
    tidy(a_moment_later(days=91 + 732))
    former.refresh_from_db()
    assert (former.real_name, former.document_number, former.document_digest) == ("", "", None)
    assert CitizenProfile.objects.get(phone_digest__isnull=False).phone == phone, "the living account is left alone"


def test_codes_and_counts_go_when_they_are_of_no_use() -> None:
    signed_in()
    tidy(a_moment_later(hours=23))
    assert PhoneCode.objects.exists()
    tidy(a_moment_later(days=3))
    assert not PhoneCode.objects.exists()
    assert not UseCount.objects.exists()


# -- a phone that is shared ----------------------------------------------------------------------------------------------
def test_who_shares_a_phone_may_keep_questions_closed_behind_their_passphrases() -> None:
    assert "和家人共用手机" in words(Client().get("/sign-in/"))
    browser = signed_in()
    assert "登录后就能打开您的每件咨询" in words(browser.get(ACCOUNT))
    answer = browser.post(ACCOUNT, {"keeps_cases_closed": "yes"}, follow=True)
    assert "每件都要凭咨询编号和查询码打开" in words(answer)
    assert CitizenProfile.objects.get().keeps_cases_closed
    browser.post(ACCOUNT, {"keeps_cases_closed": "no"})
    assert not CitizenProfile.objects.get().keeps_cases_closed


# -- another number ------------------------------------------------------------------------------------------------------
def changed(browser: Client, phone: str) -> Any:
    browser.post("/account/phone/", {"phone": phone})
    return browser.post("/account/phone/code/", {"code": last_code()}, follow=True)


def test_a_number_is_changed_by_two_codes_and_all_other_sessions_end() -> None:
    old, new = number(1111), number(2222)
    browser = signed_in(old)
    with time_machine.travel(a_moment_later(minutes=2), tick=False):
        other = signed_in(old)
    with time_machine.travel(a_moment_later(minutes=20), tick=False):
        answer = browser.get("/account/phone/")
        assert answer.headers["Location"] == "/account/confirm/?next=%2Faccount%2Fphone%2F", "the first code is too old"
        browser.post("/account/confirm/", {"send": "yes", "next": "/account/phone/"})
        confirmed = browser.post("/account/confirm/", {"code": last_code(), "next": "/account/phone/"})
        assert confirmed.headers["Location"] == "/account/phone/"
        page = words(changed(browser, new))
        assert "号码已经更换" in page
        assert "139****2222" in page
        assert other.get(ACCOUNT).status_code == 302
        assert browser.get(ACCOUNT).status_code == 200
    assert CitizenProfile.objects.get().phone == new


def test_a_wrong_second_code_changes_nothing() -> None:
    old = number()
    browser = signed_in(old)
    browser.post("/account/phone/", {"phone": number()})
    wrong = "000000" if last_code() != "000000" else "000001"
    assert "验证码不对" in words(browser.post("/account/phone/code/", {"code": wrong}))
    assert CitizenProfile.objects.get().phone == old


def test_a_number_with_a_living_account_is_refused_and_one_long_unproven_is_taken_over() -> None:
    other, browser = citizen(), signed_in()
    assert "这个号码已经有自己的账户" in words(changed(browser, other.phone))
    with time_machine.travel(a_moment_later(days=91), tick=False):
        again = signed_in()
        assert "号码已经更换" in words(changed(again, other.phone))
    other.refresh_from_db()
    assert other.phone == ""


def test_ones_own_number_is_no_other_number() -> None:
    phone = number()
    browser = signed_in(phone)
    assert "这就是您现在的号码" in words(browser.post("/account/phone/", {"phone": phone}))


@pytest.fixture
def late(monkeypatch) -> None:
    """Another process writes between this one's look and its own writing: the first look finds nothing."""
    looks, real = iter([None]), accounts._holder
    monkeypatch.setattr(accounts, "_holder", lambda phone: next(looks, real(phone)))


def test_two_browsers_that_sign_in_at_once_open_one_account(request: pytest.FixtureRequest) -> None:
    phone = number()
    first = enter(phone)
    request.getfixturevalue("late")
    assert enter(phone) == first
    assert CitizenProfile.objects.count() == 1


def test_a_number_that_gets_its_account_at_that_moment_is_refused_in_words(request: pytest.FixtureRequest) -> None:
    other, profile = citizen(), citizen()
    request.getfixturevalue("late")
    with pytest.raises(ValidationError, match="已经有自己的账户"):
        accounts.change_phone(profile, other.phone)


# -- taking and leaving ----------------------------------------------------------------------------------------------------
def test_ones_own_data_come_whole_after_a_fresh_code_and_the_log_says_so() -> None:
    phone = number()
    browser = signed_in(phone)
    profile = named(CitizenProfile.objects.get(), document=card(3))
    answer = browser.post("/account/data/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="account.json"'
    taken = json.loads(answer.content)
    assert (taken["phone"], taken["real_name"], taken["document_number"]) == (phone, "王小示", card(3))
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert entry.actor_id == profile.user_id
    assert phone not in str(entry.content)
    with time_machine.travel(a_moment_later(minutes=16), tick=False):
        assert browser.post("/account/data/").headers["Location"].startswith("/account/confirm/")


def test_who_deletes_the_account_is_out_everywhere_at_once_and_nothing_personal_stays() -> None:
    phone = number()
    browser = signed_in(phone)
    with time_machine.travel(a_moment_later(minutes=2), tick=False):
        elsewhere = signed_in(phone)
    profile = named(CitizenProfile.objects.get())
    assert "请先勾选" in words(browser.post("/account/close/", {}))

    page = words(browser.post("/account/close/", {"is_sure": "on"}, follow=True))

    assert "账户已经删除" in page
    assert elsewhere.get(ACCOUNT).status_code == 302
    assert browser.get(ACCOUNT).status_code == 302
    profile.refresh_from_db()
    assert profile.account_state == AccountState.CLOSED
    kept = (profile.phone, profile.real_name, profile.document_kind, profile.document_number)
    assert kept == ("", "", "", "")
    assert (profile.phone_digest, profile.document_digest) == (None, None)
    assert profile.user.pk, "the row stays: questions asked with it are records"
    with time_machine.travel(a_moment_later(minutes=4), tick=False):
        signed_in(phone)
    assert CitizenProfile.objects.count() == 2


# -- what the modes of asking need -----------------------------------------------------------------------------------------
def test_article_6_each_mode_of_asking_says_what_is_missing(settings) -> None:
    profile = citizen()
    assert need_of("none", None) is Need.NOTHING
    assert need_of("phone", None) is Need.SIGN_IN
    assert need_of("real_name", None) is Need.SIGN_IN
    assert need_of("phone", profile) is Need.NOTHING
    assert need_of("real_name", profile) is Need.REAL_NAME
    assert need_of("real_name", named(profile)) is Need.REVIEW
    settings.IDENTITY_GATEWAY = "portal.accounts.citizens.verifying.DemonstrationGateway"
    verified = named(profile, "示范人")
    assert verified.verification == Verification.VERIFIED
    assert need_of("real_name", verified) is Need.NOTHING
    with pytest.raises(ValueError):
        need_of("anything", profile)
