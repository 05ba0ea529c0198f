"""The text of a day, all texts of a law, and the whole of it to take away."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cms.laws.models import Instrument
from cms.laws.services.slugs import change_slug
from portal.common.clock import today
from tests.api.laws import law, text

ROOT = "/api/v2/instruments"


def walk(provisions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give all provisions of a tree in the order of the text."""
    return [node for top in provisions for node in (top, *walk(top["children"]))]


def test_a_law_is_answered_with_the_text_of_today(client: Client, labour_law: Instrument) -> None:
    body = client.get(f"{ROOT}/{labour_law.slug}/").json()
    assert (body["slug"], body["title"]) == (labour_law.slug, "中华人民共和国示范用工法")
    assert body["on"] == today().isoformat()
    assert (body["effective_on"], body["effectivity"], body["valid_to"]) == ("2020-03-01", "in_force", None)
    assert body["instrument"]["short_title"] == "示范用工法"
    assert body["head"] == ["（示范文本）"]
    assert "新的示范条文" in str(body["provisions"])


@pytest.mark.parametrize(
    ("on", "effective_on", "words"),
    [
        ("2010-01-01", "2010-01-01", "旧的示范条文"),
        ("2020-02-29", "2010-01-01", "旧的示范条文"),
        ("2020-03-01", "2020-03-01", "新的示范条文"),
        ("9999-12-31", "2020-03-01", "新的示范条文"),
    ],
)
def test_a_day_is_answered_with_the_text_of_that_day(
    client: Client, labour_law: Instrument, on: str, effective_on: str, words: str
) -> None:
    body = client.get(f"{ROOT}/{labour_law.slug}/?on={on}").json()
    assert (body["on"], body["effective_on"], body["effectivity"]) == (on, effective_on, "in_force")
    assert words in str(body["provisions"])


def test_a_provision_carries_place_numbers_words_and_citation(client: Client, labour_law: Instrument) -> None:
    body = client.get(f"{ROOT}/{labour_law.slug}/").json()
    nodes = {node["locator"]: node for node in walk(body["provisions"])}
    assert [node["kind"] for node in body["provisions"]] == ["chapter", "chapter"]
    assert list(nodes) == ["ch-1", "1", "1-p1", "1-p1-i1", "1-p1-i2", "1-p2", "1-1", "1-1-p1", "ch-2", "2", "2-p1"]
    inserted = nodes["1-1"]
    assert set(inserted) == {
        "kind", "locator", "anchor", "label", "heading", "number", "inserted_number", "text", "citation", "digest",
        "children",
    }  # fmt: skip
    assert (inserted["kind"], inserted["anchor"], inserted["label"]) == ("article", "art-1-1", "第一条之一")
    assert (inserted["number"], inserted["inserted_number"]) == (1, 1)
    assert inserted["citation"] == "示范用工法第一条之一"
    assert inserted["digest"].startswith("v1:")
    assert nodes["1-p1-i2"]["citation"] == "示范用工法第一条第一款第二项"
    assert (nodes["1-p1-i2"]["label"], nodes["1-p1-i2"]["text"]) == ("（二）", "乙项。")
    assert nodes["ch-1"]["heading"] == "总则"


@pytest.mark.parametrize(("on", "reason"), [("2009-12-31", "none_in_force"), ("0001-01-01", "none_in_force")])
def test_before_a_law_took_effect_there_is_none(client: Client, labour_law: Instrument, on: str, reason: str) -> None:
    response = client.get(f"{ROOT}/{labour_law.slug}/?on={on}")
    assert (response.status_code, response.json()["reason"]) == (404, reason)
    assert client.get(response.json()["versions_url"]).json()["count"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        ({"effective_on": None}, "2015-01-01", "date_unknown"),
        ({"effective_on": None}, None, "date_unknown"),
        ({"is_repealed": True}, "2015-01-01", "date_unknown"),
        ({"is_repealed": True}, None, "none_in_force"),
        ({"is_repealed": True, "expired_on": date(2015, 1, 1)}, "2014-12-31", 200),
        ({"is_repealed": True, "expired_on": date(2015, 1, 1)}, "2015-01-01", "none_in_force"),
        ({"effective_on": date(2990, 1, 1)}, None, "none_in_force"),
        ({"effective_on": date(2990, 1, 1)}, "2990-01-01", 200),
    ],
)
def test_where_there_is_no_text_the_reason_is_said(
    client: Client, fields: dict[str, Any], on: str | None, expected: str | int
) -> None:
    instrument = law("示范法", text(**{"effective_on": date(2001, 1, 1), **fields}))
    for address in ("", "download.txt", "provisions/"):
        response = client.get(f"{ROOT}/{instrument.slug}/{address}", {"on": on} if on else {})
        if expected == 200:
            assert response.status_code == 200
        else:
            assert (response.status_code, response.json()["reason"]) == (404, expected)


