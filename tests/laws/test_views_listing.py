"""The list of laws: filters are links, counts are true, questions few."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
import time_machine

from cms.laws.views import listing
from tests.laws.builders import instrument, law_text, published

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


def add(title: str, day: date | None, level: str = "law", **values) -> None:
    repealed = values.pop("is_repealed", False)
    made = instrument(title, level, **values)
    published(made, law_text(title, ["示范。"]), day, is_repealed=repealed)


@pytest.fixture
def library() -> None:
    """Five laws of two levels, authorities and regions."""
    add("示范园林法", date(2020, 1, 1), issuing_authority="示范大会", checked_on=date(2026, 10, 1))
    add("示范水法", date(2022, 1, 1), issuing_authority="示范大会", aliases="水资源法")
    add("示范道路法", date(2010, 1, 1), issuing_authority="示范大会", is_repealed=True)
    add("示范市绿化条例", date(2027, 1, 1), "local_regulation", region="示范市", issuing_authority="示范市大会")
    add("示范市停车条例", None, "local_regulation", region="示范市", issuing_authority="示范市大会")


def titles(client, query: str = "") -> list[str]:
    response = client.get(f"/laws/{query}")
    assert response.status_code == 200
    return [item["title"] for item in response.context["items"]]


def test_all_laws_are_listed_the_newest_first_and_those_without_a_date_last(client, library):
    assert titles(client) == ["示范市绿化条例", "示范水法", "示范园林法", "示范道路法", "示范市停车条例"]


def test_by_title_means_by_pinyin(client, library):
    assert titles(client, "?sort=title") == ["示范道路法", "示范市绿化条例", "示范市停车条例", "示范水法", "示范园林法"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?level=local_regulation", {"示范市绿化条例", "示范市停车条例"}),
        (f"?region={quote('示范市')}", {"示范市绿化条例", "示范市停车条例"}),
        (f"?authority={quote('示范大会')}", {"示范园林法", "示范水法", "示范道路法"}),
        ("?effectivity=in_force", {"示范园林法", "示范水法"}),
        ("?effectivity=repealed", {"示范道路法"}),
        ("?effectivity=not_yet_effective", {"示范市绿化条例"}),
        ("?effectivity=unknown", {"示范市停车条例"}),
        ("?level=law&effectivity=in_force", {"示范园林法", "示范水法"}),
        (f"?q={quote('园林')}", {"示范园林法"}),
        (f"?q={quote('水资源法')}", {"示范水法"}),
    ],
)
def test_a_filter_leaves_what_it_says(client, library, query, found):
    assert set(titles(client, query)) == found


def test_every_count_is_what_following_the_link_shows(client, library):
    response = client.get(f"/laws/?authority={quote('示范大会')}")
    for group in response.context["filters"]:
        for option in group["options"]:
            if option["count"] is not None and not option["current"]:
                assert client.get(option["url"]).context["total"] == option["count"], option


def test_a_chosen_value_leaves_its_siblings_to_choose(client, library):
    levels = client.get("/laws/?level=law").context["filters"][0]["options"]
    assert [(option["label"], option["count"], option["current"]) for option in levels] == [
        ("法律", 3, True),
        ("地方性法规", 2, False),
    ]


def test_a_chosen_filter_is_taken_away_by_its_own_link(client, library):
    response = client.get("/laws/?level=law&effectivity=in_force")
    assert [one["url"] for one in response.context["chosen"]] == ["/laws/?effectivity=in_force", "/laws/?level=law"]


def test_each_law_shows_its_state_today(client, library):
    html = client.get("/laws/").content.decode()
    assert html.count('class="badge badge-in_force"') == 2
    assert html.count('class="badge badge-repealed"') == 1
    assert html.count('class="badge badge-unknown"') == 1


def test_the_day_the_data_were_last_checked_is_told(client, library):
    assert "数据截至 2026年10月1日" in client.get("/laws/").content.decode()


def test_an_empty_list_says_what_to_do(client, library):
    html = client.get(f"/laws/?q={quote('火星')}").content.decode()
    assert "没有符合条件的法律法规" in html
    assert f"/search/?q={quote('火星')}" in html


def test_words_typed_are_shown_as_words(client, library):
    assert "<script>x" not in client.get("/laws/?q=<script>x").content.decode()


@pytest.mark.parametrize("query", ["?level=nonsense", "?page=x", "?sort=up", "?effectivity=amended", "?page="])
def test_a_value_that_means_nothing_filters_nothing(client, library, query):
    assert len(titles(client, query)) == 5


def test_pages_follow_each_other_and_end(client, library, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    together = titles(client) + titles(client, "?page=2") + titles(client, "?page=3")
    assert together == ["示范市绿化条例", "示范水法", "示范园林法", "示范道路法", "示范市停车条例"]
    assert client.get("/laws/?page=4").status_code == 404
    html = client.get("/laws/?level=law&page=2").content.decode()
    assert re.search(r'href="\?level=law&amp;page=1"', html)


def test_an_empty_library_has_a_page(client):
    assert "没有符合条件的法律法规" in client.get("/laws/").content.decode()


def test_the_list_asks_six_questions_at_ten_times_the_laws_too(client, library, django_assert_num_queries):
    # Typed words are never kept: the site's generation is not asked for.
    queries = {"": 6, "?effectivity=in_force&sort=title": 6, f"?q={quote('示范')}": 5}
    for query, expected in queries.items():
        with django_assert_num_queries(expected):
            client.get(f"/laws/{query}")
    for number in range(45):
        values = {"level": "administrative_regulation", "issuing_authority": f"机关{number}"}
        add(f"示范第{number}号条例", date(2000 + number % 20, 1, 1), **values)
    client.cookies["display"] = "large"  # another entry of the cache
    for query, expected in queries.items():
        with django_assert_num_queries(expected):
            client.get(f"/laws/{query}")


def test_the_sitemap_lists_public_laws_and_is_not_kept(client, library):
    instrument("示范草案")
    response = client.get("/sitemap-laws.xml")
    assert response.content.decode().count("<loc>") == 5
    assert "no-store" in response["Cache-Control"]
    index = client.get("/sitemap.xml").content.decode()
    assert "sitemap-laws.xml" in index
