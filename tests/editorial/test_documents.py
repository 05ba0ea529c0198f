"""What of the editorial content can be found, by which words, and what cannot be found any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.documents import documents, public_keys
from cms.editorial.sections import SECTION_OF
from search import service
from search.documents import Document, kinds, sources
from search.engines import engine_at
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import open_embedded
from search.indexing import PRIMARY, documents_of, rebuild, reconcile
from search.query import make_plan
from tests.directory.builders import institution
from tests.editorial.builders import draft, index_of, published
from tests.laws.builders import instrument, law_text
from tests.laws.builders import published as published_law

pytestmark = pytest.mark.django_db
KINDS = list(PAGE_MODELS)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-22T04:00:00Z", tick=False):
        yield


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.integration)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine, empty."""
    if request.param == "embedded":
        yield open_embedded(tmp_path / "index")
        return
    engine = ElasticEngine(
        request.getfixturevalue("elasticsearch_url").rstrip("/"), f"test-editorial-{tmp_path.name[-8:]}"
    )
    yield engine
    for index in engine._writer.indices.get(index=f"{engine.prefix}-*"):
        engine._writer.indices.delete(index=index)


@pytest.fixture
def portal_index(settings: Any, tmp_path: Path) -> Iterator[Engine]:
    """The portal's own engine, empty."""
    settings.SEARCH_URL = f"embedded://{tmp_path / 'portal-index'}"
    settings.SEARCH_FALLBACK_URL = ""
    service.breaker.reset()
    yield engine_at(settings.SEARCH_URL)
    service.breaker.reset()


def of(page: Any) -> list[Document]:
    return list(documents(page.kind, [page.source_key]))


def fill(engine: Engine, *pages: Any) -> None:
    keys = [page.source_key for page in pages]
    engine.replace(keys, documents_of(keys))


def found(engine: Engine, words: str, **options: Any) -> list[str]:
    return [hit.document.title for hit in engine.search(make_plan(words, today=TODAY, **options)).hits]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_registered_under_the_name_its_section_has(kind: str) -> None:
    assert str(kinds[kind].label) == SECTION_OF[kind].title
    assert {"topic", "published_year"} <= set(kinds[kind].facets)
    assert kinds["provision"].position < kinds[kind].position < kinds["institution"].position
    assert kind in sources
    assert not kinds[kind].is_law


def test_a_question_is_found_by_title_text_topic_everyday_words_and_the_article_it_cites(engine: Engine) -> None:
    made = instrument("示范用工法")
    published_law(made, law_text(made.title, ["工资应当按月支付。"]), date(2020, 1, 1))
    from cms.laws.reading_places import read_place

    question = published(
        "knowledge_qa",
        title="公司不发钱怎么办",
        short_answer="<p>可以申请仲裁。</p>",
        detail=[
            ("heading", "先留证据"),
            ("note", {"words": "聊天记录要截屏"}),
            ("quote", {"words": "言必信", "speaker": "孔子"}),
        ],
        next_steps="<ol><li>拨打热线咨询</li></ol>",
        citations=[("citation", read_place("示范用工法第一条", TODAY))],
        topics=["labour"],
    )
    other = published("knowledge_qa", title="离婚找谁", short_answer="<p>民政部门。</p>", topics=["family"])
    fill(engine, question, other)
    words = (
        "公司不发钱",
        "申请仲裁",
        "先留证据",
        "聊天记录",
        "言必信",
        "热线咨询",
        "劳动人事",
        "拖欠工资",
        "示范用工法第一条",
    )
    for typed in words:
        assert found(engine, typed)[:1] == [question.title], typed
    assert found(engine, "怎么办", filters={"topic": ["family"]}) == []
    assert found(engine, "申请仲裁", filters={"topic": ["labour"], "published_year": ["2026"]}) == [question.title]


def test_a_guide_is_found_by_what_to_bring_and_by_its_kind_of_service(engine: Engine) -> None:
    guide = published(
        "service_guide",
        title="遗嘱怎么公证",
        service_kind="notary",
        materials=[("material", {"name": "户口簿原件", "note": "一份", "is_optional": False})],
        steps=[("step", {"title": "预约窗口", "text": "提前三天"})],
    )
    fill(engine, guide, published("service_guide", title="请律师", service_kind="lawyer"))
    for typed in ("遗嘱公证", "户口簿原件", "预约窗口"):
        assert found(engine, typed)[:1] == [guide.title], typed
    assert found(engine, "遗嘱公证", filters={"service_kind": ["lawyer"]}) == []


def test_a_case_is_found_by_its_number_first_and_a_guiding_one_by_that(engine: Engine) -> None:
    case = published(
        "typical_case", title="甲诉乙案", case_number="（2025）示01民终88号", is_guiding=True, court="示范市法院"
    )
    fill(engine, case, published("typical_case", title="提到（2025）示01民终88号的案"))
    assert found(engine, "（2025）示01民终88号")[0] == "甲诉乙案"
    assert found(engine, "示范市法院")[:1] == ["甲诉乙案"]
    assert found(engine, "借乙的伞", filters={"guiding": ["yes"]}) == ["甲诉乙案"]


