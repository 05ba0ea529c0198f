"""Pieces of news, and what readers see of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.editorial.models import NewsArticle
from tests.collecting.builders import known
from tests.editorial.builders import published

CommitCallbacks = Callable[..., Any]


NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)


DAY = timedelta(days=1)


KIND = "news_article"


WORDS = "示范区法院昨日公开审理邻里噪音案，居民代表到场旁听，庭审通过网络直播，法官在庭后解答了提问。"


def article(title: str = "示范：普法宣传周开始", **values: Any) -> NewsArticle:
    return published(KIND, by=known("reviewing_editor"), title=title, **values)


def changed(page: NewsArticle, *, by: Any = None, **values: Any) -> NewsArticle:
    """Publish the page with some fields changed, past every form."""
    newest = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(newest, name, value)
    newest.save_revision().publish(user=by, skip_permission_checks=True)
    return NewsArticle.objects.get(pk=page.pk)


def prose(words: str) -> list[tuple[str, str]]:
    return [("prose", f"<p>{words}</p>")]


def read(address: str) -> str:
    return Client().get(address).content.decode()


SURFACES = (
    "/",
    "/news/",
    "/news/?q=独有标题",
    "/news/feed/",
    "/topics/",
    "/topics/labour/",
    "/search/?q=独有标题",
    "/search/?q=邻里噪音案",
    "/api/v2/search/?q=独有标题",
    "/api/v2/news-articles/",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-topics.xml",
)
"""Everything an anonymous visitor can open that might show a piece of news, besides its own addresses."""


def shown(page: NewsArticle) -> list[str]:
    """Where a visitor meets the page: its title, its words or its address."""
    own = (f"/news/{page.slug}/", f"/api/v2/news-articles/{page.slug}/")
    found = []
    for address in (*own, *SURFACES):
        answer = Client().get(address)
        text = answer.content.decode()
        asked_for = ("独有标题", address, quote(address, safe="/?="), quote("独有标题"))
        for words in asked_for if address not in own else ():
            text = text.replace(f"“{words}”", "")
        is_there = any(words in text for words in (page.title, "公开审理邻里噪音案", f"/news/{page.slug}/"))
        if is_there and answer.status_code == 200:
            found.append(address)
    return found


def form_of(page: NewsArticle, **values: Any) -> dict[str, Any]:
    """What the browser posts from the form of a piece of news."""
    newest = page.get_latest_revision_as_object()
    blocks = [(block.block_type, rich_text(str(block.value))) for block in newest.body]
    form = {"title": newest.title, "slug": newest.slug, "body": streamfield(blocks), "citations": streamfield([])}
    form["comments"] = inline_formset([])
    return nested_form_data(form) | values


def history_of(page: NewsArticle) -> str:
    client = Client()
    client.force_login(known("reviewing_editor"))
    return client.get(f"/admin/pages/{page.pk}/history/").content.decode()
