"""Whoever tries passwords is stopped, in words, and nobody else with them."""

from __future__ import annotations

import pytest
from django.conf import settings as configured
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common.audit.models import Act, AuditEntry
from portal.settings import base

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-invented-password"
NEW = "another-long-invented-password"
OTHERS = {
    "name_email-display_name": "赵示范",
    "name_email-email": "zhao@example.invalid",
    "theme-theme": "system",
    "theme-density": "default",
    "theme-contrast": "system",
}
"""What the other parts of the admin's account page send along."""


@pytest.fixture(autouse=True)
def _throttled(settings) -> None:
    settings.AXES_ENABLED = True
    user = User.objects.create_user("lin", password=PASSWORD)
    user.groups.add(group_of("content_editor"))


def attempt(username: str = "lin", password: str = "", address: str = "192.0.2.7"):
    password = password or "wrong"
    return Client().post("/admin/login/", {"username": username, "password": password}, REMOTE_ADDR=address)


@pytest.mark.parametrize("username", ["lin", "nobody-of-this-name"])
def test_the_sixth_attempt_is_refused_in_chinese_whether_the_account_exists_or_not(username: str) -> None:
    for _number in range(configured.AXES_FAILURE_LIMIT):
        attempt(username)

    answer = attempt(username, PASSWORD)

    assert answer.status_code == 429
    page = answer.content.decode()
    assert "暂时不能登录" in page
    assert "连续 5 次不对" in page
    assert "15 分钟" in page
    assert answer["Cache-Control"] == "no-store"
    assert "nobody-of-this-name" not in page


def test_the_fourth_wrong_attempt_still_lets_the_right_password_in() -> None:
    for _number in range(4):
        assert attempt().status_code == 200

    assert attempt(password=PASSWORD).status_code == 302


def test_another_network_and_another_account_are_not_stopped_with_it() -> None:
    other = User.objects.create_user("wang", password=PASSWORD)
    other.groups.add(group_of("content_editor"))
    for _number in range(6):
        attempt()

    assert attempt(password=PASSWORD).status_code == 429
    assert attempt(password=PASSWORD, address="198.51.100.9").status_code == 302
    assert attempt("wang", PASSWORD).status_code == 302


def test_behind_our_own_proxy_networks_are_told_apart_by_what_it_wrote(settings) -> None:
    settings.TRUSTED_PROXY_HOPS = 1

    def behind(address: str, password: str):
        return Client().post(
            "/admin/login/", {"username": "lin", "password": password}, headers={"x-forwarded-for": address}
        )

    for _number in range(6):
        behind("203.0.113.5", "wrong")

    assert behind("203.0.113.5", PASSWORD).status_code == 429
    assert behind("203.0.113.6", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "addresses",
    [
        [f"2001:db8:7:7::{number:x}" for number in range(1, 8)],
        ["192.0.2.7", "::ffff:192.0.2.7"] * 4,
    ],
    ids=["addresses of one connection", "one address, written twice"],
)
def test_other_addresses_of_one_network_give_no_more_attempts(addresses: list[str]) -> None:
    for address in addresses[:-1]:
        attempt(address=address)

    assert attempt(password=PASSWORD, address=addresses[-1]).status_code == 429


def test_passwords_are_kept_by_argon2_outside_of_the_tests(settings) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS

    assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


def test_a_refused_sign_in_is_a_sentence() -> None:
    page = Client().post("/admin/login/", {"username": "nobody", "password": "wrong"}).content.decode()
    assert "用户名或者密码不对" in page
    assert "用户 用户名" not in page


PLACES = [
    ("content_editor", "/admin/account/", "password-"),
    ("resident", "/workbench/password/", ""),
]


@pytest.mark.parametrize(("role", "place", "prefix"), PLACES)
def test_the_old_password_is_guessed_no_more_often_in_an_open_session_than_at_the_sign_in(
    role: str, place: str, prefix: str
) -> None:
    user = User.objects.create_user("zhao", "zhao@example.invalid", PASSWORD)
    user.groups.add(group_of(role))
    browser = Client()
    browser.force_login(user)

    def change(old: str, address: str = "192.0.2.7") -> str:
        named = {"old_password": old, "new_password1": NEW, "new_password2": NEW}
        sent = OTHERS | {f"{prefix}{name}": value for name, value in named.items()}
        return browser.post(place, sent, REMOTE_ADDR=address).content.decode()

    for _number in range(configured.AXES_FAILURE_LIMIT):
        assert "旧密码输错的次数太多" not in change("wrong-guess")

    assert "旧密码输错的次数太多，请过15分钟再试" in change(PASSWORD)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert attempt("zhao", PASSWORD).status_code == 429  # one count for both
    assert AuditEntry.objects.filter(act=Act.SIGN_IN_FAILED, subject_name="zhao").exists()

    change(PASSWORD, "198.51.100.9")
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize(("role", "place", "prefix"), PLACES)
def test_guesses_at_the_sign_in_count_in_an_open_session_too(role: str, place: str, prefix: str) -> None:
    user = User.objects.create_user("zhao", "zhao@example.invalid", PASSWORD)
    user.groups.add(group_of(role))
    browser = Client()
    browser.force_login(user)
    for _number in range(configured.AXES_FAILURE_LIMIT):
        attempt("zhao")

    named = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    sent = OTHERS | {f"{prefix}{name}": value for name, value in named.items()}
    page = browser.post(place, sent, REMOTE_ADDR="192.0.2.7").content.decode()

    assert "旧密码输错的次数太多" in page
    assert browser.get(place).status_code == 200  # who works there goes on
