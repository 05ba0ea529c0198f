"""Each role sees its own part of the admin: the menu, the lists and choosers of files, the admin's own API."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from wagtail.admin.menu import admin_menu, reports_menu
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.core.collections import DIRECTORY_PHOTOS, EDITORIAL, collection
from portal.accounts.models import User
from portal.accounts.roles import group_of

pytestmark = pytest.mark.django_db


def person(role: str) -> User:
    user = User.objects.create_user(role, f"{role}@example.invalid", "secret-enough-1")
    user.groups.add(group_of(role))
    return user


def shown(role: str, menu) -> set[str]:
    request = RequestFactory().get("/admin/")
    request.user = person(role)
    return {item.name for item in menu.menu_items_for_request(request)}


def browser(role: str) -> Client:
    client = Client()
    client.force_login(person(role))
    return client


@pytest.fixture
def pictures() -> None:
    for title, place in (("编辑的图片", EDITORIAL), ("名录的照片", DIRECTORY_PHOTOS)):
        get_image_model().objects.create(
            title=title, description="示范", file=get_test_image_file(), collection=collection(place)
        )


@pytest.mark.parametrize("role", ["directory_clerk", "directory_approver"])
def test_the_directorys_people_see_no_pages_laws_or_settings_in_the_menu(role: str) -> None:
    items = shown(role, admin_menu)

    assert not items & {"explorer", "laws", "settings", "wording"}, items
    assert any("directory" in item or item == "名录" for item in items), items


@pytest.mark.parametrize("role", ["content_editor", "reviewing_editor"])
def test_editors_see_no_directory_and_no_settings_in_the_menu(role: str) -> None:
    items = shown(role, admin_menu)

    assert "explorer" in items
    assert not any("directory" in item for item in items), items
    assert "settings" not in items


def test_an_auditor_sees_what_is_read_and_no_pages_to_edit() -> None:
    assert "explorer" not in shown("auditor", admin_menu)
    User.objects.all().delete()

    assert {"audit", "every-page", "every-image", "every-document"} <= shown("auditor", reports_menu)


@pytest.mark.parametrize("role", ["content_editor", "directory_clerk"])
def test_the_audit_log_and_every_page_are_offered_to_nobody_else(role: str) -> None:
    assert not {"audit", "every-page"} & shown(role, reports_menu)


@pytest.mark.parametrize(
    ("role", "sees", "sees_not"),
    [("reviewing_editor", "编辑的图片", "名录的照片"), ("directory_clerk", "名录的照片", "编辑的图片")],
)
@pytest.mark.parametrize("path", ["/admin/images/", "/admin/images/chooser/", "/admin/api/main/images/"])
def test_lists_choosers_and_the_api_show_ones_own_collection(
    role: str, sees: str, sees_not: str, path: str, pictures: None
) -> None:
    page = browser(role).get(path)
    words = page.content.decode()
    if "json" in page["Content-Type"]:
        words = str(page.json())

    assert sees in words
    assert sees_not not in words


def test_anothers_image_is_not_chosen_by_its_number_alone_or_among_others(pictures: None) -> None:
    foreign = get_image_model().objects.get(title="编辑的图片").pk
    own = get_image_model().objects.get(title="名录的照片").pk
    clerk = browser("directory_clerk")

    assert clerk.get(f"/admin/images/chooser/chosen/{own}/").status_code == 200
    assert clerk.get(f"/admin/images/chooser/chosen/{foreign}/").status_code == 403
    assert clerk.get("/admin/images/chooser/chosen-multiple/", {"id": [own, foreign]}).status_code == 403
    assert clerk.get(f"/admin/images/chooser/{foreign}/select_format/").status_code == 403