def test_readings_news_and_notices_are_found_by_what_they_are_about(engine: Engine) -> None:
    law = instrument("示范园林法")
    published_law(law, law_text(law.title, ["公园应当开放。"]), date(2020, 1, 1))
    reading = published("expert_reading", title="三条规矩", instruments=[law])
    news = published("news_article", title="宣传周开始", original_title="普法宣传百日行动")
    notice = published("institution_notice", title="我们搬家了", institution=institution(name="示范亥律师事务所"))
    fill(engine, reading, news, notice)
    for typed, title in (("示范园林法", "三条规矩"), ("百日行动", "宣传周开始"), ("示范亥律师事务所", "我们搬家了")):
        assert found(engine, typed)[:1] == [title], typed


def test_a_notice_past_its_day_is_still_found(engine: Engine) -> None:
    notice = published("institution_notice", title="过期的公告", holds_until=date(2026, 1, 1))
    fill(engine, notice)
    assert found(engine, "过期的公告") == ["过期的公告"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_not_everybody_may_read_cannot_be_found(kind: str) -> None:
    hidden = draft(kind, title="草稿")
    restricted = published(kind, title="要登录的")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    withdrawn = published(kind, title="撤下的")
    withdrawn.unpublish()
    assert [document for page in (hidden, restricted, withdrawn) for document in of(page)] == []
    assert list(public_keys(kind)) == []
    shown = published(kind, title="公开的")
    PageViewRestriction.objects.create(page=index_of(kind), restriction_type="login")
    assert of(shown) == []


def test_a_draft_of_a_published_page_is_not_found_before_it_is_published() -> None:
    page = published(title="已发布的标题")
    page.title, page.short_answer = "草稿里的标题", "<p>草稿里的回答</p>"
    page.save_revision()
    (document,) = of(page)
    assert document.title == "已发布的标题"
    assert "草稿" not in document.text


def test_markup_of_a_text_is_not_indexed() -> None:
    page = published(short_answer="<p>看<b>原</b>因。</p>", detail=[("prose", "<ul><li>甲</li><li>乙</li></ul>")])
    (document,) = of(page)
    assert document.text == "看原因。\n甲\n乙"


@pytest.mark.parametrize("kind", KINDS)
def test_documents_take_a_handful_of_queries_for_a_hundred_pages(kind: str) -> None:
    keys = []
    for number in range(30):
        values: dict[str, Any] = {"title": f"示范第{number}篇", "topics": ["labour", "debt"]}
        if kind == "expert_reading":
            values["instruments"] = [instrument(f"示范法{number}")]
        keys.append(published(kind, **values).source_key)
    asked = []
    for some in (keys[:3], keys):
        with CaptureQueriesContext(connection) as queries:
            assert len(list(documents(kind, some))) == len(some)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 3


def test_publishing_and_withdrawing_are_seen_by_the_search_page(client: Any, portal_index: Engine) -> None:
    call_command("rebuild_index", verbosity=0)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = published("knowledge_qa", title="邻居半夜装修怎么办", short_answer="<p>可以先找物业。</p>")
        case = published("typical_case", title="半夜装修案", is_guiding=True)
    response = client.get(f"/search/?q={quote('半夜装修')}")
    html = response.content.decode()
    assert page.get_absolute_url() in html
    assert case.get_absolute_url() in html
    assert "法律知识问答" in html
    assert "badge-guiding" in html
    assert {tab.label: tab.count for tab in response.context["tabs"]} == {"全部": 2, "法律知识问答": 1, "典型案例": 1}
    assert "2026年11月22日发布" in html
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.unpublish()
    assert page.get_absolute_url() not in client.get(f"/search/?q={quote('半夜装修')}").content.decode()


def test_a_page_closed_to_the_public_leaves_the_index_at_once(client: Any, portal_index: Engine) -> None:
    call_command("rebuild_index", verbosity=0)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = published(title="内部的问答")
    with TestCase.captureOnCommitCallbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=index_of("knowledge_qa"), restriction_type="login")
    assert (
        "内部的问答" not in client.get(f"/search/?q={quote('内部的')}").content.decode().partition("results-title")[2]
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        restriction.delete()
    assert page.get_absolute_url() in client.get(f"/search/?q={quote('内部的')}").content.decode()


def test_a_rebuilt_index_equals_the_database(portal_index: Engine) -> None:
    for kind in KINDS:
        published(kind, topics=["labour"])
    rebuild(PRIMARY)
    differences = reconcile(PRIMARY)
    assert differences.number == 0
    assert differences.compared >= len(KINDS)
    PAGE_MODELS["knowledge_qa"].objects.update(short_answer="<p>改了。</p>")
    assert reconcile(PRIMARY).stale == [f"knowledge_qa:{PAGE_MODELS['knowledge_qa'].objects.get().slug}"]


def test_the_words_of_facets_are_those_of_the_pages() -> None:
    label = kinds["service_guide"].value_labels
    assert label is not None
    assert label("service_kind", ["notary", "x"]) == {"notary": "公证服务"}
    assert label("topic", ["labour"]) == {"labour": "劳动人事"}
    assert label("guiding", ["yes"]) == {"yes": "指导性案例"}
