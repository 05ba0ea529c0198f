"""Atom feeds of the sections: valid, public, current, with ids that never change."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.site_builder import build_site
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.feeds import LATEST
from cms.editorial.sections import SECTION_OF
from tests.editorial.builders import draft, index_of, published

pytestmark = pytest.mark.django_db
KINDS = list(PAGE_MODELS)


def feed(client: Any, kind: str = "news_article") -> Any:
    response = client.get(SECTION_OF[kind].feed_url)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    read = feedparser.parse(response.content)
    assert not read.bozo
    return read


@pytest.mark.parametrize("kind", KINDS)
def test_a_section_has_a_feed_of_its_public_pages(client: Any, kind: str) -> None:
    page = published(kind, title="第一篇 <甲> & 乙", summary="摘要里有 <b> 和 & 号。")
    draft(kind, title="草稿")
    read = feed(client, kind)
    assert read.version == "atom10"
    assert read.feed.title == SECTION_OF[kind].title
    (entry,) = read.entries
    assert entry.link == f"http://127.0.0.1:8000{page.get_absolute_url()}"
    assert "甲" in entry.title
    assert "摘要里有" in entry.summary
    assert entry.published_parsed
    assert entry.updated_parsed


def test_a_feed_is_never_kept(client: Any) -> None:
    build_site()
    assert client.get("/news/feed/").headers["Cache-Control"] == "no-store"


@time_machine.travel("2026-03-10T04:00:00Z")
def test_the_latest_pages_come_first_and_there_are_twenty_at_most(client: Any) -> None:
    for number in range(LATEST + 2):
        published("news_article", title=f"第{number}条")
    titles = [entry.title for entry in feed(client).entries]
    assert titles == [f"第{number}条" for number in range(LATEST + 1, 1, -1)]


def test_what_is_withdrawn_leaves_the_feed_at_once(client: Any) -> None:
    page = published("news_article")
    assert len(feed(client).entries) == 1
    page.unpublish()
    assert feed(client).entries == []


def test_what_is_closed_to_the_public_is_in_no_feed(client: Any) -> None:
    page = published("news_article")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert feed(client).entries == []
    restriction.delete()
    PageViewRestriction.objects.create(page=index_of("news_article"), restriction_type="login")
    assert feed(client).entries == []


def test_an_entry_keeps_its_id_when_title_and_address_change_and_says_when_it_changed(client: Any) -> None:
    with time_machine.travel("2026-03-10T04:00:00Z"):
        page = published("news_article", title="旧标题")
        before = feed(client).entries[0]
    with time_machine.travel("2026-03-12T04:00:00Z"):
        page.title, page.slug = "新标题", "xin-biao-ti"
        page.save_revision().publish()
        after = feed(client).entries[0]
    assert before.id.startswith("tag:127.0.0.1,")
    assert after.id == before.id
    assert (before.title, after.title) == ("旧标题", "新标题")
    assert after.link.endswith("/news/xin-biao-ti/")
    assert after.published == before.published
    assert after.updated > before.updated


def test_without_a_summary_an_entry_tells_how_the_page_begins(client: Any) -> None:
    published("news_article", body=[("prose", "<p>宣传周<b>今天</b>开始。</p>")])
    assert feed(client).entries[0].summary == "宣传周今天开始。"


def test_lists_and_pages_lead_readers_to_the_feed(client: Any) -> None:
    page = published("news_article")
    for address in ("/news/", page.get_absolute_url()):
        html = client.get(address).content.decode()
        assert '<link rel="alternate" type="application/atom+xml" href="/news/feed/"' in html


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_takes_one_query_however_many_pages_there_are(client: Any, kind: str) -> None:
    for number in range(25):
        published(kind, title=f"第{number}篇")
    with CaptureQueriesContext(connection) as queries:
        client.get(SECTION_OF[kind].feed_url)
    assert len(queries) == 1


def test_a_page_cannot_take_the_address_of_the_feed(client: Any) -> None:
    page = published("news_article", title="Feed")
    assert page.slug != "feed"
    assert client.get(page.get_absolute_url()).status_code == 200


def test_what_xml_cannot_hold_spoils_no_feed(client: Any) -> None:
    """A vertical tab comes with text that is pasted from a word processor."""
    published("news_article", title="普法\x0b市集", summary="第一句。\x0b第二\x1f句\ufffe。", author_name="王\x0b示范")
    published("news_article", title="另一篇")

    assert {entry.title for entry in feed(client).entries} == {"普法市集", "另一篇"}
