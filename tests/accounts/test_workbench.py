"""Who works in the workbench finds it, and only it; who works nowhere is told so."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import ROLES, group_of
from portal.common import workbench
from portal.common.workbench import WorkbenchEntry, register_workbench_entry
from portal.notifications.services import notify

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-invented-password"
WORKBENCH_ONLY = [code for code, role in ROLES.items() if not role.works_in_admin]


def person(*roles: str) -> User:
    user = User.objects.create_user("lin", "lin@example.invalid", PASSWORD, display_name="林示范")
    user.groups.add(*(group_of(role) for role in roles))
    return user


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles))
    return client


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "_ENTRIES", {})
    register_workbench_entry(
        WorkbenchEntry("a", "示范事项", "/workbench/a/", "accounts.enter_workbench", waiting=lambda _u: 3)
    )
    register_workbench_entry(WorkbenchEntry("b", "别人的事项", "/workbench/b/", "accounts.change_user"))


@pytest.mark.parametrize("role", WORKBENCH_ONLY)
def test_who_works_in_the_workbench_alone_signs_in_by_the_one_form_and_arrives_there(role: str) -> None:
    person(role)
    client = Client()

    answer = client.post("/admin/login/", {"username": "lin", "password": PASSWORD}, follow=True)

    assert answer.request["PATH_INFO"] == "/workbench/"
    assert answer.status_code == 200
    assert "林示范" in answer.content.decode()
    assert ROLES[role].name in answer.content.decode()


@pytest.mark.parametrize("role", WORKBENCH_ONLY)
def test_the_admin_is_shut_to_who_works_in_the_workbench_alone(role: str) -> None:
    client = signed_in(role)

    assert client.get("/admin/pages/").url == "/workbench/"
    assert client.get("/admin/anything/at/all/").url == "/workbench/"
    assert client.post("/admin/pages/1/delete/").status_code == 403


def test_an_editor_is_led_from_the_workbench_to_the_admin() -> None:
    assert signed_in("content_editor").get("/workbench/").url == "/admin/"


def test_a_visitor_at_the_workbench_is_led_to_the_sign_in_and_back() -> None:
    for path in ("/workbench/", "/workbench/password/"):
        assert Client().get(path).url == f"/admin/login/?next={path}"


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/1/edit/", "/workbench/", "/admin/second-factor/reset/1/"])
def test_an_account_without_a_role_is_told_that_it_has_no_work_here(path: str) -> None:
    answer = signed_in().get(path)

    assert answer.status_code == 403
    assert "没有可以办理的工作" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_an_account_without_a_role_sets_up_no_second_factor() -> None:
    client = signed_in()

    assert client.get("/admin/second-factor/").status_code == 403
    assert client.get("/admin/second-factor/set-up/").status_code == 403


def test_where_nothing_waits_the_page_says_so_and_is_kept_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "_ENTRIES", {})

    answer = signed_in("resident").get("/workbench/")

    assert "目前没有需要您办理的事项" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_person_sees_what_they_may_open_with_what_waits_and_nothing_else(entries: None) -> None:
    page = signed_in("resident").get("/workbench/").content.decode()

    assert 'href="/workbench/a/"' in page
    assert "3 件待办" in page
    assert "别人的事项" not in page
    assert "目前没有需要您办理的事项" not in page


def test_a_number_is_said_as_what_it_counts_messages_are_unread_and_not_owed() -> None:
    client = signed_in("resident")
    user = User.objects.get(pk=client.session["_auth_user_id"])
    with transaction.atomic():
        notify([user], "示范消息")

    page = client.get("/workbench/").content.decode()

    assert "1 条未读" in page
    assert "件待办" not in page


def test_where_nothing_waits_what_may_be_opened_is_still_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "_ENTRIES", {})
    register_workbench_entry(
        WorkbenchEntry("a", "示范事项", "/workbench/a/", "accounts.enter_workbench", waiting=lambda _u: 0)
    )

    page = signed_in("resident").get("/workbench/").content.decode()

    assert "目前没有需要您办理的事项" in page
    assert 'href="/workbench/a/"' in page
    assert "0 件" not in page


def test_a_password_is_changed_in_the_workbench_by_the_old_one() -> None:
    client = signed_in("expert")
    new = {"new_password1": "three-quiet-rivers-9", "new_password2": "three-quiet-rivers-9"}

    wrong = client.post("/workbench/password/", {"old_password": "no", **new})
    assert wrong.status_code == 200
    assert "还差一步" in wrong.content.decode()
    right = client.post("/workbench/password/", {"old_password": PASSWORD, **new}, follow=True)
    assert "密码已经修改" in right.content.decode()
    assert User.objects.get(username="lin").check_password(new["new_password1"])


@pytest.mark.parametrize("code", ["resident", "expert"])
def test_the_second_factor_is_asked_for_before_the_workbench(code: str, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(code)

    asked = client.get("/workbench/", follow=True)

    assert asked.request["PATH_INFO"] == "/admin/second-factor/set-up/"
    assert "设置二次验证" in asked.content.decode()
    assert client.post("/workbench/password/").status_code == 403
