"""News is drafted from what was collected, public once a person approved it, and at its time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.models import PageLogEntry

from cms.collecting.models import CollectedItem, ItemState
from cms.collecting.reading.found import Found
from cms.collecting.services import deciding
from cms.collecting.services.sorting import sort_in
from cms.editorial.models import NewsArticle
from cms.editorial.tasks import publish_scheduled
from tests.collecting.builders import feed, item, known
from tests.editorial.builders import draft, index_of
from tests.editorial.news.articles import (
    DAY,
    KIND,
    NOON,
    WORDS,
    CommitCallbacks,
    article,
    form_of,
    shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


# -- collected ----------------------------------------------------------------------------------------------------------
def test_taking_a_story_makes_a_draft_with_the_original_facts() -> None:
    index_of(KIND)
    story = item("法院公开审理噪音案", f"{WORDS}\n第二段<b>。", told_source="示范法治报", published_at=NOON - DAY)

    taken = deciding.take(story, by=known("content_editor"))

    page = NewsArticle.objects.get(pk=taken.page_id)
    assert not page.live
    assert (page.title, page.original_title) == (story.title, story.title)
    assert (page.original_author, page.original_editor) == ("王示范", "李示范")
    assert (page.source_name, page.source_url) == ("示范法治报", story.address)
    assert page.original_published_on == date(2026, 11, 26)
    assert "第二段&lt;b&gt;。" in str(page.body)
    assert page.owner == known("content_editor")


def test_a_story_without_a_text_becomes_a_draft_that_cannot_be_published_as_it_is(client: Client) -> None:
    index_of(KIND)
    page = NewsArticle.objects.get(pk=deciding.take(item("只有标题"), by=known("content_editor")).page_id)
    client.force_login(known("reviewing_editor"))

    answer = client.post(f"/admin/pages/{page.pk}/edit/", form_of(page, **{"action-publish": "1"}))

    assert answer.status_code == 200
    assert not NewsArticle.objects.get(pk=page.pk).live


def test_who_may_not_write_news_takes_none() -> None:
    index_of(KIND)
    clerk = known("directory_clerk")
    with pytest.raises(PermissionDenied):
        deciding.take(item(), by=clerk)
    assert not NewsArticle.objects.exists()
    assert CollectedItem.objects.get().state == ItemState.WAITING


def test_what_an_editor_copied_by_hand_is_a_duplicate_when_it_is_collected() -> None:
    page = article(source_url="https://news.example.test/1.html?utm_source=x")

    sort_in(feed(), [Found("http://news.example.test/1.html", "题", text=WORDS)], moment=NOON)

    found = CollectedItem.objects.get()
    assert (found.state, found.page_id) == (ItemState.DUPLICATE, page.pk)


"""Everything an anonymous visitor can open that might show a piece of news, besides its own addresses."""


@pytest.mark.usefixtures("_index")
def test_nothing_collected_is_public_before_a_person_approved_it(
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    index_of(KIND)
    story = item("示范独有标题一则", WORDS)
    probe = NewsArticle(title="示范独有标题一则", slug="shi-fan-du-you-biao-ti-yi-ze")
    assert shown(probe) == [], "collected"

    with django_capture_on_commit_callbacks(execute=True):
        taken = deciding.take(story, by=known("content_editor"))
    page = NewsArticle.objects.get(pk=taken.page_id)
    assert shown(page) == [], "taken as a draft"

    with django_capture_on_commit_callbacks(execute=True):
        page.get_workflow().start(page, known("content_editor"))
    assert shown(page) == [], "handed in"

    with django_capture_on_commit_callbacks(execute=True):
        page.current_workflow_task_state.approve(user=known("reviewing_editor"))
    found = shown(NewsArticle.objects.get(pk=page.pk))
    everywhere = {"/news/", f"/news/{page.slug}/", "/news/feed/", "/search/?q=独有标题", "/sitemap-pages.xml"}
    assert everywhere | {"/api/v2/news-articles/", f"/api/v2/news-articles/{page.slug}/"} <= set(found), "approved"


# -- at a set time ------------------------------------------------------------------------------------------------------
def test_news_is_published_at_its_time_and_not_before() -> None:
    page = draft(KIND, title="示范：定时的新闻")
    page.go_live_at = NOON + DAY
    page.save_revision().publish(user=known("reviewing_editor"), skip_permission_checks=True)
    address = f"/news/{page.slug}/"

    publish_scheduled()
    assert Client().get(address).status_code == 404
    with time_machine.travel(NOON + DAY + timedelta(seconds=1), tick=False):
        publish_scheduled()
        publish_scheduled()
        assert Client().get(address).status_code == 200
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1


def test_one_that_cannot_be_published_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [draft(KIND, title=f"示范：定时{n}") for n in range(3)]
    for page in pages:
        page.go_live_at = NOON + DAY
        page.save_revision().publish(user=known("reviewing_editor"), skip_permission_checks=True)
    original = NewsArticle.publish

    def publish(self: NewsArticle, *args: Any, **kwargs: Any) -> Any:
        if self.pk == pages[0].pk:
            raise RuntimeError("a defect")
        return original(self, *args, **kwargs)

    monkeypatch.setattr(NewsArticle, "publish", publish)
    with time_machine.travel(NOON + 2 * DAY, tick=False):
        publish_scheduled()

    assert list(NewsArticle.objects.order_by("pk").values_list("live", flat=True)) == [False, True, True]


def test_news_that_ends_at_a_time_says_so() -> None:
    page = article(expire_at=NOON + DAY)

    with time_machine.travel(NOON + 2 * DAY, tick=False):
        publish_scheduled()
        answer = Client().get(f"/news/{page.slug}/")

    assert answer.status_code == 410
    assert "发布期限已到" in answer.content.decode()
