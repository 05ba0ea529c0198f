"""Provisions of a law: one article by its number, or all of them by page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cms.laws.models import Instrument
from tests.api.laws import law, text


def ask(client: Client, **query: str) -> list[dict[str, Any]]:
    """Give what a list of provisions shows."""
    response = client.get("/api/v2/provisions/", query)
    assert response.status_code == 200, response.content.decode()
    return response.json()["results"]


def test_one_article_is_found_by_its_number(client: Client, labour_law: Instrument) -> None:
    (article,) = ask(client, instrument=labour_law.slug, number="1")
    assert (article["citation"], article["instrument"]) == ("示范用工法第一条", labour_law.slug)
    assert article["effective_on"] == "2020-03-01"
    assert article["url"] == f"/laws/{labour_law.slug}/#art-1"
    assert article["plain_text"] == "第一条 新的示范条文：\n（一）甲项；\n（二）乙项。\n另有一款。"
    assert [child["locator"] for child in article["children"]] == ["1-p1", "1-p2"]
    assert [item["label"] for item in article["children"][0]["children"]] == ["（一）", "（二）"]


def test_an_inserted_article_is_found_by_both_numbers(client: Client, labour_law: Instrument) -> None:
    (article,) = ask(client, instrument=labour_law.slug, number="1-1")
    assert (article["label"], article["plain_text"]) == ("第一条之一", "第一条之一 后来插入的条文。")


def test_an_article_of_another_day_is_that_days(client: Client, labour_law: Instrument) -> None:
    (article,) = ask(client, instrument=labour_law.slug, number="1", on="2015-01-01")
    assert "旧的示范条文" in article["plain_text"]
    assert article["url"] == f"/laws/{labour_law.slug}/2010-01-01/#art-1"


def test_a_number_that_the_law_does_not_have_finds_nothing(client: Client, labour_law: Instrument) -> None:
    assert ask(client, instrument=labour_law.slug, number="999") == []
    assert ask(client, instrument=labour_law.slug, number="1-2") == []


def test_without_a_number_all_articles_come_in_the_order_of_the_text(client: Client, labour_law: Instrument) -> None:
    assert [one["locator"] for one in ask(client, instrument=labour_law.slug)] == ["1", "1-1", "2"]
    assert [one["locator"] for one in ask(client, instrument=labour_law.slug, page_size="1", page="2")] == ["1-1"]


def test_any_place_is_found_by_its_locator(client: Client, labour_law: Instrument) -> None:
    (item,) = ask(client, instrument=labour_law.slug, locator="1-p1-i2")
    assert (item["kind"], item["plain_text"]) == ("item", "（二）乙项。")
    (chapter,) = ask(client, instrument=labour_law.slug, kind="chapter", locator="ch-2")
    assert [child["locator"] for child in chapter["children"]] == ["2"]
    assert [one["locator"] for one in ask(client, instrument=labour_law.slug, kind="chapter")] == ["ch-1", "ch-2"]


@pytest.mark.django_db
def test_an_article_of_an_annex_with_the_same_number_comes_after_it(client: Client) -> None:
    instrument = law(
        "示范附件法", text(date(2001, 1, 1), "第一条 正文。\n\n第二条 正文二。\n\n附件一\n\n第一条 附件之条文。")
    )
    found = ask(client, instrument=instrument.slug, number="1")
    assert [one["locator"] for one in found] == ["1", "annex-1-art-1"]
    assert [one["citation"] for one in found] == ["示范附件法第一条", "示范附件法附件一第一条"]
    assert [one["plain_text"] for one in found] == ["第一条 正文。", "第一条 附件之条文。"]


def test_the_law_has_to_be_named(client: Client) -> None:
    response = client.get("/api/v2/provisions/?number=39")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["parameter"] == "instrument"
    assert "请用 instrument 参数" in error["detail"]


def test_both_addresses_answer_alike(client: Client, labour_law: Instrument) -> None:
    nested = client.get(f"/api/v2/instruments/{labour_law.slug}/provisions/?number=1").json()
    assert nested == client.get(f"/api/v2/provisions/?instrument={labour_law.slug}&number=1").json()
