"""What an editor shut to all but staff is shut to citizens who are signed in, and open to staff with their second factor."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from portal.accounts.models import User
from portal.accounts.private_pages import FOR_STAFF
from portal.accounts.roles import ROLES, group_of
from portal.accounts.second_factor.models import Authenticator
from tests.accounts.citizens import builders as citizens
from tests.accounts.test_second_factor import code_of
from tests.core.test_media import kept_document
from tests.editorial.builders import published

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-invented-password"
TITLE = "值班安排（内部）"


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def staff(role: str, *, with_code: bool = True) -> Client:
    """A browser of somebody with this role, who typed the password and, unless told not to, the code."""
    user = User.objects.create_user(f"lin-{role}", f"{role}@example.invalid", PASSWORD)
    user.groups.add(group_of(role))
    device = Authenticator.objects.create(user=user, name="totp", confirmed=True)
    browser = Client()
    browser.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    if with_code:
        browser.post("/admin/second-factor/", {"code": code_of(device), "next": "/"})
    return browser


def shut_page(kind: str = "login", *roles: str) -> str:
    page = published("knowledge_qa", title=TITLE)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.add(*(group_of(role) for role in roles))
    return page.get_absolute_url()


def read(browser: Client, address: str) -> Any:
    """What somebody ends up with who asks for an address."""
    return browser.get(address, follow=True)


@pytest.mark.parametrize("kind", FOR_STAFF)
def test_a_citizen_who_is_signed_in_is_told_that_the_page_is_for_staff(kind: str) -> None:
    answer = read(citizens.signed_in(), shut_page(kind, "content_editor"))

    assert answer.status_code == 403
    assert "只供本网工作人员查看" in answer.content.decode()
    assert TITLE not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_who_is_not_signed_in_is_led_to_the_sign_in_of_the_staff_and_back() -> None:
    address = shut_page()
    answer = read(Client(), address)

    assert answer.request["PATH_INFO"] == "/admin/login/"
    assert answer.wsgi_request.GET["next"] == address


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_it_with_the_second_factor(role: str) -> None:
    answer = read(staff(role), shut_page())

    assert answer.status_code == 200
    assert TITLE in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_password_alone_is_asked_for_the_code_and_led_back() -> None:
    address = shut_page()
    answer = read(staff("content_editor", with_code=False), address)

    assert answer.request["PATH_INFO"] == "/admin/second-factor/"
    assert answer.wsgi_request.GET["next"] == address


def test_a_page_for_one_role_says_so_to_another_instead_of_leading_in_a_circle() -> None:
    address = shut_page("groups", "content_editor")

    assert TITLE in read(staff("content_editor"), address).content.decode()
    refused = read(staff("reviewing_editor"), address)
    assert refused.status_code == 403
    assert "只给指定的角色看" in refused.content.decode()
    assert refused.request["PATH_INFO"] == "/_util/login/"


def test_an_account_without_any_work_is_no_staff() -> None:
    User.objects.create_user("nobody", "nobody@example.invalid", PASSWORD)
    browser = Client()
    browser.login(username="nobody", password=PASSWORD)

    assert read(browser, shut_page()).status_code == 403


@pytest.mark.parametrize("kind", FOR_STAFF)
def test_a_file_of_a_shut_collection_is_no_citizens_either(kind: str) -> None:
    collection = Collection.get_first_root_node().add_child(name="内部材料")
    document = kept_document(collection=collection)
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
    restriction.groups.add(group_of("content_editor"))

    assert read(citizens.signed_in(), document.url).status_code == 403
    assert read(staff("content_editor"), document.url).status_code == 200


def test_a_citizen_finds_nothing_of_it_beside_the_page() -> None:
    address = shut_page()
    browser = citizens.signed_in()
    slug = address.rstrip("/").rpartition("/")[2]

    for beside in ("/qa/", "/qa/feed/", "/sitemap-pages.xml", "/api/v2/knowledge-qas/", "/search/?q=值班安排"):
        answer = read(browser, beside)
        assert answer.status_code == 200, beside
        assert slug not in answer.content.decode(), beside
        assert TITLE not in answer.content.decode(), beside
    assert read(browser, f"/api/v2/knowledge-qas/{slug}/").status_code == 404


def test_the_form_says_in_chinese_who_may_read() -> None:
    with override("zh-hans"):
        shown = [str(label) for _kind, label in PageViewRestriction.RESTRICTION_CHOICES]

    assert shown == [
        "公开",
        "不公开，知道密码的人能看",
        "不公开，本网工作人员登录后能看",
        "不公开，指定角色的工作人员登录后能看",
    ]
