"""What pages tell programs of themselves, in schema.org's words: what they show to people, and nothing else."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
import time_machine

from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.sections import SECTION_OF
from tests.directory.builders import institution
from tests.editorial.builders import published

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def told(client: Any, page: Any) -> dict[str, dict[str, Any]]:
    """What a page tells, by type."""
    (block,) = BLOCK.findall(client.get(page.get_absolute_url()).content.decode())
    whole = json.loads(block)
    assert whole["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in whole["@graph"]}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T04:00:00Z", tick=False):
        yield


def test_an_answer_is_a_faq_page(client: Any) -> None:
    page = published(
        "knowledge_qa",
        title="有补偿吗",
        short_answer="<p>看<b>原因</b>。</p>",
        author_name="示范编辑",
        topics=["labour"],
    )
    faq = told(client, page)["FAQPage"]
    assert faq["mainEntity"] == [
        {
            "@type": "Question",
            "name": "有补偿吗",
            "acceptedAnswer": {
                "@type": "Answer",
                "text": "看原因。",
                "author": {"@type": "Person", "name": "示范编辑"},
            },
        }
    ]
    assert faq["datePublished"] == "2026-11-22"
    assert faq["about"] == ["劳动人事"]
    assert faq["url"] == f"http://127.0.0.1:8000{page.get_absolute_url()}"


def test_a_guide_is_a_government_service(client: Any) -> None:
    page = published(
        "service_guide",
        online_url="https://apply.example.gov.cn/",
        online_label="示范政务网",
        place="<p>示范市中心路1号。</p>",
    )
    service = told(client, page)["GovernmentService"]
    assert service["serviceType"] == "法律援助"
    assert service["availableChannel"] == [
        {"@type": "ServiceChannel", "name": "示范政务网", "serviceUrl": "https://apply.example.gov.cn/"},
        {"@type": "ServiceChannel", "serviceLocation": {"@type": "Place", "description": "示范市中心路1号。"}},
    ]
    assert "datePublished" not in service


def test_news_name_the_original_author_editor_and_source(client: Any) -> None:
    page = published(
        "news_article",
        original_title="原来的标题",
        original_author="记者甲",
        original_editor="编辑乙",
        source_name="示范报",
        source_url="https://news.example.com/1",
    )
    news = told(client, page)["NewsArticle"]
    assert news["headline"] == page.title
    assert news["alternativeHeadline"] == "原来的标题"
    assert news["author"]["name"] == "记者甲"
    assert news["editor"]["name"] == "编辑乙"
    assert news["sourceOrganization"]["name"] == "示范报"
    assert news["isBasedOn"] == "https://news.example.com/1"


def test_readings_cases_and_notices_are_articles(client: Any) -> None:
    for kind, values in (
        ("expert_reading", {"author_name": "专家甲"}),
        ("typical_case", {}),
        ("institution_notice", {"institution": institution(name="示范北所"), "holds_until": date(2026, 12, 1)}),
    ):
        article = told(client, published(kind, **values))["Article"]
        assert article["headline"]
        if kind == "institution_notice":
            assert article["author"] == {"@type": "Organization", "name": "示范北所"}
            assert article["expires"] == "2026-12-01"
        if kind == "expert_reading":
            assert article["author"]["name"] == "专家甲"


@pytest.mark.parametrize("kind", list(PAGE_MODELS))
def test_the_way_to_a_page_is_told_as_the_breadcrumb_shows_it(client: Any, kind: str) -> None:
    page, section = published(kind), SECTION_OF[kind]
    steps = told(client, page)["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, section.title, f"http://127.0.0.1:8000{section.url}"),
        (2, page.title, f"http://127.0.0.1:8000{page.get_absolute_url()}"),
    ]


def test_no_word_of_a_page_can_end_the_block(client: Any) -> None:
    page = published("knowledge_qa", title="</script><script>alert(1)</script>", question="<!--")
    assert told(client, page)["FAQPage"]["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert(1)" not in client.get(page.get_absolute_url()).content.decode()
