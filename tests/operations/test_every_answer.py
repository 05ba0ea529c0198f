"""What every answer carries, refusals and faults too: a policy for scripts, no address to other sites, no frame elsewhere."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

pytestmark = pytest.mark.django_db


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def often(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=429)


urlpatterns = [
    *(path(f"{view.__name__}/", view) for view in (denied, suspicious, fault, often)),
    path("", include("portal.urls")),
]


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", "/suspicious/", {}, 400),
        ("GET", "/%00/", {}, 400),
        ("GET", "/often/", {"host": "elsewhere.example"}, 400),
        ("POST", "/often/", {"content-type": "text/plain; charset=gbk"}, 400),
        ("GET", "/denied/", {}, 403),
        ("POST", "/often/", {}, 403),  # a form without its token
        ("GET", "/nowhere/", {}, 404),
        ("PATCH", "/often/", {}, 405),
        ("GET", "/often/", {}, 429),
        ("GET", "/fault/", {}, 500),
    ],
)
def test_a_refusal_has_the_guards_of_a_page(method: str, address: str, headers: dict[str, str], status: int) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        answer = client.generic(method, address, headers=headers)

    assert answer.status_code == status
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
