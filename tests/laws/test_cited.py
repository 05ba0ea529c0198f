"""What a page shows of the law it cites, and what it says when that is no longer what it was."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string

from cms.laws.api.citations import citation_data
from cms.laws.cited import banner_of, shown_citations
from cms.laws.cited_places import CitedPlace
from cms.laws.models import Instrument
from cms.laws.reading_places import read_place
from cms.laws.services.slugs import change_slug
from tests.laws.builders import instrument, law_text, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

TODAY = date(2026, 11, 27)
READ_ON = date(2024, 3, 1)
FIRST = {
    1: "为了示范，制定本法。",
    39: "园林应当开放。\n\n有下列情形之一的，可以关闭：\n\n（一）修剪；\n\n（二）积水。",
}


@pytest.fixture
def law() -> Instrument:
    made = instrument("中华人民共和国示范园林法")
    published(made, law_text("示范园林法", FIRST), date(2020, 1, 1))
    return made


def read(words: str = "示范园林法39") -> CitedPlace:
    return read_place(words, READ_ON)


def shown(place: CitedPlace, on: date = TODAY):
    (one,) = shown_citations([place], on)
    return one


def amended(law: Instrument, article: str | None, on: date = date(2026, 1, 1), **values) -> None:
    articles = {1: FIRST[1]} | ({39: article} if article else {})
    published(law, law_text("示范园林法", articles), on, **values)


def test_the_article_s_own_words_stand_in_place_with_the_item_that_was_named(law):
    one = shown(read("示范园林法第三十九条第二款第二项"))
    assert one.title == "示范园林法第三十九条第二款第二项"
    assert one.url == "/laws/shi-fan-yuan-lin-fa/#art-39-p2-i2"
    assert [(line.text, line.depth, line.is_named) for line in one.lines] == [
        ("园林应当开放。", 0, False),
        ("有下列情形之一的，可以关闭：", 0, False),
        ("（一）修剪；", 1, False),
        ("（二）积水。", 1, True),
    ]
    assert (one.state, one.effectivity, one.words) == ("current", "in_force", "")


def test_a_changed_article_is_named_with_the_day_of_the_change(law):
    place = read()
    amended(law, "园林应当免费开放。")
    one = shown(place)
    assert (one.state, one.changed_on, one.text) == ("changed", date(2026, 1, 1), "园林应当免费开放。")
    assert banner_of([one, one]) == [
        "本页引用的《中华人民共和国示范园林法》第三十九条已于2026年1月1日修改，内容可能需要核对。"
    ]


def test_a_change_says_nothing_before_its_day(law):
    place = read()
    amended(law, "园林应当免费开放。", date(2026, 12, 1))
    assert shown(place).state == "current"
    assert shown(place, date(2026, 12, 1)).state == "changed"


def test_an_amendment_that_leaves_the_article_alone_says_nothing(law):
    place = read()
    published(law, law_text("示范园林法", {**FIRST, 1: "另一个目的。"}), date(2026, 1, 1))
    assert shown(place).state == "current"


def test_of_several_changes_the_first_one_counts(law):
    place = read()
    amended(law, "第一次修改。", date(2025, 1, 1))
    amended(law, "第二次修改。", date(2026, 1, 1))
    assert shown(place).changed_on == date(2025, 1, 1)


def test_an_article_changed_and_changed_back_says_nothing(law):
    place = read()
    amended(law, "修改。", date(2025, 1, 1))
    published(law, law_text("示范园林法", FIRST), date(2026, 1, 1))
    assert shown(place).state == "current"


def test_a_text_corrected_in_place_has_changed_and_nobody_can_say_when(law):
    place = read()
    version = law.versions.get()
    version.source_text = law_text("示范园林法", {**FIRST, 39: "更正的文字。"})
    published_again = version.save_revision()
    published_again.publish()
    one = shown(place)
    assert (one.state, one.changed_on) == ("changed", None)
    assert one.words == "本页引用的《中华人民共和国示范园林法》第三十九条的文字与引用时不同，内容可能需要核对。"


def test_an_article_that_is_gone_says_since_when(law):
    place = read()
    amended(law, None)
    one = shown(place)
    assert (one.state, one.changed_on, one.lines) == ("gone", date(2026, 1, 1), ())
    assert one.url == "/laws/shi-fan-yuan-lin-fa/"
    assert "自2026年1月1日起不再有这一条" in one.words


def test_a_repealed_law_says_so_with_its_words_still_there(law):
    place = read()
    version = law.versions.get()
    version.is_repealed, version.expired_on = True, date(2026, 6, 1)
    version.save_revision().publish()
    assert shown(place, date(2026, 5, 31)).state == "current"
    one = shown(place)
    assert (one.state, one.changed_on, one.effectivity) == ("repealed", date(2026, 6, 1), "repealed")
    assert one.words == "本页引用的《中华人民共和国示范园林法》自2026年6月1日起失效，内容可能需要核对。"
    assert "园林应当开放。" in one.text


def test_a_law_cited_although_it_was_repealed_raises_no_banner(law):
    version = law.versions.get()
    version.is_repealed = True
    version.save_revision().publish()
    one = shown(read_place("示范园林法39", TODAY))
    assert (one.state, one.words, one.needs_review) == ("repealed", "", False)


def test_a_law_that_is_not_public_any_more_is_named_as_it_was_cited(law):
    place = read()
    law.versions.get().unpublish()
    one = shown(place)
    assert (one.state, one.url, one.lines, one.title) == ("missing", "", (), "示范园林法第三十九条")
    assert one.words == "本页引用的“示范园林法第三十九条”的原文现在没有在本网公开，内容可能需要核对。"


@pytest.mark.parametrize("digest", ["", "v0:abc"])
def test_a_digest_of_an_older_rule_raises_no_banner(law, digest):
    assert shown(CitedPlace("shi-fan-yuan-lin-fa", "39", READ_ON, digest)).state == "current"


def test_what_an_older_rule_read_is_compared_with_the_text_of_that_day(law):
    amended(law, "修改。")
    assert shown(CitedPlace("shi-fan-yuan-lin-fa", "39", READ_ON, "v0:abc")).changed_on == date(2026, 1, 1)
    assert shown(CitedPlace("shi-fan-yuan-lin-fa", "39", date(2026, 2, 1), "v0:abc")).state == "current"


def test_a_change_to_come_is_said_without_a_banner(law):
    place = read()
    amended(law, "修改。", date(2027, 1, 1))
    one = shown(place)
    assert (one.state, one.words, one.coming_words) == ("current", "", "这一条2027年1月1日起将有变动。")
    published(instrument("示范公园法"), law_text("示范公园法", ["开放。"]), date(2020, 1, 1))
    assert shown(read("示范公园法1")).coming_words == ""


def test_a_law_that_moved_is_followed(law):
    place = read()
    change_slug(law, "yuan-lin")
    one = shown(place)
    assert (one.state, one.url) == ("current", "/laws/yuan-lin/#art-39")


def test_a_law_read_on_several_pages_is_reached_by_the_article_s_address(client, law, monkeypatch):
    from cms.laws import rendering

    place = read("示范园林法第三十九条第二款第二项")
    monkeypatch.setattr(rendering, "LARGEST_PART", 300)
    law.versions.get().save_revision().publish()
    assert law.versions.get().rendered_parts.count() > 1
    address = shown(place).url
    assert address == "/laws/shi-fan-yuan-lin-fa/articles/39-p2-i2/"
    path, anchor = client.get(address)["Location"].split("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()


def test_two_queries_however_many_citations_and_one_more_for_an_old_address(law, django_assert_num_queries):
    other = instrument("示范公园法")
    published(other, law_text("示范公园法", dict.fromkeys(range(1, 31), "开放。")), date(2021, 1, 1))
    few = [read()]
    many = [*few, *(read(f"示范公园法{number}") for number in range(1, 31))]
    for places in (few, many):
        with django_assert_num_queries(2):
            shown_citations(places, TODAY)
    change_slug(other, "gong-yuan")
    with django_assert_num_queries(3):
        assert {one.state for one in shown_citations(many, TODAY)} == {"current"}
    with django_assert_num_queries(0):
        assert shown_citations([], TODAY) == []


def test_the_component_shows_link_text_and_state_with_everything_escaped(law):
    place = read()
    amended(law, "<script>alert(1)</script>免费。")
    html = render_to_string("components/citations.html", {"citations": shown_citations([place], TODAY)})
    assert '<a href="/laws/shi-fan-yuan-lin-fa/#art-39">示范园林法第三十九条</a>' in html
    assert "已修改" in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_a_citation_that_holds_bears_no_badge(law):
    html = render_to_string("components/citations.html", {"citations": shown_citations([read()], TODAY)})
    assert "badge" not in html
    assert "园林应当开放。" in html


def test_a_table_in_an_article_is_shown_as_one(law):
    amended(law, "按下表：\n\n| 甲 | 乙 |\n|---|---|\n| 1 | <b>2 |")
    html = render_to_string(
        "components/citations.html", {"citations": shown_citations([read_place("示范园林法39", TODAY)], TODAY)}
    )
    assert "<td>" in html
    assert "<b>2" not in html


def test_the_banner_is_empty_where_nothing_changed():
    assert render_to_string("components/citation_banner.html", {"sentences": []}).strip() == ""
    assert "notice" in render_to_string("components/citation_banner.html", {"sentences": ["甲。"]})


def test_the_api_shows_a_citation_with_the_same_words_and_an_address_that_answers(client, law):
    place = read("示范园林法第三十九条第二款第二项")
    (data,) = citation_data(shown_citations([place], TODAY))
    assert data == {
        "title": "示范园林法第三十九条第二款第二项",
        "instrument": "shi-fan-yuan-lin-fa",
        "locator": "39-p2-i2",
        "url": "/laws/shi-fan-yuan-lin-fa/#art-39-p2-i2",
        "api_url": "/api/v2/provisions/?instrument=shi-fan-yuan-lin-fa&locator=39-p2-i2",
        "text": "园林应当开放。\n有下列情形之一的，可以关闭：\n（一）修剪；\n（二）积水。",
        "effectivity": "in_force",
        "state": "current",
        "changed_on": None,
        "changes_on": None,
        "needs_review": False,
        "read_on": "2024-03-01",
    }
    (found,) = client.get(data["api_url"]).json()["results"]
    assert found["citation"] == data["title"]
    amended(law, None)
    (data,) = citation_data(shown_citations([place], TODAY))
    assert (data["state"], data["changed_on"], data["api_url"], data["text"]) == ("gone", "2026-01-01", None, "")
    for version in law.versions.all():
        version.unpublish()
    (data,) = citation_data(shown_citations([place], TODAY))
    assert (data["state"], data["url"], data["effectivity"]) == ("missing", "", None)
