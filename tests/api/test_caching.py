"""What caches may keep, when nothing has to be sent again, and who may read from a page of their own."""

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client

from cms.laws.models import Instrument
from cms.laws.services.publishing import publish
from tests.api.laws import law, text

LAW_ADDRESSES = [
    "/api/v2/",
    "/api/v2/instruments/",
    "/api/v2/instruments/{slug}/",
    "/api/v2/instruments/{slug}/versions/",
    "/api/v2/instruments/{slug}/versions/2010-01-01/",
    "/api/v2/instruments/{slug}/download.json",
    "/api/v2/instruments/{slug}/download.txt",
    "/api/v2/instruments/{slug}/provisions/?number=1",
    "/api/v2/provisions/?instrument={slug}&number=1",
    "/api/v2/schema/",
]


@pytest.mark.parametrize("address", LAW_ADDRESSES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_it_already_gets_nothing_sent(
    client: Client, labour_law: Instrument, address: str, method: str
) -> None:
    address = address.format(slug=labour_law.slug)
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Cache-Control"].startswith("public, s-maxage=")
    again = getattr(client, method)(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    other = getattr(client, method)(address, headers={"If-None-Match": '"something-else"'})
    assert other.status_code == 200


@pytest.mark.parametrize("address", LAW_ADDRESSES[1:-1])
def test_a_new_text_has_a_new_tag(client: Client, labour_law: Instrument, address: str) -> None:
    address = address.format(slug=labour_law.slug)
    tag = client.get(address).headers["ETag"]
    changed = labour_law.versions.get(effective_on=date(2010, 1, 1))
    changed.document_number = "示范令第1号"
    changed.source_text = changed.source_text.replace("旧的", "更旧的")
    publish(changed)
    publish(text(date(2021, 1, 1), "第一条 再次修改。", instrument=labour_law))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db
def test_the_tag_changes_when_a_day_comes_that_changes_the_law(client: Client) -> None:
    instrument = law("示范法", text(date(2001, 1, 1)), text(date(2030, 6, 1), "第一条 新。"))
    address = f"/api/v2/instruments/{instrument.slug}/"
    with time_machine.travel("2030-05-31T15:59:00Z", tick=False):
        before = client.get(address)
        assert before.json()["effective_on"] == "2001-01-01"
        assert before.headers["Cache-Control"] == "public, s-maxage=60, max-age=0"
    with time_machine.travel("2030-05-31T15:59:50Z", tick=False):
        assert client.get(address).headers["Cache-Control"] == "public, s-maxage=10, max-age=0"
    with time_machine.travel("2030-05-31T16:00:00Z", tick=False):
        after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        assert after.json()["effective_on"] == "2030-06-01"
        assert after.headers["Last-Modified"] == "Fri, 31 May 2030 16:00:00 GMT"


def test_when_it_last_changed_is_said_of_one_law(client: Client, labour_law: Instrument) -> None:
    response = client.get(f"/api/v2/instruments/{labour_law.slug}/")
    assert "Last-Modified" in response.headers
    assert "Last-Modified" not in client.get("/api/v2/instruments/").headers


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v2/instruments/", "/api/v2/nothing/", "/api/v2/instruments/?page=x"])
def test_any_page_may_read_and_nobody_is_known_by_a_cookie(client: Client, address: str) -> None:
    response = client.get(address, headers={"Origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    for name in ("ETag", "Last-Modified", "Retry-After"):
        assert name in response.headers["Access-Control-Expose-Headers"]


def test_a_browser_may_ask_conditionally_and_may_not_write(client: Client) -> None:
    response = client.options(
        "/api/v2/instruments/",
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    assert response.status_code == 200
    assert "if-none-match" in response.headers["Access-Control-Allow-Headers"]
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
def test_pages_of_the_portal_are_not_shared_with_other_origins(client: Client) -> None:
    response = client.get("/robots.txt", headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in response.headers


class TestQueries:
    """How often the database is asked does not grow with what it holds."""

    @pytest.mark.parametrize(("laws", "size"), [(2, 2), (25, 25)])
    @pytest.mark.django_db
    def test_lists(self, client: Client, django_assert_max_num_queries: Any, laws: int, size: int) -> None:
        successor = law("示范新法", text(date(2001, 1, 1)))
        for number in range(laws):
            law(f"示范法{number}", text(date(2001, 1, 1)), text(date(2002, 1, 1)), replaced_by=successor)
        addresses = [
            f"/api/v2/instruments/?page_size={size}&effectivity=in_force&q=法",
            f"/api/v2/instruments/{successor.slug}/versions/",
            f"/api/v2/provisions/?instrument={successor.slug}",
        ]
        for address in addresses:
            with django_assert_max_num_queries(6):
                assert client.get(address).json()["count"] >= 1

    @pytest.mark.parametrize("articles", [2, 60])
    @pytest.mark.django_db
    def test_one_law(self, client: Client, django_assert_max_num_queries: Any, articles: int) -> None:
        body = "\n\n".join(f"第{number}条 第{number}条的示范条文。" for number in range(1, articles + 1))
        instrument = law("示范法", text(date(2001, 1, 1), body), text(date(2002, 1, 1), body))
        for address in ("", "versions/2001-01-01/", "download.json", "download.txt", "provisions/?page_size=100"):
            with django_assert_max_num_queries(6):
                assert client.get(f"/api/v2/instruments/{instrument.slug}/{address}").status_code == 200


def test_a_request_that_means_nothing_asks_nothing_of_the_database(client: Client) -> None:
    """Without the ``db`` fixture any query would fail the test."""
    with patch("cms.laws.api.instruments.public_instrument", side_effect=AssertionError):
        response = client.get("/api/v2/instruments/a/?on=yesterday")
    assert response.status_code == 400
