"""[Article 6] A number, a code, in: no password, nothing that tells whether somebody has an account."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.citizens.models import CitizenProfile, PhoneCode
from portal.accounts.models import User
from portal.common import clock
from tests.accounts.citizens.builders import a_moment_later, citizen, last_code, number, reviewer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
SIGN_IN, CODE, ACCOUNT, OUT = "/sign-in/", "/sign-in/code/", "/account/", "/sign-out/"


def words(response: Any) -> str:
    return unescape(response.content.decode())


def asked(client: Client, phone: str, **more: Any) -> Any:
    return client.post(SIGN_IN, {"phone": phone}, **more)


def test_a_number_and_its_code_open_an_account_and_the_account_shows_the_number_masked(client: Client) -> None:
    phone = number(1234)
    page = words(client.get(SIGN_IN))
    assert "不用密码，也不用注册" in page
    answer = asked(client, f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}")
    assert answer.headers["Location"] == f"{CODE}?next=%2Faccount%2F"
    assert "已经发到 139****1234" in words(client.get(answer.headers["Location"]))

    answer = client.post(CODE, {"code": last_code(), "next": "/account/"})

    assert answer.headers["Location"] == ACCOUNT
    page = words(client.get(ACCOUNT))
    assert "139****1234" in page
    assert phone not in page
    user = CitizenProfile.objects.get().user
    assert not user.has_usable_password()
    assert re.fullmatch(r"c-[0-9a-f]{16}", user.username)
    assert not user.groups.exists()


def test_the_second_sign_in_finds_the_same_account() -> None:
    phone = number()
    signed_in(phone)
    with time_machine.travel(a_moment_later(minutes=2), tick=False):
        signed_in(phone)
    assert CitizenProfile.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "12345", "01012348000", "手机号"])
def test_what_is_no_number_is_refused_in_words_and_stays_in_the_form(client: Client, typed: str) -> None:
    answer = asked(client, typed)
    page = words(answer)
    assert answer.status_code == 422
    assert "手机号码" in re.search(r'field-error"[^>]*>(.*?)</div>', page).group(1)
    assert f'value="{typed}"' in page or not typed
    assert not PhoneCode.objects.exists()


def test_a_wrong_code_keeps_the_number_and_says_how_many_tries_are_left(client: Client) -> None:
    asked(client, number(1234))
    wrong = "000000" if last_code() != "000000" else "000001"
    page = words(client.post(CODE, {"code": wrong}))
    assert "还可以再试 4 次" in page
    assert "139****1234" in page
    assert client.post(CODE, {"code": last_code()}).status_code == 302


def test_after_five_wrong_tries_the_right_code_is_good_no_more(client: Client) -> None:
    asked(client, number())
    wrong = "000000" if last_code() != "000000" else "000001"
    for _try in range(5):
        client.post(CODE, {"code": wrong})
    assert "已经失效" in words(client.post(CODE, {"code": last_code()}))
    assert client.get(ACCOUNT).status_code == 302


def test_a_code_is_good_once_for_five_minutes_and_for_one_browser(client: Client) -> None:
    phone = number()
    asked(client, phone)
    code = last_code()
    stranger = Client()
    assert stranger.post(CODE, {"code": code}).headers["Location"].startswith(SIGN_IN)
    with time_machine.travel(a_moment_later(minutes=5, seconds=1), tick=False):
        assert "已经失效" in words(client.post(CODE, {"code": code}))
        asked(client, phone)
        assert client.post(CODE, {"code": last_code()}).status_code == 302
    assert PhoneCode.objects.filter(used_at__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/consultations/mine/", "/consultations/mine/"),
        ("https://example.org/", ACCOUNT),
        ("//example.org/", ACCOUNT),
        ("/\\example.org", ACCOUNT),
        ("javascript:alert(1)", ACCOUNT),
        ("/admin/", ACCOUNT),
        ("", ACCOUNT),
    ],
)
def test_signing_in_leads_on_to_paths_of_this_site_alone(client: Client, wanted: str, leads_to: str) -> None:
    client.post(SIGN_IN, {"phone": number(), "next": wanted})
    assert client.post(CODE, {"code": last_code(), "next": wanted}).headers["Location"] == leads_to


def test_signing_in_gives_the_session_a_new_key(client: Client) -> None:
    asked(client, number())
    before = client.session.session_key
    client.post(CODE, {"code": last_code()})
    assert client.session.session_key not in (None, before)


def test_known_and_unknown_numbers_are_answered_alike_to_the_query() -> None:
    known, unknown = citizen().phone, number()
    before = Client()
    asked(before, number())
    before.post(CODE, {"code": "1"})  # the counts of this hour are there
    answers = []
    for phone in (known, unknown):
        browser = Client()
        with CaptureQueriesContext(connection) as sending:
            sent = asked(browser, phone)
        wrong = "000000" if last_code() != "000000" else "000001"
        with CaptureQueriesContext(connection) as trying:
            tried = browser.post(CODE, {"code": wrong})
        page = re.sub(r'value="\w{64}"|139\*{4}\d{4}', "", words(tried))
        answers.append((sent.status_code, sent.headers["Location"], shape(sending), shape(trying), page))
    assert answers[0] == answers[1]


def shape(captured: CaptureQueriesContext) -> list[str]:
    """The queries without their values."""
    return [re.sub(r"'[^']*'|\b\d+\b|s\d+_x\d+", "?", query["sql"]) for query in captured.captured_queries]


# -- bounds ---------------------------------------------------------------------------------------------------------------
def test_codes_are_throttled_by_number(client: Client) -> None:
    phone, start = number(), clock.now().replace(minute=0, second=5, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(start, tick=False) as traveller:
        assert asked(client, phone).status_code == 302
        answer = asked(client, phone)
        assert "刚刚已经发送过" in words(answer)
        assert f'value="{phone}"' in words(answer)
        for _code in range(4):
            traveller.shift(61)
            assert asked(Client(), phone, REMOTE_ADDR=f"192.0.2.{_code + 1}").status_code == 302
        traveller.shift(61)
        answer = asked(Client(), phone, REMOTE_ADDR="192.0.2.99")
        assert "这个号码获取验证码的次数太多，请过 55 分钟再试" in words(answer)
        assert asked(client, number()).status_code == 302


def spent_by_strangers(phone: str, traveller: Any, codes: int) -> None:
    """Others ask for codes to a number, from networks of their own, as often as they are given any."""
    for place in range(codes):
        assert asked(Client(), phone, REMOTE_ADDR=f"192.0.2.{place + 1}").status_code == 302
        traveller.shift(61)
    assert "次数太多" in words(asked(Client(), phone, REMOTE_ADDR="192.0.2.99"))


def test_who_spends_a_strangers_codes_does_not_shut_them_out_of_the_browser_that_proved_the_number() -> None:
    phone, start = number(), clock.now().replace(minute=0, second=5, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(start, tick=False) as traveller:
        own = signed_in(phone)
        own.post(OUT)
        traveller.shift(61)
        spent_by_strangers(phone, traveller, 4)  # the fifth of this hour was the holder's first
        assert asked(own, phone).status_code == 302
        assert own.post(CODE, {"code": last_code()}).status_code == 302
        assert own.get(ACCOUNT).status_code == 200


def test_the_own_browser_has_bounds_too_and_what_it_asks_for_uses_up_nobody_elses() -> None:
    phone, start = number(), clock.now().replace(minute=0, second=5, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(start, tick=False) as traveller:
        own = signed_in(phone)
        own.post(OUT)
        for _code in range(5):
            traveller.shift(61)
            assert asked(own, phone).status_code == 302
        assert "刚刚已经发送过" in words(asked(own, phone))
        traveller.shift(61)
        assert "次数太多" in words(asked(own, phone))
        assert asked(Client(), phone).status_code == 302, "one of five was used before the number was proven"
        assert asked(own, number()).status_code == 302, "of another number it knows nothing"


def test_the_code_before_a_grave_act_is_not_for_strangers_to_spend() -> None:
    phone, start = number(), clock.now().replace(minute=0, second=5, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(start, tick=False) as traveller:
        own = signed_in(phone)
        own.cookies.pop("known_number")
        traveller.shift(61)
        spent_by_strangers(phone, traveller, 4)
        assert own.post("/account/confirm/", {"send": "1"}).status_code == 302


def test_a_browser_is_known_by_a_signed_cookie_without_the_number_for_as_long_as_numbers_are_trusted(settings) -> None:
    phone, start = number(), clock.now().replace(minute=0, second=5, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(start, tick=False) as traveller:
        own = signed_in(phone)
        cookie = own.cookies["known_number"]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (SIGN_IN, True, "Lax")
        assert int(cookie["max-age"]) == settings.PHONE_TRUSTED_DAYS * 24 * 3600
        assert phone not in cookie.value
        forged, late = Client(), Client()
        forged.cookies["known_number"] = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
        late.cookies["known_number"] = cookie.value
        traveller.shift(61)
        spent_by_strangers(phone, traveller, 4)
        assert asked(forged, phone).status_code == 422
        traveller.shift(timedelta(days=settings.PHONE_TRUSTED_DAYS, hours=1))
        for place in range(5):
            assert asked(Client(), phone, REMOTE_ADDR=f"192.0.2.{place + 1}").status_code == 302
            traveller.shift(61)
        assert asked(late, phone).status_code == 422


def test_a_deleted_account_leaves_nothing_of_its_number_in_the_browser() -> None:
    own = signed_in(number())
    left = own.post("/account/close/", {"is_sure": "on"})
    assert left.status_code == 302, words(left)
    assert own.cookies["known_number"].value == ""


def test_codes_are_throttled_by_address_and_another_address_is_not_stopped() -> None:
    with time_machine.travel(clock.now().replace(minute=10), tick=False):
        for _code in range(30):
            assert asked(Client(), number(), REMOTE_ADDR="192.0.2.7").status_code == 302
        answer = asked(Client(), number(), REMOTE_ADDR="192.0.2.7")
        assert "这个网络获取验证码的次数太多" in words(answer)
        assert asked(Client(), number(), REMOTE_ADDR="198.51.100.7").status_code == 302


def test_codes_are_throttled_in_total(settings) -> None:
    settings.PHONE_CODES_AN_HOUR = 3
    with time_machine.travel(clock.now().replace(minute=10), tick=False):
        for place in range(3):
            assert asked(Client(), number(), REMOTE_ADDR=f"192.0.2.{place}").status_code == 302
        answer = asked(Client(), number(), REMOTE_ADDR="192.0.2.9")
    assert "现在获取验证码的人太多" in words(answer)
    assert PhoneCode.objects.count() == 3


def test_wrong_codes_from_one_network_are_stopped_whatever_number_they_are_for(settings) -> None:
    from portal.accounts.citizens import bounds

    with time_machine.travel(clock.now().replace(minute=10), tick=False):
        for _try in range(bounds.WRONG_FROM_NETWORK.limit):
            bounds.count_use(bounds.WRONG_FROM_NETWORK, "192.0.2.7", clock.now())
        browser = Client(REMOTE_ADDR="192.0.2.7")
        asked(browser, number())
        assert "输错验证码的次数太多" in words(browser.post(CODE, {"code": last_code()}))


def test_a_try_counts_though_others_of_the_network_used_up_its_tries_at_that_moment(monkeypatch) -> None:
    """Refused by an exception, the try was taken back with everything else: whoever tried many at once had them for nothing."""
    from portal.accounts.citizens import bounds

    with time_machine.travel(clock.now().replace(minute=10), tick=False):
        browser = Client(REMOTE_ADDR="192.0.2.7")
        asked(browser, number())
        for _try in range(bounds.WRONG_FROM_NETWORK.limit):
            bounds.count_use(bounds.WRONG_FROM_NETWORK, "192.0.2.7", clock.now())
        monkeypatch.setattr(bounds, "is_reached", lambda *_facts: False)  # as it was a moment ago
        wrong = "000000" if last_code() != "000000" else "000001"
        assert "输错验证码的次数太多" in words(browser.post(CODE, {"code": wrong}))

    assert PhoneCode.objects.get().tries == 1


# -- sessions ---------------------------------------------------------------------------------------------------------------
def test_a_session_ends_after_two_idle_hours_and_goes_on_while_it_is_used() -> None:
    browser = signed_in()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _hour in range(3):
            traveller.shift(3600)
            assert browser.get(ACCOUNT).status_code == 200
        traveller.shift(configured.CITIZEN_IDLE_MINUTES * 60 + 1)
        assert browser.get(ACCOUNT).headers["Location"] == "/sign-in/?next=%2Faccount%2F"


def test_however_much_it_is_used_a_session_ends_after_twelve_hours() -> None:
    browser = signed_in()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _hour in range(11):
            traveller.shift(3600)
            assert browser.get(ACCOUNT).status_code == 200
        traveller.shift(3601)
        assert browser.get(ACCOUNT).status_code == 302


def test_signing_out_is_asked_for_and_done_by_post_alone() -> None:
    browser = signed_in()
    assert "请退出后再离开" in words(browser.get(OUT))
    assert browser.get(ACCOUNT).status_code == 200
    assert browser.post(OUT).headers["Location"] == OUT
    assert "您没有登录" in words(browser.get(OUT))
    assert browser.get(ACCOUNT).status_code == 302


def test_public_pages_are_kept_for_everybody_but_never_made_of_a_citizens_session() -> None:
    browser = signed_in()
    assert browser.get("/personal-data/").headers["Cache-Control"] == "private, no-cache"
    assert Client().get("/personal-data/").headers["Cache-Control"].startswith("public")
    assert browser.get(ACCOUNT).headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


# -- two doors --------------------------------------------------------------------------------------------------------------
def test_staff_are_not_let_in_by_the_citizens_door(client: Client) -> None:
    client.force_login(reviewer(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(ACCOUNT).headers["Location"].startswith(SIGN_IN)
    assert client.post("/account/close/", {"is_sure": "on"}).headers["Location"].startswith(SIGN_IN)


def test_citizens_are_not_let_in_by_the_staffs_door(settings) -> None:
    profile = citizen()
    for password in ("", "!", profile.user.password):
        answer = Client().post("/admin/login/", {"username": profile.code, "password": password})
        assert answer.status_code == 200
    browser = signed_in()
    assert browser.get("/admin/").status_code == 403
    assert browser.get("/workbench/").status_code == 403
    Client().post("/admin/password_reset/", {"email": ""})
    assert User.objects.filter(citizen__isnull=False, email="").count() == 2
