"""A page, or files, with a password of their own cannot be guessed at without end, and who knows the password is not stopped."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from portal.accounts import page_passwords
from tests.core.test_media import kept_document
from tests.editorial.builders import published

pytestmark = pytest.mark.django_db
RIGHT = "示范口令"


@pytest.fixture(params=["page", "files"])
def address(request: pytest.FixtureRequest) -> str:
    if request.param == "files":
        collection = Collection.get_first_root_node().add_child(name="内部材料")
        shut = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="password", password=RIGHT
        )
        return reverse("wagtaildocs_authenticate_with_password", args=[shut.pk])
    page = published("knowledge_qa", title="内部试读")
    locked = PageViewRestriction.objects.create(page=page, restriction_type="password", password=RIGHT)
    return reverse("wagtailcore_authenticate_with_password", args=[locked.pk, page.pk])


def attempt(address: str, password: str, network: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=network).post(address, {"password": password, "return_url": "/"})


def test_after_thirty_wrong_passwords_from_a_network_the_right_one_is_not_looked_at(address: str) -> None:
    for _try in range(page_passwords.WRONG.limit):
        assert attempt(address, "错").status_code == 200

    refused = attempt(address, RIGHT)
    assert refused.status_code == 429
    assert refused["Cache-Control"] == "no-store"
    assert attempt(address, RIGHT, "198.51.100.1").status_code == 302


def test_the_right_password_is_counted_for_nobody(address: str) -> None:
    for _reader in range(page_passwords.WRONG.limit + 5):
        assert attempt(address, RIGHT).status_code == 302


def test_the_password_is_asked_for_in_the_frame_of_every_page(client: Client) -> None:
    page = published("knowledge_qa", title="内部试读")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password=RIGHT)
    collection = Collection.get_first_root_node().add_child(name="内部材料")
    document = kept_document(collection=collection)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password=RIGHT)

    for place, words in ((page.get_absolute_url(), "这一页不公开"), (document.url, "这份文件不公开")):
        body = client.get(place).content.decode()
        assert words in body, place
        assert "内部试读" not in body, place  # neither as a title nor for programs
        assert 'class="site-footer' in body, place
        assert f'name="return_url" value="{place}"' in body, place

    shut = PageViewRestriction.objects.get()
    wrong = client.post(
        reverse("wagtailcore_authenticate_with_password", args=[shut.pk, page.pk]),
        {"password": "错", "return_url": page.get_absolute_url()},
    ).content.decode()
    assert "密码错误" in wrong
    assert 'aria-invalid="true"' in wrong
