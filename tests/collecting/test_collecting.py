"""Collecting from a real server: what comes in, what does not, and what editors are told of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import Settings

from cms.collecting import tasks
from cms.collecting.fetching import Rules
from cms.collecting.models import CollectedItem, ItemState, Outcome, Source, SourceCheck, Way
from cms.collecting.services import collecting, gathering
from cms.collecting.services.collecting import ask_for_collecting, due_sources
from cms.collecting.services.sources import approve, withdraw_approval
from tests.collecting.builders import NOW, feed, item, known, person
from tests.collecting.documents import LAUGHS, STORY, page, rss, sitemap
from tests.collecting.site import Site, rules_for, serving

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def collect(source: Source, site: Site, **rules: object) -> SourceCheck | None:
    return collecting.collect(source.pk, rules=rules_for(site, **rules), pause=lambda seconds: None)


def source_at(site: Site, path: str = "/feed", **facts: object) -> Source:
    return feed(f"{site.url}{path}", **facts)


def story_addresses(site: Site, number: int) -> list[str]:
    return [f"{site.url}/{n}.html" for n in range(number)]


def test_article_15_a_story_comes_in_with_its_original_title_author_and_editor_and_waits(site: Site) -> None:
    source = source_at(site)
    site.say("/feed", rss((f"{site.url}/1.html", "普法市集开市", STORY)), Content_Type="application/rss+xml")

    check = collect(source, site)

    found = CollectedItem.objects.get()
    assert (found.title, found.author, found.editor) == ("普法市集开市", "王示范", "李示范")
    assert found.state == ItemState.WAITING
    assert found.address == f"{site.url}/1.html"
    assert check is not None
    assert (check.outcome, check.counts["新"]) == (Outcome.NEW, 1)
    source.refresh_from_db()
    assert source.last_success_at == NOW
    assert source.due_at == NOW + timedelta(hours=source.interval_hours)


def test_nothing_is_asked_of_a_source_that_nobody_approved(site: Site) -> None:
    source = source_at(site, is_approved=False)

    assert collect(source, site) is None
    assert due_sources(NOW) == []
    assert site.asked == []


@pytest.mark.parametrize(("name", "value"), [("address", "/other"), ("only_under", "/x/"), ("reads_pages", True)])
def test_an_approval_holds_for_what_was_approved_and_no_longer(name: str, value: object, site: Site) -> None:
    source = source_at(site)
    setattr(source, name, f"{site.url}{value}" if name == "address" else value)
    source.save()

    assert not source.is_approved
    assert collect(source, site) is None
    assert site.asked == []


def test_only_a_reviewing_editor_approves() -> None:
    source = feed(is_approved=False)

    with pytest.raises(PermissionDenied):
        approve(source, by=person("content_editor"))
    approved = approve(source, by=known("reviewing_editor"))

    assert approved.is_approved
    assert not withdraw_approval(approved, by=known("reviewing_editor")).is_approved


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/feed",
        "http://localhost/feed",
        "http://news.example.test:6379/",
        "file:///etc/passwd",
        "http://a:b@c.test/",
    ],
)
def test_a_source_that_could_lead_inside_is_refused_in_words(address: str) -> None:
    source = Source(kind="news", way=Way.FEED, name="示范", address=address)

    with pytest.raises(ValidationError) as caught:
        source.full_clean()

    assert caught.value.message_dict["address"]


def test_a_second_run_finds_nothing_new(site: Site) -> None:
    source = source_at(site)
    site.say("/feed", rss(*[(address, f"题{n}", "") for n, address in enumerate(story_addresses(site, 3))]))
    collect(source, site)
    Source.objects.update(fetch_at=NOW)

    check = collect(source, site)

    assert check is not None
    assert (check.outcome, check.counts["已有"]) == (Outcome.UNCHANGED, 3)
    assert CollectedItem.objects.count() == 3


def test_a_source_that_says_nothing_is_new_is_believed(site: Site) -> None:
    source = source_at(site)
    site.say("/feed", rss((f"{site.url}/1.html", "题", "")), ETag='"1"')
    collect(source, site)
    Source.objects.update(fetch_at=NOW)
    site.say("/feed", "", status="304 Not Modified")

    check = collect(source, site)

    assert 'If-None-Match: "1"' in site.asked[1]
    assert check is not None
    assert check.outcome == Outcome.UNCHANGED
    source.refresh_from_db()
    assert source.etag == '"1"'


def test_one_page_under_two_addresses_comes_in_once(site: Site) -> None:
    first, second = source_at(site), source_at(site, "/second")
    site.say("/feed", rss((f"{site.url}/1.html?utm_source=a", "题", STORY)))
    site.say("/second", rss((f"{site.url}//1.html#x", "题", STORY)))

    collect(first, site)
    collect(second, site)

    assert CollectedItem.objects.count() == 1


def test_the_same_words_at_another_address_are_a_duplicate_and_wait_for_nobody(site: Site) -> None:
    source = source_at(site)
    site.say(
        "/feed",
        rss((f"{site.url}/1.html", "普法市集开市", STORY), (f"{site.url}/2.html", "市集", f"<div>{STORY}</div>")),
    )

    check = collect(source, site)

    first, second = CollectedItem.objects.order_by("pk")
    assert (first.state, second.state) == (ItemState.WAITING, ItemState.DUPLICATE)
    assert (second.resembles, second.resemblance) == (first, 100)
    assert check is not None
    assert (check.counts["新"], check.counts["重复"]) == (1, 1)


def test_nearly_the_same_words_wait_with_a_word_of_what_they_resemble(site: Site) -> None:
    source = source_at(site)
    changed = STORY.replace("昨日", "11月19日").replace("十二场", "多场")
    site.say("/feed", rss((f"{site.url}/1.html", "普法市集开市", STORY), (f"{site.url}/2.html", "市集", changed)))

    collect(source, site)

    first, second = CollectedItem.objects.order_by("pk")
    assert second.state == ItemState.WAITING
    assert second.resembles == first
    assert 60 < second.resemblance < 100


def test_titles_alone_are_never_taken_for_the_same_story(site: Site) -> None:
    source = source_at(site)
    site.say("/feed", rss((f"{site.url}/1.html", "通知公告", ""), (f"{site.url}/2.html", "通知公告", "")))

    collect(source, site)

    assert CollectedItem.objects.filter(state=ItemState.WAITING).count() == 2


def test_a_waiting_story_follows_its_source_and_a_taken_one_says_that_it_changed(site: Site) -> None:
    source = source_at(site)
    waiting = item("旧题", "旧文" * 40, source, address=f"{site.url}/1.html")
    taken = item("旧题", "旧文" * 40, source, address=f"{site.url}/2.html", state=ItemState.TAKEN, decided_at=NOW)
    site.say("/feed", rss((f"{site.url}/1.html", "新题", STORY), (f"{site.url}/2.html", "新题", STORY)))

    collect(source, site)

    waiting.refresh_from_db()
    taken.refresh_from_db()
    assert (waiting.title, waiting.changed_at) == ("新题", None)
    assert (taken.title, taken.changed_at) == ("旧题", NOW)


def test_a_sitemap_is_read_and_its_pages_opened(site: Site) -> None:
    source = source_at(site, "/sitemap.xml", way=Way.SITEMAP, only_under="/xw/")
    site.say("/sitemap.xml", sitemap((f"{site.url}/xw/1.html", "2026-11-20"), (f"{site.url}/about", "2026-11-21")))
    site.say("/xw/1.html", page("普法市集开市"), Content_Type="text/html")

    collect(source, site)

    found = CollectedItem.objects.get()
    assert (found.title, found.author, found.editor) == ("普法市集开市", "王示范", "李示范")
    assert site.paths == ["/sitemap.xml", "/xw/1.html"]


def test_no_page_elsewhere_is_opened_for_a_sitemap_or_a_feed(site: Site) -> None:
    source = source_at(site, reads_pages=True)
    stories = [(f"http://other.example.test:{site.port}/1.html", "别处", ""), ("http://127.0.0.1/1.html", "里面", "")]
    site.say("/feed", rss(*stories, (f"{site.url}/1.html", "这里", "")))
    site.say("/1.html", page("这里"), Content_Type="text/html")

    collect(source, site)

    assert site.paths == ["/feed", "/1.html"]
    assert set(CollectedItem.objects.values_list("title", flat=True)) == {"别处", "这里"}


def test_so_many_pages_are_opened_a_run_and_the_others_in_the_next(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "PAGES_READ", 2)
    source = source_at(site, "/sitemap.xml", way=Way.SITEMAP)
    addresses = story_addresses(site, 5)
    site.say("/sitemap.xml", sitemap(*[(address, "2026-11-20") for address in addresses]), ETag='"1"')
    for n in range(5):
        site.say(f"/{n}.html", page(f"题{n}"), Content_Type="text/html")

    check = collect(source, site)
    assert check is not None
    assert (check.counts["新"] + check.counts["重复"], check.counts["留待下次"]) == (2, 3)
    collect(source, site)
    collect(source, site)

    assert CollectedItem.objects.count() == 5


def test_a_page_that_cannot_be_read_stops_no_other(site: Site) -> None:
    source = source_at(site, reads_pages=True)
    site.say("/feed", rss(*[(address, f"题{n}", "") for n, address in enumerate(story_addresses(site, 3))]))
    site.say("/0.html", b"%PDF", Content_Type="application/pdf")
    site.say("/2.html", page("题2"), Content_Type="text/html")

    check = collect(source, site)

    assert check is not None
    assert CollectedItem.objects.count() == 3
    assert [one["words"] for one in check.report["problems"]] == ["不是网页", "对方回答 404"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n", "数字地址"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://inner.example.test/\r\n\r\n", "端口"),
        (b"HTTP/1.1 500 Oops\r\n\r\n", "500"),
        (b"HTTP/1.1 200 OK\r\n\r\n<html>", "不是 RSS"),
        (b"HTTP/1.1 200 OK\r\n\r\n<?xml version='1.0'?>" + LAUGHS.encode() + b"<rss>&j;</rss>", "实体"),
        (b"", "连接"),
    ],
)
def test_whatever_a_source_does_is_a_failed_check_in_words_and_is_tried_again_within_the_hour(
    answer: bytes, words: str, site: Site
) -> None:
    source = source_at(site)
    site.answers["/feed"] = answer

    check = collect(source, site)

    assert check is not None
    assert check.outcome == Outcome.FAILED
    assert words in check.words
    source.refresh_from_db()
    assert (source.failures, source.last_error) == (1, check.words)
    assert source.fetch_at == NOW + timedelta(hours=1)
    assert source.last_success_at is None
    assert source.claimed_until is None


def test_an_error_of_ours_is_a_failed_check_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(collecting, "sort_in", breaks)
    source = source_at(site)
    site.say("/feed", rss((f"{site.url}/1.html", "题", "")))

    check = collect(source, site)

    assert check is not None
    assert "告诉系统管理员" in check.words


def test_a_failing_source_stops_no_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = source_at(site, "/bad"), source_at(site, "/good")
    site.answers["/bad"] = b"garbage"
    site.say("/good", rss((f"{site.url}/1.html", "题", "")))
    rules = rules_for(site)
    monkeypatch.setattr(tasks, "collect", lambda pk: collecting.collect(pk, rules=rules, pause=lambda seconds: None))

    tasks.collect_due()

    assert CollectedItem.objects.count() == 1
    outcomes = dict(SourceCheck.objects.values_list("source", "outcome"))
    assert outcomes == {bad.pk: Outcome.FAILED, good.pk: Outcome.NEW}


def test_a_source_that_is_being_asked_is_not_asked_by_another(site: Site) -> None:
    source = source_at(site)
    second: list[SourceCheck | None] = []

    def answer(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + rss((f"{site.url}/1.html", "题", "")).encode())

    site.answers["/feed"] = answer
    original = collecting.gather

    def gather_twice(*args: object, **kwargs: object) -> object:
        second.append(collect(source, site))
        return original(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collecting, "gather", gather_twice)
        first = collect(source, site)

    assert first is not None
    assert second == [None]
    assert len(site.asked) == 1


def test_a_claim_of_a_process_that_died_ends(site: Site) -> None:
    source = source_at(site)
    site.say("/feed", rss((f"{site.url}/1.html", "题", "")))
    Source.objects.update(claim="dead", claimed_until=NOW + collecting.CLAIM)

    assert collect(source, site) is None
    with time_machine.travel(NOW + collecting.CLAIM + timedelta(seconds=1), tick=False):
        assert collect(source, site) is not None


def test_collecting_at_once_is_for_approved_sources_and_for_who_keeps_them(site: Site) -> None:
    woken: list[int] = []
    source = source_at(site)
    Source.objects.update(fetch_at=NOW + timedelta(days=3))

    with pytest.raises(PermissionDenied):
        ask_for_collecting(source, by=person("directory_clerk"), wake=woken.append)
    ask_for_collecting(source, by=person("content_editor"), wake=woken.append)
    assert due_sources(NOW) == [source.pk]
    with pytest.raises(ValidationError):
        ask_for_collecting(feed("http://b.test/", is_approved=False), by=known("content_editor"), wake=woken.append)


def test_the_queries_of_a_run_do_not_grow_with_what_is_known(site: Site, django_assert_max_num_queries: object) -> None:
    source = source_at(site)
    for n in range(40):
        item(f"旧{n}", f"{n}" * 30 + STORY, source, address=f"http://a.test/{n}")
    site.say("/feed", rss((f"{site.url}/1.html", "题", STORY)))

    with django_assert_max_num_queries(25):
        collect(source, site)


def test_nothing_collected_is_public(site: Site, client: Client, settings: Settings) -> None:
    source = source_at(site)
    site.say("/feed", rss((f"{site.url}/1.html", "示范独有标题", STORY)))
    collect(source, site)

    for address in (
        "/",
        "/search/?q=示范独有标题",
        "/api/v2/search/?q=示范独有标题",
        "/sitemap.xml",
        "/sitemap-pages.xml",
    ):
        answer = client.get(address)
        text = answer.content.decode().replace("q=%E7%A4%BA", "")
        assert "普法市集，邀请居民" not in text, address
    assert CollectedItem.objects.get().page_id is None


def test_usual_rules_reach_no_server_of_this_machine() -> None:
    with serving() as site:
        check = collecting.collect(source_at(site).pk, rules=Rules(ports=frozenset({site.port})))

    assert check is not None
    assert check.outcome == Outcome.FAILED
    assert site.asked == []
