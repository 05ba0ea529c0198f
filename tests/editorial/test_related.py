"""Related content: who cites the same articles first, then the same topics, of every kind, in one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.editorial.related import related_to
from cms.laws.citing import citing_pages
from cms.laws.models import Instrument
from cms.laws.reading_places import read_place
from portal.common import clock
from tests.editorial.builders import draft, published
from tests.laws.builders import instrument, law_text
from tests.laws.builders import published as published_law

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-22T04:00:00Z"):
        yield


@pytest.fixture
def law() -> Instrument:
    made = instrument("示范园林法")
    published_law(made, law_text(made.title, [f"公园第{number}项。" for number in range(1, 13)]), date(2020, 1, 1))
    return made


def cite(*places: str) -> list[tuple[str, Any]]:
    return [("citation", read_place(f"示范园林法{place}", clock.today())) for place in places]


def titles(page: Any, **options: Any) -> list[str]:
    return [item["title"] for item in related_to(page, page.cited_places, list(page.topics.all()), **options)]


def test_what_shares_most_articles_comes_first_then_most_topics_then_the_latest_news_behind(law: Instrument) -> None:
    page = published("knowledge_qa", title="本页", citations=cite("第一条", "第二条"), topics=["labour", "debt"])
    published("typical_case", title="只有一个专题，旧", topics=["labour"])
    published("knowledge_qa", title="只有一个专题，新", topics=["debt"])
    published("news_article", title="只有一个专题的新闻", topics=["debt"])
    published("service_guide", title="两个专题", topics=["labour", "debt"])
    published("typical_case", title="一条相同", citations=cite("第一条"))
    published("expert_reading", title="两条相同", citations=cite("第二条", "第一条"))
    published("knowledge_qa", title="无关", citations=cite("第三条"), topics=["family"])
    assert titles(page) == [
        "两条相同",
        "一条相同",
        "两个专题",
        "只有一个专题，新",
        "只有一个专题，旧",
        "只有一个专题的新闻",
    ]


def test_another_paragraph_of_the_same_article_is_the_same_article_and_another_article_is_not(law: Instrument) -> None:
    page = published(title="本页", citations=cite("第一条第一款"))
    published(title="整条", citations=cite("第一条"))
    published(title="第十一条", citations=cite("第十一条"))
    assert titles(page) == ["整条"]


def test_a_page_is_not_related_to_itself_nor_to_what_not_everybody_may_read(law: Instrument) -> None:
    values: dict[str, Any] = {"citations": cite("第一条"), "topics": ["labour"]}
    page = published(title="本页", **values)
    draft(title="草稿", **values)
    published(title="撤下的", **values).unpublish()
    restricted = published(title="要登录的", **values)
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    assert titles(page) == []


def test_a_page_without_articles_and_topics_has_nothing_related() -> None:
    published(title="别的")
    assert titles(published(title="本页")) == []


def test_each_is_named_with_its_kind_day_and_address() -> None:
    page = published(title="本页", topics=["labour"])
    case = published("typical_case", title="案例", topics=["labour"])
    (item,) = related_to(page, page.cited_places, list(page.topics.all()))
    assert (item["kind"], item["title"], item["url"]) == ("typical_case", "案例", case.get_absolute_url())
    assert item["note"] == "典型案例　2026年11月22日"


def test_it_takes_one_query_at_ten_times_the_pages_too(law: Instrument) -> None:
    page = published(title="本页", citations=cite("第一条"), topics=["labour"])
    asked = []
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            published("knowledge_qa", title=f"第{number}篇", citations=cite("第一条", "第二条"), topics=["labour"])
        places, topics = page.cited_places, list(page.topics.all())
        with CaptureQueriesContext(connection) as queries:
            assert len(related_to(page, places, topics, limit=3)) == 3
        asked.append(len(queries))
    assert asked == [1, 1]


def test_a_law_lists_the_public_pages_that_cite_it_and_asks_no_more_for_more_of_them(
    client: Any, law: Instrument
) -> None:
    for kind in ("knowledge_qa", "typical_case", "expert_reading"):
        published(kind, title=f"引用的{kind}", citations=cite("第一条"))
    hidden = published(title="要登录的", citations=cite("第一条"))
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    listed = citing_pages(law)
    assert {page.title for page in listed} == {
        f"引用的{kind}" for kind in ("knowledge_qa", "typical_case", "expert_reading")
    }
    client.get("/about/")
    asked = []
    for more in (0, 20):
        for number in range(more):
            published("knowledge_qa", title=f"又一篇{number}", citations=cite("第二条"))
        client.cookies["display"] = "large" if more else "normal"
        with CaptureQueriesContext(connection) as queries:
            assert "引用的knowledge_qa" in client.get(law.get_absolute_url()).content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1]
