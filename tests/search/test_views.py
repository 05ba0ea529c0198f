"""The page of results."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse

from search.models import FailedSearch
from search.query import register_recogniser
from search.service import breaker
from tests.search.builders import ended, fill, provision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library, portal_index):
    """Each test has an index with three articles."""
    fill(
        portal_index,
        provision("1", "职工工伤的，应当救治。<script>alert(1)</script>"),
        provision("2", "工伤由行政部门认定。", facets=("level:local_regulation", "region:北京", "year:2021")),
        ended("3", "工伤的旧规定。", source="law:old"),
        provision("4", "工伤新闻。", kind="news_article", facets=(), source="law:news", citation="", title="工伤新闻"),
    )


def get(client, **values):
    return client.get(reverse("search"), values)


def page(client, **values) -> str:
    response = get(client, **values)
    assert response.status_code == 200
    return response.content.decode()


def test_the_words_found_are_marked_and_texts_stay_texts(client):
    html = page(client, q="工伤")
    assert "<mark>工伤</mark>" in html
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;" in html


def test_law_that_has_ended_is_shown_on_demand_and_apart(client):
    assert "旧规定" not in page(client, q="工伤")
    html = page(client, q="工伤", effectivity="all")
    assert "已失效，仅供查阅" in html
    assert html.index("行政部门") < html.index("已失效，仅供查阅") < html.index("旧规定")
    assert "2024年1月1日" in html


def test_the_law_of_a_day_can_be_asked_for(client):
    assert "旧规定" in page(client, q="工伤", on="2023-06-01")
    assert "旧规定" not in page(client, q="工伤", on="2024-01-01")


def test_kinds_are_tabs_with_counts_and_filters_are_links(client):
    response = get(client, q="工伤", kind="provision")
    assert [(tab.label, tab.count, tab.current) for tab in response.context["tabs"]] == [
        ("全部", 3, False),
        ("条文", 2, True),
        ("新闻", 1, False),
    ]
    level = response.context["groups"][0]
    assert {option.label: option.count for option in level.options} == {"law": 1, "local_regulation": 1}
    narrowed = client.get(next(option.url for option in level.options if option.label == "local_regulation"))
    assert narrowed.context["results"].total == 1
    again = narrowed.context["groups"][0].options[0]
    assert again.current
    assert "level" not in again.url


def test_what_the_words_name_exactly_comes_first(client):
    register_recogniser("test", lambda words, on, today: [provision("2", "工伤由行政部门认定。")])
    response = get(client, q="示范用工法第2条 工伤")
    results = response.context["results"]
    assert results.items[0].document.key == "provision:2"
    assert [item.document.key for item in results.items].count("provision:2") == 1
    assert results.total == len(results.items)


@pytest.mark.parametrize("words", ["", "？？。", "工伤" * 5000, "\x07\x1f", "<b>\"'", "%s%d", "😀"])
def test_whatever_is_typed_a_page_answers(client, words):
    assert get(client, q=words).status_code == 200


@pytest.mark.parametrize(
    "values",
    [
        {"page": "-1"},
        {"page": "x"},
        {"page": "9" * 30},
        {"page": "²"},
        {"on": "2026-13-45"},
        {"on": "gestern"},
        {"on": "0001-01-01"},
        {"kind": "nonsense"},
        {"effectivity": "nonsense"},
        {"level": ["a"] * 500},
        {"year": "x" * 9999},
        {"year": "²"},
    ],
)
def test_parameters_that_make_no_sense_are_forgiven(client, values):
    assert get(client, q="工伤", **values).status_code == 200


def test_a_date_that_was_not_understood_is_said(client):
    assert "没有看懂日期" in page(client, q="工伤", on="去年")


def test_nothing_found_says_what_to_do_next_and_is_counted(client):
    html = page(client, q="绝无此词")
    assert "没有找到" in html
    assert "effectivity=all" in html
    assert FailedSearch.objects.get().words == "绝无此词"


def test_whoever_searches_may_carry_the_words_to_a_lawyer_whether_something_was_found_or_not(client):
    for words in ("工伤", "绝无此词"):
        assert page(client, q=words).count(f'href="/ask/?q={quote(words)}"') == 1


def test_search_being_out_is_not_nothing_found(client, settings):
    settings.SEARCH_URL = "http://127.0.0.1:9"
    breaker.reset()
    html = page(client, q="工伤")
    assert "搜索暂时不能使用" in html
    assert "没有找到" not in html
    assert not FailedSearch.objects.exists()


def test_an_answer_of_the_fallback_says_so(client, settings):
    settings.SEARCH_FALLBACK_URL, settings.SEARCH_URL = settings.SEARCH_URL, "http://127.0.0.1:9"
    breaker.reset()
    html = page(client, q="工伤")
    assert "备用" in html
    assert "<mark>工伤</mark>" in html


def test_results_are_kept_by_no_cache(client):
    assert "no-store" in get(client, q="工伤")["Cache-Control"]


def test_only_reading_is_allowed(client):
    assert client.post(reverse("search"), {"q": "工伤"}).status_code == 405


@pytest.mark.parametrize("words", ["工伤", "绝无此词"])
def test_a_page_of_results_takes_at_most_five_queries(client, django_assert_max_num_queries, words):
    page(client, q="工伤")
    with django_assert_max_num_queries(5):
        page(client, q=words)
