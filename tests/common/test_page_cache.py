"""Pages kept for anonymous readers: for whom, until when, and never longer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, override_settings
from django.urls import path

from cms.core.site_builder import build_site
from cms.laws.models import Instrument
from portal.common.generation import current_generation, raise_generation
from portal.common.page_cache import cached_page, keep_out
from tests.laws.builders import instrument, law_text, published

pytestmark = pytest.mark.django_db

TITLE = "示范园林法"
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
shown = SimpleNamespace(times=0)


@cached_page(params=("level",), uncached=("q",))
def counted(request, name="page"):
    """A page that counts how often it is made."""
    shown.times += 1
    return HttpResponse(f"{name} {sorted(request.GET.items())} {request.META['QUERY_STRING']}")


@cached_page()
def with_token(request):
    shown.times += 1
    return HttpResponse(get_token(request))


@cached_page()
def with_session(request):
    shown.times += 1
    return HttpResponse(str(request.user.is_authenticated))


@cached_page()
def skipped(request):
    shown.times += 1
    keep_out(request)
    return HttpResponse("once")


@cached_page()
def missing(request):
    shown.times += 1
    return HttpResponse("no", status=404)


def plain(request):
    shown.times += 1
    return HttpResponse("plain")


urlpatterns = [
    path("counted/", counted),
    path("token/", with_token),
    path("session/", with_session),
    path("skipped/", skipped),
    path("missing/", missing),
    path("plain/", plain),
]


@pytest.fixture(autouse=True)
def _start():
    shown.times = 0
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def small_site():
    """The views above, alone."""
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    """Publish a text as in a transaction of its own: what waits for the commit is done."""

    def publishing(law, words, day, **values):
        with django_capture_on_commit_callbacks(execute=True):
            return published(law, law_text(TITLE, [words]), day, **values)

    return publishing


@pytest.fixture
def law(publish) -> Instrument:
    """A law with one text."""
    made = instrument(TITLE)
    publish(made, "园林收费。", date(2020, 1, 1))
    return made


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("small_site")
class TestWhatIsKept:
    def test_a_page_is_made_once_for_all_anonymous_readers(self):
        assert Client().get("/counted/").content == Client().get("/counted/").content
        assert shown.times == 1

    def test_declared_parameters_have_a_page_each(self, client):
        client.get("/counted/?level=law"), client.get("/counted/?level=rule"), client.get("/counted/?level=law")
        assert shown.times == 2

    def test_undeclared_parameters_make_no_entry_and_are_not_seen_by_the_view(self, client):
        first = client.get("/counted/")
        for number in range(5):
            response = client.get(f"/counted/?utm={number}&x=%3Cscript%3E")
            assert response.content == first.content
        assert shown.times == 1

    def test_an_undeclared_parameter_cannot_fill_the_entry_of_the_bare_address(self, client):
        client.get("/counted/?evil=1")
        assert "evil" not in client.get("/counted/").content.decode()

    def test_typed_words_are_never_kept_anywhere(self, client):
        for _ in range(2):
            assert client.get("/counted/?q=x")["Cache-Control"] == "no-store"
        assert shown.times == 2

    def test_large_print_and_high_contrast_are_kept_apart(self):
        for mode in ("", "large", "contrast", "large-contrast", "large"):
            client = Client()
            client.cookies["display"] = mode
            client.get("/counted/")
        assert shown.times == 4

    def test_an_invented_mode_is_the_normal_one(self):
        for mode in ("", "x1", "x2"):
            client = Client()
            client.cookies["display"] = mode
            client.get("/counted/")
        assert shown.times == 1

    def test_other_hosts_have_pages_of_their_own(self, client):
        client.get("/counted/"), client.get("/counted/", HTTP_HOST="localhost")
        assert shown.times == 2

    @pytest.mark.parametrize("address", ["/token/", "/session/", "/skipped/", "/missing/", "/plain/"])
    def test_what_belongs_to_one_reader_or_moment_is_not_kept(self, client, address):
        client.get(address), Client().get(address)
        assert shown.times == 2

    def test_who_has_a_session_neither_fills_the_cache_nor_reads_it(self, client):
        client.cookies["sessionid"] = "x" * 32
        response = client.get("/counted/")
        client.get("/counted/")
        assert shown.times == 2
        assert response["Cache-Control"] == "private, no-cache"
        Client().get("/counted/")
        assert shown.times == 3

    def test_only_reading_is_answered_from_the_cache(self, client):
        client.get("/counted/")
        client.post("/counted/")
        assert shown.times == 2
        assert client.head("/counted/").content == b""
        assert shown.times == 2


@pytest.mark.usefixtures("small_site")
class TestWhatOthersMayKeep:
    def test_a_minute_and_never_past_midnight_and_only_for_the_same_cookie(self, client):
        response = client.get("/counted/")
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
        assert "Cookie" in response["Vary"]
        with time_machine.travel(datetime(2026, 11, 22, 15, 59, 50, tzinfo=UTC), tick=False):
            assert client.get("/counted/")["Cache-Control"].endswith("s-maxage=10")

    def test_a_kept_page_has_the_guards_of_a_fresh_one(self, client):
        fresh, kept = client.get("/counted/"), client.get("/counted/")
        assert dict(fresh.items()) == dict(kept.items())
        assert "script-src 'self'" in kept["Content-Security-Policy"]

    def test_who_has_the_page_is_told_that_it_has_not_changed(self, client):
        tag = client.get("/counted/")["ETag"]
        response = client.get("/counted/", HTTP_IF_NONE_MATCH=tag)
        assert (response.status_code, response.content) == (304, b"")
        assert response["Cache-Control"].startswith("public")
        assert client.get("/counted/?level=law", HTTP_IF_NONE_MATCH=tag).status_code == 200


class TestUntilWhen:
    def test_what_is_published_is_read_at_once(self, client, law, publish):
        assert "园林收费" in read(client, law.get_absolute_url())
        publish(law, "园林免费。", date(2024, 1, 1))
        assert "园林免费" in read(client, law.get_absolute_url())

    def test_what_is_withdrawn_is_gone_at_once(self, client, law, django_capture_on_commit_callbacks):
        read(client, law.get_absolute_url())
        assert TITLE in read(client, "/laws/")
        with django_capture_on_commit_callbacks(execute=True):
            law.versions.get().unpublish()
        assert client.get(law.get_absolute_url()).status_code == 404
        assert TITLE not in read(client, "/laws/")

    def test_at_midnight_in_shanghai_a_text_takes_effect_without_a_job(self, client, law, publish):
        publish(law, "园林免费。", date(2026, 11, 23))
        with time_machine.travel(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), tick=False):
            assert "园林收费" in read(client, law.get_absolute_url())
        with time_machine.travel(datetime(2026, 11, 22, 16, 0, 0, tzinfo=UTC), tick=False):
            assert "园林免费" in read(client, law.get_absolute_url())

    def test_at_midnight_a_repeal_shows_on_page_and_list(self, client, publish):
        made = instrument(TITLE)
        publish(made, "园林收费。", date(2020, 1, 1), is_repealed=True, expired_on=date(2026, 11, 23))
        for address in (made.get_absolute_url(), "/laws/"):
            assert "badge-in_force" in read(client, address)
            with time_machine.travel(NOON + timedelta(hours=12), tick=False):
                assert "badge-repealed" in read(client, address)

    def test_an_edited_page_is_read_at_once(self, client, django_capture_on_commit_callbacks):
        home = build_site()
        client.get("/")
        with django_capture_on_commit_callbacks(execute=True):
            home.introduction = "示范的一句话"
            home.save_revision().publish()
        assert "示范的一句话" in read(client, "/")

    def test_a_change_that_is_rolled_back_changes_no_page(self, django_capture_on_commit_callbacks):
        before = current_generation()
        with django_capture_on_commit_callbacks(execute=False):
            raise_generation()
        assert current_generation() == before
        with django_capture_on_commit_callbacks(execute=True):
            raise_generation()
        assert current_generation() != before


class TestCost:
    def test_a_kept_page_costs_one_question(self, client, law, django_assert_num_queries):
        read(client, law.get_absolute_url())
        with django_assert_num_queries(1):
            read(client, law.get_absolute_url())

    def test_a_cache_that_is_gone_costs_no_reader_a_page(self, client, law, monkeypatch):
        def gone(*args, **kwargs):
            raise ConnectionError("the cache is gone")

        monkeypatch.setattr(cache, "get", gone)
        monkeypatch.setattr(cache, "set", gone)
        for _ in range(2):
            assert "园林收费" in read(client, law.get_absolute_url())
