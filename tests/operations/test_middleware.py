"""Each answer's policy for the browser, and the honest 503."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from portal.operations import middleware


def database_lost(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [path("page/", database_lost), path("api/v2/page/", database_lost)]


def policy_of(client: Client, address: str) -> str:
    return client.get(address)["Content-Security-Policy"]


@pytest.mark.django_db
def test_public_pages_may_run_no_inline_script_or_style(client: Client) -> None:
    policy = policy_of(client, "/nowhere/")
    assert "unsafe" not in policy
    # Directives come in any order: the last one ends without a semicolon.
    assert "script-src 'self'" in [directive.strip() for directive in policy.split(";")]
    assert "object-src 'none'" in policy


@pytest.mark.django_db
def test_the_admin_may_write_inline_but_loads_nothing_from_elsewhere(client: Client) -> None:
    policy = policy_of(client, "/admin/login/")
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "default-src 'self'" in policy
    assert "http" not in policy


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/laws/%00/", "/%00"])
def test_an_address_with_a_null_byte_is_refused_in_words_on_any_database(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "法网" in answer.content.decode()


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/laws/?q=%00", "/search/?q=%00a", "/laws/?level=%00law"])
def test_null_bytes_that_were_typed_are_left_out_on_any_database(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database answers nobody; views that ask it fail."""
    monkeypatch.setattr(middleware, "_database_answers", lambda: False)
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.usefixtures("gone")
def test_a_page_that_needs_the_lost_database_says_so_with_503(client: Client) -> None:
    answer = client.get("/page/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert answer["Cache-Control"] == "no-store"
    assert "暂时无法使用" in answer.content.decode()


@pytest.mark.usefixtures("gone")
def test_the_api_says_it_as_a_problem(client: Client) -> None:
    answer = client.get("/api/v2/page/")
    assert answer.status_code == 503
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer["Retry-After"] == "60"


@pytest.mark.django_db
def test_a_fault_of_ours_is_not_blamed_on_the_database(client: Client) -> None:
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        assert client.get("/page/").status_code == 500
