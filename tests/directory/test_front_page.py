"""The directory's door: on every page while there is somebody behind it, on none while there is nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core.front_page import Door, doors, register_door
from cms.core.site_builder import build_site
from tests.directory.builders import institution, practitioner

pytestmark = pytest.mark.django_db
DOOR = 'href="/directory/"'
PAGES = ("/", "/about/", "/laws/", "/search/", "/nowhere/")


@pytest.fixture(autouse=True)
def _site() -> None:
    build_site()


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_no_page_leads_to_a_directory_that_holds_nobody(client: Client) -> None:
    institution(status="unlisted")
    for address in PAGES:
        assert DOOR not in read(client, address), address


@pytest.mark.parametrize("make", [institution, practitioner])
def test_the_first_public_entry_opens_the_door_on_pages_that_were_kept_before(
    client: Client, make: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for address in PAGES:
        read(client, address)
    with django_capture_on_commit_callbacks(execute=True):
        entry = make()
    for address in PAGES:
        assert DOOR in read(client, address), address
    with django_capture_on_commit_callbacks(execute=True):
        entry.status = "unlisted"
        entry.save()
    for address in PAGES:
        assert DOOR not in read(client, address), address


def test_a_door_costs_no_query_of_its_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    institution()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/search/").status_code == 200
        return len(asked)

    queries()
    number = queries()
    known = {door.name: door for door in doors()}
    monkeypatch.setattr("cms.core.front_page._doors", known)
    register_door(Door("another", "另一扇门", "示范", "/another/", behind=known["directory"].behind))
    assert queries() == number
    assert 'href="/another/"' in read(client, "/search/")


def test_without_settings_or_site_a_page_still_stands(client: Client) -> None:
    from wagtail.models import Site

    Site.objects.all().delete()
    assert "12348" in read(client, "/laws/")
