"""Whatever goes wrong under /api/ is told as a problem (RFC 9457): Chinese for people, a reason for programs."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.core.signals import got_request_exception
from django.http import HttpResponse
from django.test import Client
from rest_framework.settings import api_settings

from cms.laws.api.instruments import InstrumentViewSet
from portal.common.api.problems import CONTENT_TYPE


def problem(response: HttpResponse, status: int, reason: str) -> dict[str, Any]:
    """Check that an answer is a whole problem, and give it."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == CONTENT_TYPE
    assert response.headers["Cache-Control"] == "no-store"
    body = response.json()
    assert body["status"] == status
    assert body["reason"] == reason
    assert body["type"] == f"urn:fawang:problem:{reason}"
    assert body["title"]
    assert any("\u4e00" <= character <= "\u9fff" for character in body["detail"]), body["detail"]
    return body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/api/", "/api/v2/nothing/", "/api/v2/nothing", "/api/v1/instruments/", "/api/v2/instruments/大写/"]
)
def test_an_unknown_address_is_a_problem_and_no_page(client: Client, address: str) -> None:
    problem(client.get(address), 404, "not_found")


def test_an_address_without_its_slash_leads_to_the_one_with_it(client: Client) -> None:
    response = client.get("/api/v2/instruments?level=law")
    assert response.status_code == 308
    assert response.headers["Location"] == "/api/v2/instruments/?level=law"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v2/instruments/")
    problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_format_that_does_not_exist_is_refused(client: Client) -> None:
    problem(client.get("/api/v2/instruments/", headers={"Accept": "application/xml"}), 406, "not_acceptable")


@pytest.mark.django_db
def test_plain_text_is_given_as_a_problem_when_it_fails(client: Client) -> None:
    response = client.get("/api/v2/instruments/keine/download.txt", headers={"Accept": "text/plain"})
    problem(response, 404, "no_such_instrument")


def test_a_body_in_an_unknown_format_is_refused_by_an_address_that_reads_bodies(client: Client) -> None:
    with patch.object(InstrumentViewSet, "list", lambda self, request: request.data):
        response = client.generic("GET", "/api/v2/instruments/", b"<a/>", content_type="application/xml")
    problem(response, 415, "unsupported_media_type")


def test_parameters_that_mean_nothing_are_named_one_by_one(client: Client) -> None:
    response = client.get("/api/v2/instruments/?page=-1&on=2026-02-30&level=poem&page_size=101")
    body = problem(response, 400, "invalid_parameters")
    assert {error["parameter"] for error in body["errors"]} == {"on", "level"}
    body = problem(client.get("/api/v2/instruments/?page=-1&page_size=101"), 400, "invalid_parameters")
    assert {error["parameter"] for error in body["errors"]} == {"page", "page_size"}
    assert all(error["parameter"] in body["detail"] for error in body["errors"])


class TestFaultsOfOurs:
    """A fault is told to the log and to listeners, and to the client only that it happened."""

    @pytest.fixture
    def heard(self) -> Iterator[list[Any]]:
        signals: list[Any] = []

        def listen(**signal: Any) -> None:
            signals.append(signal["request"].path)

        got_request_exception.connect(listen)
        yield signals
        got_request_exception.disconnect(listen)

    def test_a_fault_in_a_view(self, client: Client, heard: list[Any], caplog: pytest.LogCaptureFixture) -> None:
        with patch.object(InstrumentViewSet, "list", side_effect=RuntimeError("secret words")):
            response = client.get("/api/v2/instruments/")
        problem(response, 500, "server_error")
        assert "secret words" not in response.content.decode()
        assert heard == ["/api/v2/instruments/"]
        assert "secret words" in caplog.text

    def test_a_fault_in_a_middleware(self, client: Client) -> None:
        with patch("django.middleware.common.CommonMiddleware.process_request", side_effect=RuntimeError("secret")):
            response = client.get("/api/v2/instruments/")
        problem(response, 500, "server_error")
        assert "secret" not in response.content.decode()

    def test_a_host_that_is_not_ours(self, client: Client) -> None:
        problem(client.get("/api/v2/", headers={"Host": "elsewhere.example"}), 400, "bad_request")

    def test_a_page_outside_the_api_keeps_its_own_error(self, client: Client) -> None:
        with patch("django.middleware.common.CommonMiddleware.process_request", side_effect=RuntimeError("secret")):
            response = client.get("/laws/")
        assert response.status_code == 500
        assert response.headers["Content-Type"] != CONTENT_TYPE


class TestThrottling:
    """One address may ask only so often."""

    @pytest.fixture(autouse=True)
    def _two_a_minute(self) -> Iterator[None]:
        with patch.dict(api_settings.DEFAULT_THROTTLE_RATES, {"address": "2/minute"}):
            yield

    def ask(self, client: Client, address: str = "10.0.0.1", forwarded: str = "") -> HttpResponse:
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        return client.get("/api/v2/", REMOTE_ADDR=address, headers=headers)

    def test_the_third_request_is_told_when_to_come_back(self, client: Client) -> None:
        assert [self.ask(client).status_code for _ in range(2)] == [200, 200]
        response = self.ask(client)
        problem(response, 429, "throttled")
        assert 1 <= int(response.headers["Retry-After"]) <= 60

    def test_other_addresses_are_counted_apart(self, client: Client) -> None:
        assert [self.ask(client, f"10.0.0.{last}").status_code for last in (1, 1, 2, 2)] == [200] * 4

    def test_a_forged_header_does_not_help_where_no_proxy_is_trusted(self, client: Client, settings: Any) -> None:
        settings.TRUSTED_PROXY_HOPS = 0
        answers = [self.ask(client, forwarded=f"203.0.113.{last}").status_code for last in range(3)]
        assert answers == [200, 200, 429]

    def test_behind_our_proxy_the_address_it_wrote_counts_and_nothing_before_it(
        self, client: Client, settings: Any
    ) -> None:
        settings.TRUSTED_PROXY_HOPS = 1
        forged = [self.ask(client, forwarded=f"203.0.113.{last}, 198.51.100.7").status_code for last in range(3)]
        assert forged == [200, 200, 429]
        assert self.ask(client, forwarded="198.51.100.8").status_code == 200
