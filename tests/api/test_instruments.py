"""The list of instruments: who is in it, how it is cut down, ordered and paged."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from cms.core.models import Topic
from cms.laws.models import Instrument
from tests.api.laws import law, text

LIST = "/api/v2/instruments/"
PAST, FUTURE = date(2001, 1, 1), date(2990, 1, 1)


def titles(client: Client, query: str = "") -> list[str]:
    """Give the short titles that a list shows."""
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200, response.content.decode()
    return [entry["short_title"] for entry in response.json()["results"]]


def test_an_instrument_says_what_it_is_and_where_it_is_read(client: Client, labour_law: Instrument) -> None:
    body = client.get(LIST).json()
    assert set(body) == {"count", "next", "previous", "results"}
    assert body["count"] == 1
    entry = body["results"][0]
    assert entry["slug"] == "shi-fan-yong-gong-fa"
    assert entry["title"] == "中华人民共和国示范用工法"
    assert entry["short_title"] == "示范用工法"
    assert (entry["level"], entry["level_label"]) == ("law", "法律")
    assert (entry["effectivity"], entry["effective_on"]) == ("in_force", "2020-03-01")
    assert entry["url"] == "/laws/shi-fan-yong-gong-fa/"
    assert client.get(entry["api_url"]).status_code == 200
    assert client.get(entry["versions_url"]).status_code == 200


@pytest.mark.django_db
def test_a_law_without_a_published_text_is_nowhere(client: Client) -> None:
    instrument = law("未公布的示范法")
    draft = text(PAST, instrument=instrument)
    draft.live = False
    draft.save()
    assert titles(client) == []
    for address in ("", "versions/", "versions/2001-01-01/", "download.json", "download.txt", "provisions/"):
        response = client.get(f"{LIST}{instrument.slug}/{address}")
        assert (response.status_code, response.json()["reason"]) == (404, "no_such_instrument"), address


@pytest.mark.django_db
def test_a_draft_beside_a_published_text_is_not_shown(client: Client, labour_law: Instrument) -> None:
    draft = text(date(2022, 1, 1), "第一条 不得泄露的草稿。", instrument=labour_law)
    draft.live = False
    draft.save()
    for address in ("", "versions/", "download.json", "download.txt?on=2022-06-01", "provisions/?on=2022-06-01"):
        content = client.get(f"{LIST}{labour_law.slug}/{address}").content.decode()
        assert "不得泄露" not in content
        assert "2022-01-01" not in content
    assert client.get(f"{LIST}{labour_law.slug}/versions/2022-01-01/").status_code == 404


@pytest.mark.django_db
def test_a_list_is_cut_down_by_what_the_instruments_are(client: Client) -> None:
    labour = Topic.objects.get_or_create(code="labour", defaults={"name": "劳动人事"})[0]
    law("示范甲法", text(PAST), category="社会法", issuing_authority="示范大会").topics.add(labour)
    law("北京市示范乙条例", text(PAST), level="local_regulation", region="北京")
    assert titles(client) == ["北京市示范乙条例", "示范甲法"]
    assert titles(client, "level=law") == ["示范甲法"]
    assert titles(client, f"region={quote('北京')}") == ["北京市示范乙条例"]
    assert titles(client, f"authority={quote('示范大会')}") == ["示范甲法"]
    assert titles(client, f"category={quote('社会法')}") == ["示范甲法"]
    assert titles(client, "topic=labour") == ["示范甲法"]
    assert titles(client, f"level=law&region={quote('北京')}") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["示范工伤", " 示范工伤 ", "中华人民共和国示范工伤", "工伤条", "简称甲", "示范 工伤", "％"]
)
def test_words_are_looked_for_in_titles_and_other_names(client: Client, words: str) -> None:
    law("中华人民共和国示范工伤条例", text(PAST), aliases="简称甲\n简称乙")
    law("示范道路条例", text(PAST))
    assert titles(client, f"q={quote(words)}") == ([] if words == "％" else ["示范工伤条例"])


@pytest.mark.django_db
def test_effectivity_is_that_of_the_day_asked_about(client: Client) -> None:
    law("示范甲法", text(PAST))
    law("示范乙法", text(FUTURE))
    law("示范丙法", text(PAST, is_repealed=True, expired_on=date(2010, 1, 1)))
    law("示范丁法", text(None))
    by_state = {
        state: titles(client, f"effectivity={state}")
        for state in ("in_force", "not_yet_effective", "repealed", "unknown")
    }
    assert by_state == {
        "in_force": ["示范甲法"],
        "not_yet_effective": ["示范乙法"],
        "repealed": ["示范丙法"],
        "unknown": ["示范丁法"],
    }
    assert titles(client, "effectivity=in_force&on=2005-01-01") == ["示范丙法", "示范甲法"]
    assert titles(client, "effectivity=in_force&on=2991-01-01") == ["示范甲法", "示范乙法"]


@pytest.mark.django_db
def test_a_second_program_asks_only_for_what_has_changed(client: Client) -> None:
    old, new = law("示范甲法", text(PAST)), law("示范乙法", text(PAST))
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    Instrument.objects.filter(pk=old.pk).update(updated_at=moment)
    Instrument.objects.filter(pk=new.pk).update(updated_at=moment + timedelta(days=9))
    assert titles(client, "updated_since=2020-01-05T00:00:00Z") == ["示范乙法"]
    assert titles(client, "updated_since=2020-01-01T08:00:00%2B08:00&ordering=updated_at") == ["示范甲法", "示范乙法"]
    assert titles(client, "ordering=-updated_at") == ["示范乙法", "示范甲法"]
    assert titles(client, "updated_since=2020-01-11") == []


@pytest.mark.django_db
def test_publishing_a_text_counts_as_a_change_of_its_instrument(client: Client) -> None:
    instrument = law("示范甲法", text(PAST))
    Instrument.objects.filter(pk=instrument.pk).update(updated_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert titles(client, "updated_since=2021-01-01") == []
    law_text = text(date(2015, 1, 1), "第一条 新的。", instrument=instrument)
    from cms.laws.services.publishing import publish

    publish(law_text)
    assert titles(client, "updated_since=2021-01-01") == ["示范甲法"]


@pytest.mark.django_db
def test_following_next_passes_every_instrument_once(client: Client) -> None:
    for number in range(7):
        law(f"示范法之{number}", text(PAST))
    address: str | None = f"{LIST}?page_size=3"
    seen: list[str] = []
    pages: list[Any] = []
    while address:
        body = client.get(address).json()
        pages.append(body)
        seen += [entry["slug"] for entry in body["results"]]
        address = body["next"]
    assert [len(page["results"]) for page in pages] == [3, 3, 1]
    assert all(page["count"] == 7 for page in pages)
    assert seen == sorted(set(seen))
    assert pages[0]["previous"] is None
    assert client.get(pages[1]["previous"]).json() == pages[0]


@pytest.mark.django_db
def test_a_page_beyond_the_last_is_a_problem(client: Client) -> None:
    response = client.get(f"{LIST}?page=2")
    assert (response.status_code, response.json()["reason"]) == (404, "no_such_page")
    assert client.get(LIST).json() == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.django_db
def test_what_replaced_a_law_is_named_once_it_is_public(client: Client) -> None:
    successor = law("示范新法")
    law("示范旧法", text(PAST, is_repealed=True), replaced_by=successor)
    assert client.get(LIST).json()["results"][0]["replaced_by"] is None
    from cms.laws.services.publishing import publish

    publish(text(date(2020, 1, 1), instrument=successor))
    entry = client.get(f"{LIST}?effectivity=repealed").json()["results"][0]
    assert entry["replaced_by"] == {
        "slug": "shi-fan-xin-fa",
        "title": "示范新法",
        "url": "/laws/shi-fan-xin-fa/",
        "api_url": "/api/v2/instruments/shi-fan-xin-fa/",
    }
