"""A page of each kind: the conclusion first, what it rests on in place, who answers for it; nobody's draft; few questions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.models import CustomDocument
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.sections import SECTION_OF
from cms.laws.cited_places import CitedPlace
from cms.laws.models import Provision
from portal.accounts.models import User
from tests.directory.builders import institution
from tests.editorial.builders import draft, index_of, published
from tests.laws.builders import instrument, law_text
from tests.laws.builders import published as published_law

pytestmark = pytest.mark.django_db
KINDS = list(PAGE_MODELS)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T04:00:00Z", tick=False):
        yield


def law(title: str = "示范园林法", articles: int = 2) -> Any:
    made = instrument(title)
    published_law(
        made, law_text(title, [f"公园第{number}项应当开放。" for number in range(1, articles + 1)]), date(2020, 1, 1)
    )
    return made


def cited(made: Any, locator: str = "1", digest: str = "") -> tuple[str, CitedPlace]:
    row = Provision.objects.get(version__instrument=made, version__live=True, locator=locator)
    return "citation", CitedPlace(
        made.slug, locator, date(2026, 3, 1), digest or row.digest, f"{made.short_title}第一条"
    )


def html(client: Any, page: Any) -> str:
    response = client.get(page.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def in_order(text: str, *words: str) -> None:
    place = text.index("<main")
    for word in words:
        assert word in text[place:], f"{word} is not where it should be"
        place = text.index(word, place) + len(word)


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_that_others_rely_on_is_where_wagtail_says_the_page_is(client: Any, kind: str) -> None:
    page = published(kind)
    assert page.get_absolute_url() == page.get_url() == f"{SECTION_OF[kind].url}{page.slug}/"
    assert f'<h1 class="editorial-title">{page.title}</h1>' in html(client, page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_a_withdrawn_page_and_one_of_another_section_are_not_found(client: Any, kind: str) -> None:
    page = draft(kind)
    assert client.get(page.get_absolute_url()).status_code == 404
    page = published(kind, title="已发布")
    other = "news_article" if kind != "news_article" else "knowledge_qa"
    index_of(other)
    assert client.get(f"{SECTION_OF[other].url}{page.slug}/").status_code == 404
    page.unpublish()
    # Of news the address says that it was withdrawn, and why (test_news.py).
    assert client.get(page.get_absolute_url()).status_code == (410 if kind == "news_article" else 404)


def test_a_page_that_asks_for_a_password_shows_nothing_and_is_never_kept(client: Any) -> None:
    page = published(title="内部的问答", short_answer="<p>内部的结论</p>")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    response = client.get(page.get_absolute_url())
    assert "内部的结论" not in response.content.decode()
    assert not response.headers.get("Cache-Control", "").startswith("public")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_kept_for_everyone_and_costs_one_query_then(client: Any, kind: str) -> None:
    page = published(kind)
    response = client.get(page.get_absolute_url())
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    with CaptureQueriesContext(connection) as queries:
        client.get(page.get_absolute_url())
    assert len(queries) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_each_kind_is_previewed_before_anybody_published_it(client: Any, kind: str) -> None:
    index_of(kind)
    page = draft(kind, title="草稿的标题", topics=["labour"])
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "草稿的标题" in response.content.decode()
    assert "劳动人事" in response.content.decode()


def test_an_answer_begins_with_its_conclusion_then_the_law_then_reasons_then_next_steps(client: Any) -> None:
    made = law()
    page = published(
        "knowledge_qa",
        question="我在公司试用期里被辞退。",
        short_answer="<p>看辞退的原因。</p>",
        citations=[cited(made)],
        detail=[("heading", "为什么"), ("prose", "<p>因为法律这样规定。</p>"), cited(made, "2")],
        next_steps="<ul><li>先保存证据。</li></ul>",
        topics=["labour"],
        author_name="示范编辑",
        source_name="本网编辑部",
    )
    text = html(client, page)
    in_order(text, "看辞退的原因", "法律依据", "公园第1项应当开放", "详细说明", "因为法律这样规定", "先保存证据")
    assert "公园第2项应当开放" in text  # what is cited in the running text has its words in place, too
    assert 'href="/topics/labour/"' in text
    in_order(text, "关于本页", "示范编辑", "本网编辑部", "发布日期", "2026年11月22日", "条文核对", "2026年3月1日")


def test_who_reviewed_a_page_and_when_is_told(client: Any) -> None:
    reviewer = User.objects.create_user("li", "li@example.invalid", "secret-enough-1", display_name="李示范")
    text = html(client, published(by=reviewer))
    in_order(text, "关于本页", "李示范", "最近审核", "2026年11月22日")


def test_when_a_cited_article_has_changed_the_page_says_which_and_stays(client: Any) -> None:
    made = law()
    page = published(citations=[cited(made)])
    assert "引用的法律有变动" not in html(client, page)
    published_law(made, law_text(made.title, ["公园应当收费。", "公园第2项应当开放。"]), date(2026, 5, 1))
    client.cookies["display"] = "large"
    text = html(client, page)
    in_order(text, "引用的法律有变动", "《示范园林法》第一条已于2026年5月1日修改", "看原因", "公园应当收费")


def test_a_case_begins_with_the_rule_drawn_and_tells_court_day_and_that_it_guides(client: Any) -> None:
    page = published(
        "typical_case",
        rule_drawn="<p>借了要还。</p>",
        facts="<p>甲借伞。</p>",
        ruling="<p>还伞。</p>",
        reasoning="<p>伞是乙的。</p>",
        court="示范市法院",
        case_number="（2025）示01民终1号",
        decided_on=date(2025, 6, 1),
        is_guiding=True,
        guiding_number="指导性案例1号",
        citations=[cited(law())],
    )
    text = html(client, page)
    facts = ("badge-guiding", "指导性案例1号", "示范市法院", "（2025）示01民终1号", "2025年6月1日裁判")
    in_order(text, *facts, "借了要还", "法律依据", "基本案情", "甲借伞", "裁判结果", "还伞", "裁判理由", "伞是乙的")


def test_a_guide_tells_all_that_article_16_asks(client: Any) -> None:
    form = CustomDocument.objects.create(title="示范申请表", file=ContentFile(b"%PDF-" + b"x" * 2043, name="form.pdf"))
    page = published(
        "service_guide",
        purpose="<p>请律师不花钱。</p>",
        eligibility="<p>经济困难的公民。</p>",
        conditions="<p>符合当地标准。</p>",
        materials=[("material", {"name": "身份证", "note": "复印件一份", "is_optional": False})],
        steps=[("step", {"title": "提交申请", "text": "到窗口。"}), ("step", {"title": "等候审查", "text": ""})],
        duration="七个工作日",
        fee="不收费",
        place="<p>示范市中心路1号。</p>",
        online_url="https://apply.example.gov.cn/a",
        online_label="示范政务网",
        forms_to_download=[("file", {"document": form})],
        remedies="<p>可以提出异议。</p>",
    )
    text = html(client, page)
    order = (
        "法律援助",
        "七个工作日",
        "不收费",
        "示范政务网",
        "请律师不花钱",
        "经济困难",
        "符合当地标准",
        "身份证",
        "复印件一份",
    )
    in_order(text, *order, "提交申请", "等候审查", "示范市中心路1号", "示范申请表", "可以提出异议", "tel:12348")
    assert "将离开本网，前往 apply.example.gov.cn" in text
    assert 'href="https://apply.example.gov.cn/a" rel="noopener external"' in text
    assert "2 KB" in text
    assert '<ol class="steps">' in text
    assert '<th scope="row">身份证' in text


def test_an_address_that_is_none_of_the_web_is_never_a_link(client: Any) -> None:
    page = published("service_guide")
    PAGE_MODELS["service_guide"].objects.update(online_url="javascript:alert(1)", source_url="javascript:alert(2)")
    assert "javascript:" not in html(client, page)


def test_news_tell_where_they_come_from(client: Any) -> None:
    page = published(
        "news_article",
        source_name="示范报",
        source_url="https://news.example.com/1",
        original_title="原来的标题",
        original_author="记者甲",
        original_editor="编辑乙",
        original_published_on=date(2026, 10, 1),
    )
    text = html(client, page)
    in_order(text, "示范报", "原标题", "原来的标题", "记者甲", "编辑乙", "2026年10月1日")
    assert 'href="https://news.example.com/1" rel="noopener external"' in text


def test_a_notice_leads_to_its_institution_only_while_that_is_public(client: Any) -> None:
    issuer = institution(name="示范北所")
    page = published("institution_notice", institution=issuer)
    assert f'<a href="{issuer.get_absolute_url()}">示范北所</a>' in html(client, page)
    issuer.status = "unlisted"
    issuer.save()
    client.cookies["display"] = "large"
    text = html(client, page)
    assert "示范北所" in text
    assert issuer.get_absolute_url() not in text


def test_a_notice_past_its_day_says_so_and_stays(client: Any) -> None:
    page = published("institution_notice", holds_until=date(2026, 11, 22))
    assert "已过有效期" not in html(client, page)
    with time_machine.travel("2026-11-23T04:00:00Z"):
        text = html(client, page)
    assert "这条内容已过有效期" in text
    assert "中心搬到新址" in text


def test_a_reading_names_the_public_laws_it_explains(client: Any) -> None:
    made = law()
    page = published("expert_reading", author_name="专家甲", instruments=[made, instrument("示范草案")])
    text = html(client, page)
    in_order(text, "专家甲", "解读的法律法规", made.get_absolute_url(), "园林应当对公众开放")
    assert "示范草案" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_eight_questions_at_most_at_ten_times_the_rows(client: Any, kind: str) -> None:
    """Page, settings and cache among them; a reading one more, for the instruments it names."""
    laws = [law(f"示范法{number}") for number in range(3)]

    def one(number: int) -> Any:
        values: dict[str, Any] = {"title": f"示范第{number}篇", "topics": ["labour", "debt"]}
        values["citations"] = [cited(made) for made in laws]
        if kind == "expert_reading":
            values["instruments"] = laws
        return published(kind, **values)

    page = one(0)
    asked = []
    for numbers in (range(1, 3), range(3, 30)):
        for number in numbers:
            one(number)
        client.get("/nowhere/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.get_absolute_url()).status_code == 200
        asked.append(len(queries))
        client.cookies["display"] = "large"  # another entry of the cache
    assert asked[0] == asked[1] <= (9 if kind == "expert_reading" else 8)
