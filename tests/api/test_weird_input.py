"""What nobody should send, and somebody will: answered with a problem, never with a fault."""

from typing import Any

import pytest
from django.test import Client

from cms.laws.models import Instrument

pytestmark = pytest.mark.integration  # each database has its own idea of what it cannot store

LISTS = ["/api/v2/instruments/", "/api/v2/instruments/shi-fan-yong-gong-fa/versions/"]
NUL, REPLACED, EMOJI = "%00", "%FF%FE", "%F0%9F%92%A9"


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=1.5",
        "page=" + "9" * 30,
        "page=" + "9" * 5000,
        "page=99999999999",
        "page=one",
        f"page=1{NUL}",
        "page=NaN",
        "page_size=0",
        "page_size=-5",
        "page_size=101",
        "page_size=1e2",
        "on=2020-02-30",
        "on=2020-1-1",
        "on=20200101",
        "on=2020-W01-1",
        "on=%EF%BC%92020-01-01",
        "on=10000-01-01",
        "on=0000-01-01",
        "on=-0001-01-01",
        f"on=2020-01-01{NUL}",
        "on=today",
    ],
)
def test_numbers_and_days_that_are_none_are_refused(
    client: Client, labour_law: Instrument, address: str, query: str
) -> None:
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400, response.content.decode()
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        f"q=a{NUL}b",
        f"region={NUL}",
        f"authority={NUL}",
        f"category=x{NUL}",
        f"topic={NUL}",
        "q=" + "x" * 201,
        "level=LAW",
        "effectivity=amended",
        "ordering=title",
        "updated_since=yesterday",
        "updated_since=0001-01-01T00:00:00",
        "updated_since=9999-12-31T23:59:59-12:00",
        "updated_since=2020-13-01",
        f"updated_since={NUL}",
    ],
)
def test_filters_that_mean_nothing_are_refused(client: Client, query: str) -> None:
    response = client.get(f"/api/v2/instruments/?{query}")
    assert response.status_code == 400, response.content.decode()
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        f"q={REPLACED}",
        f"q={EMOJI}",
        "q=%25%5F%5C",
        "q=%20%20",
        "q=",
        "on=",
        "level=",
        "page=",
        "q=%27%3B%20DROP%20TABLE%20laws_instrument--",
        f"unknown={NUL}",
        "page=1&page=1",
        "q[]=a",
        "on=0001-01-01",
        "on=9999-12-31",
    ],
)
def test_what_can_be_understood_is_answered(client: Client, query: str) -> None:
    response = client.get(f"/api/v2/instruments/?{query}")
    assert response.status_code == 200, response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        f"number=1{NUL}",
        "number=-1",
        "number=1-",
        "number=99999",
        "number=1-1-1-1",
        "number=%EF%BC%91",
        "number=第一条",
        f"locator={NUL}",
        "locator=1;2",
        "locator=(((((",
        "kind=poem",
        "on=0",
    ],
)
def test_places_that_cannot_be_are_refused(client: Client, labour_law: Instrument, query: str) -> None:
    response = client.get(f"/api/v2/provisions/?instrument={labour_law.slug}&{query}")
    assert response.status_code == 400, response.content.decode()


@pytest.mark.parametrize("slug", [f"a{NUL}", "大", "a" * 101, "..%2F..", ""])
def test_an_instrument_that_cannot_be_named_so_is_refused(client: Client, slug: str) -> None:
    """Before any question to the database, as the missing ``db`` fixture shows."""
    assert client.get("/api/v2/provisions/", {"instrument": slug} if "%" not in slug else None).status_code == 400
    assert client.get(f"/api/v2/provisions/?instrument={slug}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        f"/api/v2/{NUL}/",
        f"/api/v2/instruments/{NUL}/",
        f"/api/v2/instruments/a{NUL}b/download.json",
        f"/api/v2/instruments/{REPLACED}/",
        f"/api/v2/instruments/{EMOJI}/",
        "/api/v2/instruments/" + "a" * 5000 + "/",
        "/api/v2/instruments/a/versions/2020-02-30/",
        "/api/v2/instruments/a/versions/９９９９-01-01/",
        "/api/v2/instruments/../../admin/",
        "/api/v2//",
        "/api//v2/",
        "/api/v2/instruments/a/download.xml",
        "/api/v2/instruments/a/downloadxjson",
    ],
)
def test_weird_addresses_are_not_found(client: Client, address: str, settings: Any) -> None:
    response = client.get(address)
    assert response.status_code in (400, 404)
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": ""},
        {"Accept": "nonsense"},
        {"Accept": "application/json;q=x"},
        {"Accept": "*/*;" + "a" * 9000},
        {"If-None-Match": "no quotes"},
        {"If-None-Match": '"' + "a" * 9000},
        {"If-None-Match": "\x01"},
        {"If-Modified-Since": "never"},
        {"X-Forwarded-For": "\x00,," + "9" * 9000},
        {"Range": "bytes=5-1"},
        {"Content-Type": "multipart/form-data; boundary="},
    ],
)
def test_weird_headers_do_no_harm(client: Client, headers: dict[str, str], settings: Any) -> None:
    settings.TRUSTED_PROXY_HOPS = 1
    assert client.get("/api/v2/instruments/", headers=headers).status_code in (200, 406)