def test_all_texts_are_listed_with_their_times(client: Client, labour_law: Instrument) -> None:
    body = client.get(f"{ROOT}/{labour_law.slug}/versions/").json()
    assert body["count"] == 2
    first, second = body["results"]
    assert (first["effective_on"], first["valid_to"], first["end_reason"]) == ("2010-01-01", "2020-03-01", "amended")
    assert (first["effectivity"], second["effectivity"]) == ("amended", "in_force")
    assert (second["valid_to"], second["end_reason"]) == (None, "")
    assert first["url"] == f"/laws/{labour_law.slug}/2010-01-01/"
    assert "旧的示范条文" in str(client.get(first["api_url"]).json()["provisions"])
    before = client.get(f"{ROOT}/{labour_law.slug}/versions/?on=2015-01-01").json()["results"]
    assert [one["effectivity"] for one in before] == ["in_force", "not_yet_effective"]


@pytest.mark.django_db
def test_a_text_of_unknown_date_and_a_repealed_one_can_be_read_by_their_own_address(client: Client) -> None:
    instrument = law("示范法", text(date(2001, 1, 1), is_repealed=True), text(None, "第一条 不知何时。"))
    versions = client.get(f"{ROOT}/{instrument.slug}/versions/").json()["results"]
    assert [one["effective_on"] for one in versions] == ["2001-01-01", None]
    assert versions[1]["api_url"].endswith("/versions/undated/")
    for one in versions:
        assert client.get(one["api_url"]).json()["provisions"]


@pytest.mark.parametrize("day", ["2010-01-02", "2010-13-01", "0000-00-00", "undated"])
def test_a_day_on_which_no_text_took_effect_has_no_address(client: Client, labour_law: Instrument, day: str) -> None:
    response = client.get(f"{ROOT}/{labour_law.slug}/versions/{day}/")
    assert (response.status_code, response.json()["reason"]) == (404, "no_such_version")


def test_the_download_holds_every_text_with_its_tree(client: Client, labour_law: Instrument) -> None:
    response = client.get(f"{ROOT}/{labour_law.slug}/download.json")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{labour_law.slug}.json"'
    body = response.json()
    assert body["title"] == "中华人民共和国示范用工法"
    assert [one["effective_on"] for one in body["versions"]] == ["2010-01-01", "2020-03-01"]
    assert body["versions"][0]["head"] == ["（示范文本）"]
    of_today = client.get(f"{ROOT}/{labour_law.slug}/").json()["provisions"]
    assert body["versions"][1]["provisions"] == of_today


def test_the_plain_text_is_the_text_of_the_day_as_printed(client: Client, labour_law: Instrument) -> None:
    response = client.get(f"{ROOT}/{labour_law.slug}/download.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "中华人民共和国示范用工法\n（示范文本）\n第一章 总则\n第一条 新的示范条文：\n（一）甲项；\n"
        "（二）乙项。\n另有一款。\n"
        "第一条之一 后来插入的条文。\n第二章 附则\n第二条 本法自2020年3月1日起施行。\n"
    )
    assert "旧的示范条文" in client.get(f"{ROOT}/{labour_law.slug}/download.txt?on=2012-01-01").content.decode()


@pytest.mark.parametrize(
    "address",
    ["", "?on=2012-01-01", "versions/", "versions/2010-01-01/", "download.json", "download.txt?on=2012-01-01",
     "provisions/?number=1"],
)  # fmt: skip
def test_an_old_slug_leads_to_the_new_one(client: Client, labour_law: Instrument, address: str) -> None:
    old = labour_law.slug
    change_slug(labour_law, "shi-fan-xin-ming")
    response = client.get(f"{ROOT}/{old}/{address}")
    assert response.status_code == 308
    assert response.headers["Location"] == f"{ROOT}/shi-fan-xin-ming/{address}"
    assert client.get(response.headers["Location"]).status_code == 200


def test_an_old_slug_in_the_query_leads_to_the_new_one(client: Client, labour_law: Instrument) -> None:
    old = labour_law.slug
    change_slug(labour_law, "shi-fan-xin-ming")
    response = client.get(f"/api/v2/provisions/?instrument={old}&number=1")
    assert response.status_code == 308
    assert response.headers["Location"] == "/api/v2/provisions/?instrument=shi-fan-xin-ming&number=1"
