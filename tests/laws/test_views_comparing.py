"""Two texts side by side."""

from __future__ import annotations

from datetime import date

import pytest

from cms.laws.models import Instrument
from cms.laws.views import comparing
from tests.laws.builders import instrument, law_text, published

pytestmark = pytest.mark.django_db

TITLE = "示范园林法"
OLD = [
    "园林对公众开放。",
    "闭园时间为二十二时，遇有节日另行公告。",
    "禁止攀折花木，违者应当赔偿。",
    "收费标准由市人民政府规定。",
]
NEW = [
    "园林对公众开放。",
    "闭园时间为二十三时，遇有节日另行公告。",
    "收费标准由市人民政府规定。",
    "鼓励志愿者参加养护工作。",
]


@pytest.fixture
def law() -> Instrument:
    """A law with two texts."""
    made = instrument(TITLE)
    published(made, law_text(TITLE, OLD), date(2015, 1, 1))
    published(made, law_text(TITLE, NEW), date(2020, 5, 1))
    return made


@pytest.fixture
def address(law) -> str:
    return f"{law.get_absolute_url()}compare/2015-01-01..2020-05-01/"


def test_changed_words_are_marked_on_both_sides(client, address):
    html = client.get(address).content.decode()
    assert '<del class="diff-removed">' in html
    assert '<ins class="diff-added">' in html
    assert "［删去：" in html  # heard, where nothing is seen


def test_added_removed_moved_and_changed_are_counted_and_named(client, address):
    context = client.get(address).context
    assert {one["kind"]: one["number"] for one in context["summary"]} == {
        "added": 1,
        "removed": 1,
        "changed": 1,
        "moved": 1,
        "same": 1,
    }
    assert [(row["kind"], row["title"]) for row in context["rows"]] == [
        ("changed", "第二条"),
        ("removed", "第三条"),
        ("moved", "第四条 → 第三条"),
        ("added", "第四条"),
    ]


def test_articles_that_did_not_change_are_left_out_until_asked_for(client, address):
    assert "园林对公众开放" not in client.get(address).content.decode()
    html = client.get(f"{address}?all=1").content.decode()
    assert "园林对公众开放" in html
    assert "未变" in html


def test_the_newer_first_or_a_day_between_leads_to_the_one_address(client, law, address):
    base = law.get_absolute_url()
    assert client.get(f"{base}compare/2020-05-01..2015-01-01/")["Location"] == address
    assert client.get(f"{base}compare/2017-07-07..2026-01-01/")["Location"] == address
    assert client.get(f"{base}compare/2015-01-01..2016-01-01/")["Location"] == f"{base}2015-01-01/"


def test_a_day_without_a_text_is_not_found(client, law):
    assert client.get(f"{law.get_absolute_url()}compare/2001-01-01..2020-05-01/").status_code == 404


def test_a_long_comparison_is_paged_and_every_article_is_reached_from_its_first_page(client, address, monkeypatch):
    monkeypatch.setattr(comparing, "PER_PAGE", 2)
    html = client.get(address).content.decode()
    assert html.count('class="diff-row"') == 2
    assert f'id="art-4" href="{address}?page=2#art-4"' in html
    assert 'id="art-4"' in client.get(f"{address}?page=2").content.decode()
    assert client.get(f"{address}?page=3").status_code == 404


def test_a_comparison_asks_five_questions(client, address, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(address)
