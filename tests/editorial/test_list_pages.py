"""The lists of the six sections: filters are links, counts are true, questions few."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.site_builder import build_site
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.sections import SECTION_OF
from cms.editorial.views import listing
from tests.directory.builders import institution
from tests.editorial.builders import draft, index_of, published
from tests.laws.builders import instrument, law_text
from tests.laws.builders import published as published_law

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
KINDS = list(PAGE_MODELS)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T04:00:00Z", tick=False):
        yield


def fresh(client: Any, address: str) -> Any:
    """An answer that was made now: what is kept has no context."""
    cache.clear()
    response = client.get(address)
    assert response.status_code == 200, address
    return response


def shown(client: Any, address: str) -> list[str]:
    response = fresh(client, address)
    return [item["title"] for group in response.context["groups"] for item in group["items"]]


def filter_links(client: Any, address: str) -> dict[tuple[str, str], dict[str, Any]]:
    groups = fresh(client, address).context["filters"]
    return {(str(group["title"]), option["label"]): option for group in groups for option in group["options"]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_section_lists_its_public_pages_the_latest_first(client: Any, kind: str) -> None:
    with time_machine.travel("2026-03-01T04:00:00Z"):
        published(kind, title="先发布的")
    published(kind, title="后发布的", **({"service_kind": "legal_aid"} if kind == "service_guide" else {}))
    draft(kind, title="草稿")
    assert shown(client, SECTION_OF[kind].url) == ["后发布的", "先发布的"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_section_without_pages_says_so_and_where_to_turn(client: Any, kind: str) -> None:
    build_site()
    html = client.get(SECTION_OF[kind].url).content.decode()
    assert "这个栏目还没有内容" in html
    assert 'href="/search/"' in html


def test_what_is_withdrawn_or_closed_to_the_public_is_listed_no_more(client: Any) -> None:
    page, other = published(title="撤下的"), published(title="要密码的")
    page.unpublish()
    PageViewRestriction.objects.create(page=other, restriction_type="login")
    assert shown(client, "/qa/") == []


def test_a_section_that_is_closed_to_the_public_shows_nothing_to_visitors(client: Any) -> None:
    published(title="内部的问答")
    PageViewRestriction.objects.create(page=index_of("knowledge_qa"), restriction_type="password", password="x")
    for address in ("/qa/", f"/qa/?q={quote('内部')}", "/qa/nei-bu-de-wen-da/"):
        response = client.get(address)
        assert "内部的问答" not in response.content.decode(), address
        assert not response.headers.get("Cache-Control", "").startswith("public"), address


def library() -> None:
    """A few pages of each kind."""
    north, south = institution(name="示范北所"), institution(name="示范南所")
    law = instrument("示范园林法")
    published_law(law, law_text(law.title, ["公园应当开放。"]), date(2020, 1, 1))
    with time_machine.travel("2025-05-01T04:00:00Z"):
        published("knowledge_qa", title="旧的问答", topics=["labour"])
        published("typical_case", title="旧的案例", court="示范市法院", is_guiding=True, topics=["debt"])
    published("knowledge_qa", title="新的问答", topics=["labour", "family"], summary="拖欠工资怎么要")
    published("typical_case", title="新的案例", court="示范县法院", topics=["labour"])
    published("service_guide", title="请律师", service_kind="lawyer")
    published("service_guide", title="办公证", service_kind="notary", topics=["notary"])
    published("institution_notice", title="北所搬家", institution=north, notice_kind="notice")
    published("institution_notice", title="南所公告", institution=south, notice_kind="announcement")
    published("expert_reading", title="读园林法", instruments=[law])
    other = instrument("示范水法")
    published_law(other, law_text(other.title, ["水是公共的。"]), date(2021, 1, 1))
    published("expert_reading", title="谈普法")
    published("expert_reading", title="读水法", instruments=[other, instrument("示范草案")])
    published("news_article", title="普法周", topics=["labour"])
    published("news_article", title="新法院揭牌", topics=["labour", "debt"])


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/qa/?topic=labour", {"旧的问答", "新的问答"}),
        ("/qa/?topic=family", {"新的问答"}),
        ("/qa/?year=2025", {"旧的问答"}),
        ("/qa/?topic=labour&year=2026", {"新的问答"}),
        (f"/qa/?q={quote('拖欠')}", {"新的问答"}),
        ("/cases/?is_guiding=1", {"旧的案例"}),
        ("/cases/?is_guiding=0", {"新的案例"}),
        (f"/cases/?court={quote('示范县法院')}", {"新的案例"}),
        ("/guides/?service_kind=notary", {"办公证"}),
        ("/notices/?notice_kind=announcement", {"南所公告"}),
        ("/readings/?instrument=shi-fan-yuan-lin-fa", {"读园林法"}),
        ("/news/?topic=debt", {"新法院揭牌"}),
    ],
)
def test_a_filter_leaves_what_it_says(client: Any, address: str, found: set[str]) -> None:
    library()
    assert set(shown(client, address)) == found


def test_notices_of_one_institution_are_found_by_its_address(client: Any) -> None:
    library()
    link = filter_links(client, "/notices/")[("发布机构", "示范北所")]
    assert shown(client, link["url"]) == ["北所搬家"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_count_is_what_following_the_link_shows(client: Any, kind: str) -> None:
    library()
    address = SECTION_OF[kind].url
    links = filter_links(client, address)
    assert links
    for words, option in links.items():
        assert len(shown(client, option["url"])) == option["count"], words
        for others, narrower in filter_links(client, option["url"]).items():
            if not narrower["current"]:
                assert len(shown(client, narrower["url"])) == narrower["count"], (words, others)


def test_what_is_chosen_is_taken_away_by_its_own_link(client: Any) -> None:
    library()
    response = client.get("/qa/?topic=labour&year=2026")
    assert [(one["label"], one["url"]) for one in response.context["chosen"]] == [
        ("劳动人事", "/qa/?year=2026"),
        ("2026年", "/qa/?topic=labour"),
    ]
    assert "，取消这个条件" in response.content.decode()


def test_guides_stand_under_the_five_kinds_of_service_in_their_order(client: Any) -> None:
    published("service_guide", title="请人调解", service_kind="mediation")
    published("service_guide", title="申请援助", service_kind="legal_aid")
    published("service_guide", title="请律师", service_kind="lawyer")
    groups = client.get("/guides/").context["groups"]
    assert [(group["title"], [item["title"] for item in group["items"]]) for group in groups] == [
        ("律师服务", ["请律师"]),
        ("法律援助", ["申请援助"]),
        ("人民调解", ["请人调解"]),
    ]


def test_a_guiding_case_and_an_expired_notice_are_marked(client: Any) -> None:
    published("typical_case", is_guiding=True, guiding_number="指导性案例1号")
    published("institution_notice", title="过期的", holds_until=date(2026, 11, 21))
    published("institution_notice", title="今天还有效的", holds_until=date(2026, 11, 22))
    cases, notices = client.get("/cases/").content.decode(), client.get("/notices/").content.decode()
    assert "badge-guiding" in cases
    assert "指导性案例1号" in cases
    assert notices.count("已过期") == 1
    assert re.search(r"过期的</a></h3><span class=\"badge badge-unknown\">已过期", notices)


def test_words_that_find_nothing_lead_to_the_search_of_the_whole_site(client: Any) -> None:
    library()
    html = client.get(f"/qa/?q={quote('火星')}").content.decode()
    assert "没有符合条件的内容" in html
    assert f"/search/?q={quote('火星')}" in html
    assert '<meta name="robots" content="noindex, follow">' in html


def test_words_typed_are_shown_as_words(client: Any) -> None:
    build_site()
    html = client.get("/qa/?q=<script>x").content.decode()
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html


@pytest.mark.parametrize(
    "query",
    ["?year=x", "?year=0000", "?page=x", "?page=", "?unknown=1", "?page=²", "?year=%00", "?q=%00", "?topic=%00"],
)
def test_a_value_that_means_nothing_filters_nothing(client: Any, query: str) -> None:
    published(title="一篇")
    assert shown(client, f"/qa/{query}") == ["一篇"]


@pytest.mark.parametrize(
    "address", ["/cases/?is_guiding=maybe", "/guides/?service_kind=none", "/notices/?notice_kind=x"]
)
def test_a_choice_that_does_not_exist_filters_nothing(client: Any, address: str) -> None:
    library()
    assert len(shown(client, address)) == 2


def test_pages_follow_each_other_and_end(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    for number in range(5):
        published(title=f"第{number}篇")
    titles = [title for page in ("", "?page=2", "?page=3") for title in shown(client, f"/qa/{page}")]
    assert titles == [f"第{number}篇" for number in (4, 3, 2, 1, 0)]
    assert client.get("/qa/?page=4").status_code == 404


def test_a_list_is_kept_for_everyone_until_something_is_published(
    client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    published(title="先有的")
    assert client.get("/qa/").headers["Cache-Control"].startswith("public")
    with CaptureQueriesContext(connection) as queries:
        client.get("/qa/")
    assert len(queries) == 1
    with django_capture_on_commit_callbacks(execute=True):
        published(title="后来的")
    assert shown(client, "/qa/") == ["后来的", "先有的"]


def test_the_preview_of_a_section_shows_its_list(client: Any) -> None:
    published(title="一篇")
    response = index_of("knowledge_qa").make_preview_request()
    assert response.status_code == 200
    assert "一篇" in response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_asks_the_same_few_questions_at_ten_times_the_pages(client: Any, kind: str) -> None:
    def one(number: int) -> None:
        values: dict[str, Any] = {"title": f"示范第{number}篇", "topics": ["labour", "debt"]}
        if kind == "expert_reading":
            values["instruments"] = [instrument(f"示范法{number}")]
        if kind == "typical_case":
            values["court"] = f"示范法院{number}"
        published(kind, **values)

    address = SECTION_OF[kind].url
    asked: list[dict[str, int]] = []
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            one(number)
        counts = {}
        for query in ("", "?topic=labour&year=2026", f"?q={quote('示范')}"):
            client.get("/nowhere/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{address}{query}").status_code == 200
            counts[query] = len(queries)
        asked.append(counts)
        client.cookies["display"] = "large"  # another entry of the cache
    assert asked[0] == asked[1]
    assert max(asked[0].values()) <= 6
