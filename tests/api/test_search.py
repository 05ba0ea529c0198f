"""Searching by program: the shape that docs/api.md promises, and what is said when an engine is out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.test import Client

from search.engines.base import EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.service import breaker
from tests.api.laws import index, law, text

SEARCH = "/api/v2/search/"


@pytest.fixture(autouse=True)
def _indexed(db: None, tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.SEARCH_URL = f"embedded://{tmp_path / 'index'}"
    settings.SEARCH_FALLBACK_URL = ""
    law(
        "中华人民共和国示范渡船法",
        text(date(2005, 1, 1), "第一条 渡船夜间不得载客。\n\n第二条 违者罚款。"),
        text(date(2015, 1, 1), "第一条 渡船夜间<可以>载客 & 载货。\n\n第二条 违者罚款。"),
    )
    law(
        "废止的示范渡船办法", text(date(2001, 1, 1), "第一条 渡船旧规。", is_repealed=True, expired_on=date(2004, 1, 1))
    )
    index()
    breaker.reset()
    yield
    breaker.reset()


def ask(client: Client, q: str, **query: Any) -> dict[str, Any]:
    """Search, and give the answer."""
    response = client.get(SEARCH, {"q": q, **query})
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_an_answer_has_just_the_promised_shape(client: Client) -> None:
    response = client.get(f"{SEARCH}?q={quote('渡船载客')}&kind=provision&page_size=100")
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    body = response.json()
    assert set(body) == {"count", "engine", "degraded", "results"}
    assert (body["count"], body["engine"], body["degraded"]) == (1, "embedded", False)
    (found,) = body["results"]
    assert set(found) == {"kind", "id", "title", "citation", "url", "snippet", "score", "effectivity"}
    assert (found["kind"], found["effectivity"]) == ("provision", "in_force")
    assert found["title"] == "中华人民共和国示范渡船法"
    assert found["citation"] == "示范渡船法第一条"
    assert found["url"] == "/laws/shi-fan-du-chuan-fa/#art-1"
    assert isinstance(found["score"], float)


def test_a_snippet_marks_the_words_and_escapes_the_text(client: Client) -> None:
    (found,) = ask(client, "渡船载客", kind="provision")["results"]
    assert "<mark>渡船</mark>" in found["snippet"]
    assert "&lt;可以&gt;" in found["snippet"]
    assert "<可以>" not in found["snippet"]


def test_a_typed_citation_comes_first_and_scores_highest(client: Client) -> None:
    results = ask(client, "示范渡船法第二条")["results"]
    assert results[0]["citation"] == "示范渡船法第二条"
    scores = [one["score"] for one in results]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores[:2])) == len(scores[:2])


def test_a_kind_cuts_the_answer_down(client: Client) -> None:
    assert {one["kind"] for one in ask(client, "渡船")["results"]} == {"instrument", "provision"}
    assert {one["kind"] for one in ask(client, "渡船", kind="instrument")["results"]} == {"instrument"}


def test_the_law_of_a_day_is_found(client: Client) -> None:
    (found,) = ask(client, "渡船载客", kind="provision", on="2010-06-01")["results"]
    assert "不得" in found["snippet"]
    assert found["effectivity"] == "in_force"
    assert found["url"].startswith("/laws/shi-fan-du-chuan-fa/2005-01-01/")


def test_law_of_today_unless_more_is_asked_for(client: Client) -> None:
    assert {one["effectivity"] for one in ask(client, "渡船")["results"]} == {"in_force"}
    every = {one["effectivity"] for one in ask(client, "渡船", effectivity="all")["results"]}
    assert every == {"in_force", "amended", "repealed"}
    assert {one["effectivity"] for one in ask(client, "渡船", effectivity="ended")["results"]} == {
        "amended",
        "repealed",
    }
    assert ask(client, "渡船", effectivity="not_yet_effective")["count"] == 0


def test_facets_cut_the_answer_down_and_may_be_given_twice(client: Client) -> None:
    assert ask(client, "渡船", level="law")["count"] > 0
    assert ask(client, "渡船", level="constitution")["count"] == 0
    assert ask(client, "渡船", level=["constitution", "law"])["count"] == ask(client, "渡船", level="law")["count"]


def test_pages_follow_each_other(client: Client) -> None:
    whole = [one["id"] for one in ask(client, "渡船", effectivity="all")["results"]]
    pages = [
        ask(client, "渡船", effectivity="all", page_size=2, page=page)["results"]
        for page in range(1, len(whole) // 2 + 2)
    ]
    assert [one["id"] for page in pages for one in page] == whole
    beyond = ask(client, "渡船", page=100)
    assert (beyond["count"] > 0, beyond["results"]) == (True, [])


@pytest.mark.parametrize(
    "q", ["", "   ", "！？。", "渡" * 10_000, "\u202e\ufeff", "a" * 300, "💩", "AND OR NOT (", '"', "*:*"]
)
def test_any_words_are_answered_politely(client: Client, q: str) -> None:
    assert ask(client, q)["degraded"] is False


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=a&page=0",
        "q=a&page=101",
        "q=a&page_size=101",
        "q=a&page=-1",
        "q=a&kind=poem",
        "q=a&on=2020-13-01",
        "q=a&effectivity=maybe",
        "q=a&on=2020-01-01&effectivity=all",
        "q=%00",
        "q=a&level=%00",
    ],
)
def test_what_means_nothing_is_refused(client: Client, query: str) -> None:
    response = client.get(f"{SEARCH}?{query}")
    assert (response.status_code, response.json()["reason"]) == (400, "invalid_parameters")


class TestEngineOut:
    """Out is never told as "nothing found"."""

    @pytest.fixture(autouse=True)
    def _out(self) -> Iterator[None]:
        with patch.object(EmbeddedEngine, "search", side_effect=EngineUnavailable("gone")):
            yield

    def test_it_is_said(self, client: Client) -> None:
        response = client.get(f"{SEARCH}?q={quote('渡船')}")
        assert (response.status_code, response.json()["reason"]) == (503, "search_out")
        assert response.headers["Content-Type"] == "application/problem+json"

    def test_a_typed_citation_is_answered_from_the_database(self, client: Client) -> None:
        body = ask(client, "示范渡船法第二条")
        assert (body["count"], body["engine"], body["degraded"]) == (1, "", True)
        assert body["results"][0]["citation"] == "示范渡船法第二条"


def test_the_fallback_answers_and_says_that_it_did(client: Client, settings: Any) -> None:
    settings.SEARCH_FALLBACK_URL = settings.SEARCH_URL
    settings.SEARCH_URL = "http://127.0.0.1:9"
    body = ask(client, "渡船")
    assert (body["engine"], body["degraded"]) == ("embedded", True)
    assert body["count"] > 0


def test_a_search_asks_the_database_little(client: Client, django_assert_max_num_queries: Any) -> None:
    for q in ("渡船", "示范渡船法第二条"):
        with django_assert_max_num_queries(5):
            ask(client, q)
