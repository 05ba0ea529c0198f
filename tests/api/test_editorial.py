"""Editorial pages through the API: what pages show, and nothing that they do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.core.draft_tokens import issue
from cms.core.models import Topic
from cms.editorial.api.serializers import prefix_of
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.services.news import withdraw
from cms.laws.citation_block import CitationBlock
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from tests.collecting.builders import known
from tests.editorial.builders import draft, published
from tests.laws.builders import instrument
from tests.laws.builders import published as published_text

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.json()


def cited(words: str) -> Any:
    """What an editor gets who types a citation."""
    return CitationBlock().value_from_datadict({"c": words}, {}, "c")


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_each_kind_is_listed_and_read_whole(client: Client, kind: str) -> None:
    page = published(kind, summary="一句话。")
    listed = read(client, f"/api/v2/{prefix_of(kind)}/")
    assert listed["count"] == 1
    assert listed["results"][0]["title"] == page.title
    assert listed["results"][0]["kind"] == kind
    assert listed["results"][0]["url"] == page.url
    whole = read(client, listed["results"][0]["api_url"])
    assert whole["summary"] == "一句话。"
    assert whole["citations"] == []


def test_a_body_is_typed_blocks(client: Client) -> None:
    published(
        "news_article",
        body=[
            ("heading", "小标题"),
            ("prose", "<p>正文</p>"),
            ("quote", {"words": "话", "speaker": "某人"}),
            ("note", {"words": "提示"}),
        ],
    )
    body = read(client, read(client, "/api/v2/news-articles/")["results"][0]["api_url"])["body"]
    assert [(block["type"], block["value"]) for block in body] == [
        ("heading", "小标题"),
        ("prose", "<p>正文</p>"),
        ("quote", {"words": "话", "speaker": "某人"}),
        ("note", {"words": "提示"}),
    ]
    assert len({block["id"] for block in body}) == 4


def test_a_page_gives_its_citations_with_the_text_of_today(client: Client) -> None:
    published_text(instrument())
    place = CitationBlock().field.clean("示范园林法第二条")
    published(citations=[("citation", place)])
    whole = read(client, read(client, "/api/v2/knowledge-qas/")["results"][0]["api_url"])
    [citation] = whole["citations"]
    assert citation["title"] == "示范园林法第二条"
    assert "园林应当对公众开放。" in citation["text"]
    assert citation["state"] == "current"
    assert whole["banners"] == []


def test_a_page_names_what_its_page_shows_as_related_and_nothing_that_is_shut(client: Client) -> None:
    page, near = published(topics=["labour"]), published("service_guide", topics=["labour"])
    shut = published("typical_case", topics=["labour"])
    PageViewRestriction.objects.create(page=shut, restriction_type="login")
    whole = read(client, f"/api/v2/knowledge-qas/{page.slug}/")
    [related] = whole["related"]
    assert related == {
        "kind": "service_guide",
        "title": near.title,
        "url": near.get_absolute_url(),
        "api_url": f"/api/v2/service-guides/{near.slug}/",
    }
    assert read(client, related["api_url"])["title"] == near.title


def test_one_page_takes_as_many_queries_however_much_is_related(client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page, counts = published(topics=["labour", "family"]), []
    for number in (2, 20):
        while PAGE_MODELS["knowledge_qa"].objects.count() < number:
            published(topics=["labour", "family"])
        with CaptureQueriesContext(connection) as asked:
            assert read(client, f"/api/v2/knowledge-qas/{page.slug}/")["related"]
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


def test_withdrawn_news_says_when_and_why_and_nothing_else(client: Client) -> None:
    page = published("news_article", title="独有的标题")
    with time_machine.travel("2026-11-20T04:00:00Z", tick=False):
        withdraw(page, "与事实不符。", by=known("reviewing_editor"))
    response = client.get(f"/api/v2/news-articles/{page.slug}/")
    told = response.json()
    assert response.status_code == 410
    assert (told["reason"], told["detail"], told["withdrawn_on"]) == ("withdrawn", "与事实不符。", "2026-11-20")
    assert "独有的标题" not in response.content.decode()
    assert response["Content-Type"].startswith("application/problem+json")
    assert client.get("/api/v2/news-articles/never-was/").status_code == 404


def test_lists_are_cut_by_topic_and_by_what_the_kind_has(client: Client) -> None:
    labour = Topic.objects.get(code="labour")
    page = published("typical_case", is_guiding=True, court="示范法院")
    page.topics.set([labour])
    page.save()
    published("typical_case", title="另一案")
    assert read(client, "/api/v2/typical-cases/?topic=labour")["count"] == 1
    assert read(client, "/api/v2/typical-cases/?is_guiding=true")["count"] == 1
    assert read(client, "/api/v2/typical-cases/?is_guiding=false")["count"] == 1
    assert read(client, "/api/v2/typical-cases/?court=示范法院")["count"] == 1
    assert read(client, "/api/v2/typical-cases/?q=另一")["count"] == 1
    assert read(client, "/api/v2/typical-cases/")["count"] == 2


def test_drafts_and_pages_closed_to_the_public_are_not_there(client: Client) -> None:
    hidden = draft()
    closed = published(title="只给登录的人看")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert read(client, "/api/v2/knowledge-qas/")["count"] == 0
    for page in (hidden, closed):
        response = client.get(f"/api/v2/knowledge-qas/{page.slug}/")
        assert response.status_code == 404
        assert response.json()["reason"] == "no_such_page"


def test_a_list_takes_as_many_queries_at_ten_times_the_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (2, 20):
        while PAGE_MODELS["knowledge_qa"].objects.count() < number:
            page = published()
            page.topics.set(Topic.objects.all()[:2])
            page.save()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(read(client, "/api/v2/knowledge-qas/")["results"]) == number
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


@pytest.fixture
def editor(db: None) -> User:
    user = User.objects.create_user("editor", "editor@example.invalid", "secret-enough-1")
    user.groups.add(group_of("content_editor"))
    return user


def test_a_token_shows_one_draft_and_only_as_it_was(client: Client, editor: User) -> None:
    page = published()
    page.title = "还没有发布的标题"
    page.save_revision()
    token, ends = issue(page, by=editor)
    page.title = "后来又改的标题"
    page.save_revision()
    response = client.get(f"/api/v2/drafts/{token}/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response.json()["draft"]["title"] == "还没有发布的标题"
    assert ends > clock.now()
    assert AuditEntry.objects.filter(act=Act.DRAFT_SHARED, actor_name="editor").count() == 1


def test_a_token_ends_after_an_hour(client: Client, editor: User) -> None:
    token, ends = issue(draft(), by=editor)
    with time_machine.travel(ends + timedelta(seconds=1)):
        response = client.get(f"/api/v2/drafts/{token}/")
    assert response.status_code == 410
    assert response.json()["reason"] == "draft_expired"


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"), lambda token: "x:y:z"]
)
def test_a_token_that_was_not_ours_shows_nothing(client: Client, editor: User, change: Any) -> None:
    token, _ends = issue(draft(), by=editor)
    assert client.get(f"/api/v2/drafts/{change(token)}/").status_code == 404


def test_a_token_of_a_deleted_page_shows_nothing(client: Client, editor: User) -> None:
    page = draft()
    token, _ends = issue(page, by=editor)
    page.delete()
    assert client.get(f"/api/v2/drafts/{token}/").status_code == 404


def test_who_may_not_edit_a_page_gets_no_token(client: Client, editor: User) -> None:
    page = draft()
    auditor = User.objects.create_user("auditor", "auditor@example.invalid", "secret-enough-1")
    auditor.groups.add(group_of("auditor"))
    client.force_login(auditor)
    assert client.post(f"/admin/editorial/draft-link/{page.pk}/").status_code in (302, 403)
    assert not AuditEntry.objects.filter(act=Act.DRAFT_SHARED).exists()
    client.force_login(editor)
    answer = client.post(f"/admin/editorial/draft-link/{page.pk}/").content.decode()
    assert "/api/v2/drafts/" in answer


def test_a_draft_of_a_law_is_shown_with_the_tree_it_will_have(client: Client, editor: User) -> None:
    from datetime import date

    from tests.admin.builders import draft as draft_text

    version = draft_text(on=date(2031, 3, 1))
    client.force_login(editor)
    shown = client.get(f"/admin/snippets/laws/instrumentversion/edit/{version.pk}/").content.decode()
    assert f"/admin/laws/draft-link/{version.pk}/" in shown
    answer = client.post(f"/admin/laws/draft-link/{version.pk}/").content.decode()
    address = answer.partition("/api/v2/drafts/")[2].partition('"')[0]
    client.logout()
    text = client.get(f"/api/v2/drafts/{address}").json()["draft"]
    assert (text["effective_on"], text["effectivity"]) == ("2031-03-01", "not_yet_effective")
    assert [node["kind"] for node in text["provisions"]] == ["chapter", "chapter"]
    articles = [node["citation"] for chapter in text["provisions"] for node in chapter["children"]]
    assert articles == ["示范邻里互助法第一条", "示范邻里互助法第二条", "示范邻里互助法第三条"]
    assert client.get(text["instrument"]["api_url"]).status_code == 404


def test_who_may_not_edit_laws_gets_no_token_of_one(client: Client) -> None:
    from tests.admin.builders import draft as draft_text

    version = draft_text()
    clerk = User.objects.create_user("clerk", "clerk@example.invalid", "secret-enough-1")
    clerk.groups.add(group_of("directory_clerk"))
    client.force_login(clerk)
    answer = client.post(f"/admin/laws/draft-link/{version.pk}/")
    assert answer.status_code in (302, 403)
    assert "/api/v2/drafts/" not in answer.content.decode()
