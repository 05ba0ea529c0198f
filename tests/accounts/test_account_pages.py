"""Accounts in the Wagtail admin: one name, roles as groups, superusers out of reach."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import group_of

pytestmark = pytest.mark.django_db

NEW = {
    "username": "chen",
    "display_name": "陈静",
    "email": "chen@example.invalid",
    "password1": "three-quiet-rivers-9",
    "password2": "three-quiet-rivers-9",
}


@pytest.fixture
def administrator() -> Client:
    user = User.objects.create_user("admin", password="secret-enough-1", display_name="管理员")
    user.groups.add(group_of("administrator"))
    client = Client()
    client.force_login(user)
    return client


def test_an_administrator_makes_an_account_with_one_name_and_a_role(administrator: Client) -> None:
    response = administrator.post("/admin/users/new/", {**NEW, "groups": [group_of("content_editor").pk]})

    assert response.status_code == 302
    made = User.objects.get(username="chen")
    assert made.get_full_name() == "陈静"
    assert list(made.groups.all()) == [group_of("content_editor")]


def test_the_form_asks_for_no_first_and_last_name_and_offers_no_superuser(administrator: Client) -> None:
    page = administrator.get("/admin/users/new/").content.decode()

    assert 'name="display_name"' in page
    for name in ("first_name", "last_name", "is_superuser"):
        assert f'name="{name}"' not in page


def test_posting_the_superuser_box_makes_no_superuser(administrator: Client) -> None:
    administrator.post("/admin/users/new/", {**NEW, "is_superuser": "on"})

    assert not User.objects.get(username="chen").is_superuser


def test_an_account_is_found_by_its_name(administrator: Client) -> None:
    User.objects.create_user("chen", display_name="陈静")

    page = administrator.get("/admin/users/", {"q": "陈静"}).content.decode()

    assert "chen" in page


def test_an_administrator_cannot_edit_a_superuser(administrator: Client) -> None:
    root = User.objects.create_superuser("root", "root@example.invalid", "secret-enough-1")

    response = administrator.post(
        f"/admin/users/edit/{root.pk}/",
        {
            "username": "root",
            "display_name": "x",
            "email": "x@example.invalid",
            "password1": "a-new-one-99",
            "password2": "a-new-one-99",
        },
    )

    assert response.status_code in (302, 403)
    root.refresh_from_db()
    assert root.check_password("secret-enough-1")


def test_an_administrator_cannot_switch_off_a_superuser_among_others(administrator: Client) -> None:
    root = User.objects.create_superuser("root", "root@example.invalid", "secret-enough-1")

    administrator.post(f"/admin/bulk/accounts/user/set_active_state/?id={root.pk}", {"mark_as_active": ""})

    root.refresh_from_db()
    assert root.is_active


def test_everybody_may_change_his_own_name(administrator: Client) -> None:
    response = administrator.post(
        "/admin/account/",
        {
            "name_email-display_name": "王芳",
            "name_email-email": "wang@example.invalid",
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
        },
    )

    assert response.status_code == 302, response.context["panels_by_tab"] if response.context else ""
    assert User.objects.get(username="admin").display_name == "王芳"


def test_the_sign_in_page_is_in_chinese() -> None:
    page = Client().get("/admin/login/").content.decode()

    assert "登录法网" in page
    assert ">\n密码" in page or "密码" in page
    for english in ("Password", "Username", "Sign in", "Remember me"):
        assert f">{english}<" not in page
        assert english not in page.replace('name="password"', "")


@pytest.mark.parametrize("role", ["content_editor", "reviewing_editor"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/workflows/list/",
        "/admin/settings/core/sitesettings/",
        "/admin/redirects/",
        "/admin/collections/",
    ],
)
def test_an_editor_cannot_reach_accounts_and_settings(role: str, address: str) -> None:
    user = User.objects.create_user("lin", password="secret-enough-1")
    user.groups.add(group_of(role))
    client = Client()
    client.force_login(user)

    assert client.get(address, follow=True).redirect_chain[-1:] == [("/admin/", 302)]


def test_an_address_of_the_admin_that_is_none_says_so_in_words_and_leads_back(administrator: Client) -> None:
    answer = administrator.get("/admin/nowhere/")
    assert answer.status_code == 404
    assert "回到后台首页" in answer.content.decode()
    assert "Wagtail" not in answer.content.decode().split("<main")[1]
