"""Each answer's policy for the browser, and the honest 503."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from portal.accounts.models import User
from portal.common import mistaken
from portal.operations import middleware
from portal.wsgi import application


def database_lost(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


def echo(request: HttpRequest) -> JsonResponse:
    return JsonResponse(dict((request.POST or request.GET).lists()))


def asks(request: HttpRequest) -> HttpResponse:
    if request.GET.get("fault") == "ours":
        raise ValueError("not '7'")
    if request.GET.get("fault") == "other":
        return HttpResponse(json.loads("[") + "x")
    if request.GET.get("kept") == "column":
        with connection.cursor() as cursor:
            cursor.execute("SELECT CAST(%s AS bigint)", [int(request.GET["id"])])
    return HttpResponse(User.objects.filter(pk__in=request.GET.getlist("id")).count())


urlpatterns = [
    path("page/", database_lost),
    path("api/v2/page/", database_lost),
    path("echo/", echo),
    path("asks/", asks),
]


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


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_null_bytes_in_a_form_are_left_out_and_nothing_else_of_it(client: Client, content_type: str) -> None:
    body = (
        "words=%E5%AD%97%00a&words=b&name%00=c"
        if "urlencoded" in content_type
        else "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (("words", "字\x00a"), ("words", "b"), ("name", "c\x00"))
        )
        + "--b--\r\n"
    )
    with override_settings(ROOT_URLCONF=__name__):
        answer = client.generic("POST", "/echo/", body, content_type=content_type)

    assert answer.json() == {"words": ["字a", "b"], "name": ["c"]}


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "base64", "undefined", "gbk", "no-such"])
def test_text_that_claims_another_encoding_never_becomes_half_a_character_nor_an_error(charset: str) -> None:
    words = "words=%2B2AA-%5Cud800"

    def answer(method: str, content_type: str) -> tuple[str, bytes]:
        said: list[str] = []
        wsgi = RequestFactory().generic(method, f"/echo/?{words}", b"a=b").environ
        wsgi["CONTENT_TYPE"] = f"{content_type}; charset={charset}"
        body = b"".join(application(wsgi, lambda status, headers: said.append(status)))
        return said[0], body

    with override_settings(ROOT_URLCONF=__name__):
        assert answer("GET", "text/plain") == ("200 OK", json.dumps({"words": ["+2AA-\\ud800"]}).encode())
        assert answer("POST", "application/x-www-form-urlencoded")[0] == "400 Bad Request"
        assert answer("POST", "multipart/form-data; boundary=b")[0] == "400 Bad Request"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/asks/?id=NaN", 400),  # a key that is no number, in Django's lines
        (f"/asks/?kept=column&id={'9' * 30}", 400),  # what no column holds
        ("/asks/?id=7&fault=ours", 500),  # our own line raised
        ("/asks/?id=7&fault=other", 500),  # about nothing that was sent
    ],
)
@pytest.mark.integration
@pytest.mark.django_db(transaction=True)
def test_what_a_library_cannot_read_is_the_senders_mistake_and_our_own_faults_stay_ours(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, status: int
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr(mistaken, "OURS", (__file__,))
    with override_settings(ROOT_URLCONF=__name__):
        answer = client.get(address)

    assert answer.status_code == status
    assert "no-store" in answer.headers.get("Cache-Control", "no-store")


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
