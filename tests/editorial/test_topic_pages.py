"""Topics: what there is on one, of every kind, in one place; the sitemap; the first page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.models import Topic
from cms.core.site_builder import build_site
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.sections import SECTIONS
from cms.editorial.topic_contents import PAGES
from tests.editorial.builders import draft, index_of, published
from tests.laws.builders import instrument, law_text
from tests.laws.builders import published as published_law

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T04:00:00Z"):
        yield


def law_on(code: str, title: str, day: date = date(2020, 1, 1), **values: Any) -> Any:
    made = instrument(title)
    made.topics.set(Topic.objects.filter(code=code))
    published_law(made, law_text(title, ["示范。"]), day, **values)
    return made


def parts(client: Any, code: str = "labour") -> dict[str, list[str]]:
    context = client.get(f"/topics/{code}/").context
    return {part["title"]: [item["title"] for item in part["items"]] for part in context["parts"]}


def test_a_topic_gathers_guides_answers_laws_readings_cases_news_and_notices(client: Any) -> None:
    for kind in PAGE_MODELS:
        published(kind, title=f"劳动的{kind}", topics=["labour"])
        published(kind, title=f"别的{kind}", topics=["family"])
    law_on("labour", "示范用工法")
    assert parts(client) == {
        "办事指引": ["劳动的service_guide"],
        "法律知识问答": ["劳动的knowledge_qa"],
        "法律法规": ["示范用工法"],
        "专家解读": ["劳动的expert_reading"],
        "典型案例": ["劳动的typical_case"],
        "法治新闻": ["劳动的news_article"],
        "机构动态与公告": ["劳动的institution_notice"],
    }
    html = client.get("/topics/labour/").content.decode()
    assert "大家也这样说：欠薪、拖欠工资" in html


def test_the_latest_of_a_kind_are_shown_and_the_rest_is_one_link_away(client: Any) -> None:
    for number in range(PAGES + 2):
        published(title=f"第{number}篇", topics=["labour"])
    response = client.get("/topics/labour/")
    (part,) = response.context["parts"]
    assert [item["title"] for item in part["items"]] == [f"第{number}篇" for number in range(PAGES + 1, 1, -1)]
    assert f'<a class="more" href="/qa/?topic=labour">查看全部 {PAGES + 2} 篇</a>' in response.content.decode()
    assert client.get("/qa/?topic=labour").context["total"] == PAGES + 2


def test_what_not_everybody_may_read_and_what_is_law_no_more_is_on_no_topic(client: Any) -> None:
    draft(title="草稿", topics=["labour"])
    hidden = published(title="要登录的", topics=["labour"])
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    instrument("示范草案").topics.set(Topic.objects.filter(code="labour"))
    law_on("labour", "示范废法", is_repealed=True, expired_on=date(2025, 1, 1))
    law_on("labour", "示范新法", date(2027, 1, 1))
    assert parts(client) == {"法律法规": ["示范新法"]}


def test_an_empty_topic_says_what_to_do_and_an_unknown_one_is_not_found(client: Any) -> None:
    build_site()
    html = client.get("/topics/labour/").content.decode()
    assert "这个专题还没有内容" in html
    assert "/search/?q=" in html
    assert client.get("/topics/nonsense/").status_code == 404


def test_all_topics_are_listed_with_their_everyday_words(client: Any) -> None:
    build_site()
    html = client.get("/topics/").content.decode()
    for topic in Topic.objects.all():
        assert f'href="/topics/{topic.code}/"' in html
    assert "拖欠工资" in html


def test_a_topic_asks_six_questions_at_ten_times_the_pages_too(client: Any) -> None:
    asked = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            for kind in ("knowledge_qa", "typical_case", "news_article"):
                published(kind, title=f"第{number}篇", topics=["labour", "debt"])
            law_on("labour", f"示范法{number}")
        client.get("/nowhere/")
        client.cookies["display"] = f"large{'-contrast' if asked else ''}"
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/topics/labour/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 6


def test_the_sitemap_names_sections_pages_and_topics_with_something_to_read_and_nothing_hidden(client: Any) -> None:
    page = published(title="公开的", topics=["labour"])
    hidden = published("news_article", title="要登录的", topics=["family"])
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    draft("news_article", title="草稿", topics=["debt"])
    PageViewRestriction.objects.create(page=index_of("typical_case"), restriction_type="login")
    response = client.get("/sitemap-pages.xml")
    xml = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    origin = "http://127.0.0.1:8000"
    for address in ("/", "/about/", "/qa/", "/news/", page.get_absolute_url()):
        assert f"<loc>{origin}{address}</loc>" in xml
    assert f"<loc>{origin}{page.get_absolute_url()}</loc><lastmod>2026-11-22</lastmod>" in xml
    assert hidden.slug not in xml
    assert "cao-gao" not in xml
    assert "/cases/" not in xml
    topics = client.get("/sitemap-topics.xml").content.decode()
    assert topics.count("<loc>") == 1
    assert f"{origin}/topics/labour/" in topics
    assert "sitemap-topics.xml" in client.get("/sitemap.xml").content.decode()


def test_the_sitemap_asks_no_more_for_more_pages(client: Any) -> None:
    asked = []
    for more in (3, 27):
        for number in range(more):
            published(title=f"第{number}篇")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/sitemap-pages.xml").content.decode().count("/qa/di-") >= more
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_first_page_leads_to_sections_that_have_something_and_to_what_is_new(client: Any) -> None:
    build_site()
    html = client.get("/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert "一次看懂" not in html
    question = published(title="有补偿吗")
    news = published("news_article", title="普法周")
    draft("typical_case", title="草稿的案例")
    client.cookies["display"] = "large"
    html = client.get("/").content.decode().partition("<main")[2].partition("</main>")[0]
    for address in ("/qa/", question.get_absolute_url(), "/news/", news.get_absolute_url()):
        assert f'href="{address}"' in html
    assert 'href="/cases/"' not in html
    # Doors are three at most; sections are lines of a list below them.
    assert html.index("doors") < html.index("一次看懂")


def test_the_first_page_asks_no_more_for_more_pages(client: Any) -> None:
    asked = []
    for more in (3, 20):
        for number in range(more):
            published(title=f"第{number}篇")
            published("news_article", title=f"第{number}条")
        client.get("/nowhere/")
        client.cookies["display"] = f"large{'-contrast' if asked else ''}"
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_every_page_leads_to_the_sections_from_its_foot(client: Any) -> None:
    build_site()
    for address in ("/", "/about/", "/nowhere/"):
        foot = client.get(address).content.decode().partition("<footer")[2]
        for section in SECTIONS:
            assert f'<a href="{section.url}">{section.title}</a>' in foot
