"""Editors cite by typing; what they cited stays as they read it until they say otherwise."""

from __future__ import annotations

import json
from datetime import date

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock, ListBlock, StreamBlock, StructBlock

from cms.laws.citation_block import CitationBlock, CitedPlace, citations_in
from cms.laws.citation_field import CitationField
from cms.laws.models import Instrument
from tests.laws.builders import instrument, law_text, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

ARTICLES = {
    1: "为了示范，制定本法。",
    39: "园林应当开放。\n\n有下列情形之一的，可以关闭：\n\n（一）修剪；\n\n（二）积水。",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-27 10:00+08:00"):
        yield


@pytest.fixture
def law() -> Instrument:
    made = instrument("中华人民共和国示范园林法", aliases="园林法")
    published(made, law_text("示范园林法", ARTICLES), date(2020, 1, 1))
    return made


def amend(law: Instrument, words: str = "园林应当免费开放。", effective_on: date = date(2026, 10, 1)) -> None:
    published(law, law_text("示范园林法", {1: "为了示范，制定本法。", 39: words}), effective_on)


def submit(words: str, was: CitedPlace | None = None, accepts: bool = False) -> CitedPlace | None:
    """Send a block's form as a browser does."""
    block = CitationBlock()
    data = {"c": words, "c-was": json.dumps(was.as_json()) if was else ""} | ({"c-accepts": "on"} if accepts else {})
    return block.clean(block.value_from_datadict(data, {}, "c"))


@pytest.mark.parametrize(
    ("typed", "locator", "title"),
    [
        ("园林法39", "39", "示范园林法第三十九条"),
        ("《示范园林法》第39条第二款", "39-p2", "示范园林法第三十九条第二款"),
        ("示范园林法第三十九条", "39", "示范园林法第三十九条"),
        (" 中华人民共和国示范园林法第三十九条第二项 ", "39-p2-i2", "示范园林法第三十九条第二款第二项"),
        ("https://example.org/laws/shi-fan-yuan-lin-fa/#art-39-p2-i1", "39-p2-i1", "示范园林法第三十九条第二款第一项"),
        ("/laws/shi-fan-yuan-lin-fa/articles/39/", "39", "示范园林法第三十九条"),
    ],
)
def test_what_is_typed_is_read_with_the_article_s_digest_and_today(law, typed, locator, title):
    place = submit(typed)
    digest = law.versions.get().provisions.get(locator="39").digest
    assert place == CitedPlace("shi-fan-yuan-lin-fa", locator, date(2026, 11, 27), digest)
    assert place.title == title


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "幻想法第一条",
            "没有认出“幻想法第一条”。请写法律名称和条号，例如：民法典1087、《劳动合同法》第三十九条第二款。",
        ),
        ("示范园林法", "请写明“示范园林法”的第几条，例如：劳动合同法第三十九条。"),
        ("园林法900", "《中华人民共和国示范园林法》的现行文本没有第九百条。请核对条号。"),
        ("园林法第三十九条第九款", "《中华人民共和国示范园林法》第三十九条里没有“第三十九条第九款”。"),
        ("园林法第三十九条第九项", "里没有"),
        ("园林法第一条第一款第一项", "里没有"),
        ("", "请填写引用的条文"),
    ],
)
def test_what_is_not_found_is_said_in_plain_words(law, typed, said):
    with pytest.raises(ValidationError) as error:
        submit(typed)
    assert said in error.value.messages[0]


def test_a_law_that_is_not_public_cannot_be_cited(law):
    law.versions.get().unpublish()
    with pytest.raises(ValidationError, match="没有认出"):
        submit("示范园林法39")


def test_what_was_typed_is_kept_when_it_was_not_understood(law):
    block = CitationBlock()
    value = block.value_from_datadict({"c": "幻想法第一条", "c-was": ""}, {}, "c")
    assert block.get_form_state(value)["words"] == "幻想法第一条"


def test_a_citation_saved_again_stays_as_it_was_read_though_the_law_has_changed(law):
    read = CitedPlace("shi-fan-yuan-lin-fa", "39", date(2025, 1, 1), "v1:old", "示范园林法第三十九条")
    amend(law)
    assert submit(read.words, read) == read
    law.versions.all().delete()
    assert submit(read.words, read) == read


def test_a_change_is_shown_to_the_editor_and_accepted_by_a_tick(law):
    with time_machine.travel("2025-01-01 10:00+08:00"):
        read = submit("园林法39")
    state = CitationBlock().get_form_state(read)
    assert state["notice"] == ""
    amend(law)
    state = CitationBlock().get_form_state(read)
    assert state["notice"] == "《中华人民共和国示范园林法》第三十九条已于2026年10月1日修改。"
    again = submit(read.words, read, accepts=True)
    assert (again.read_on, again.digest != read.digest) == (date(2026, 11, 27), True)
    assert CitationBlock().get_form_state(again)["notice"] == ""


def test_an_article_that_is_gone_cannot_be_accepted(law):
    read = submit("园林法39")
    published(law, law_text("示范园林法", {1: "只有一条。"}), date(2026, 10, 1))
    with pytest.raises(ValidationError, match="没有第三十九条"):
        submit(read.words, read, accepts=True)


def test_what_an_amendment_renumbered_is_found_again(law):
    read = submit("园林法39")
    published(law, law_text("示范园林法", {1: ARTICLES[1], 39: "新的一条。", 40: ARTICLES[39]}), date(2026, 10, 1))
    notice = CitationBlock().get_form_state(read)["notice"]
    assert notice.endswith("第三十九条已于2026年10月1日修改。原来的文字现在是第四十条。")
    assert submit("园林法40", read).digest == read.digest


def test_other_words_are_read_anew(law):
    read = CitedPlace("shi-fan-yuan-lin-fa", "39", date(2025, 1, 1), "v1:old", "示范园林法第三十九条")
    assert submit("园林法1", read).locator == "1"


def test_the_stored_dict_comes_back_as_the_same_value(law):
    place = submit("园林法39")
    block = CitationBlock()
    stored = block.get_prep_value(place)
    assert stored["instrument"] == "shi-fan-yuan-lin-fa"
    assert json.loads(json.dumps(stored)) == stored
    assert block.to_python(stored) == place


@pytest.mark.parametrize(
    "stored", [None, "", "x", [], {}, {"instrument": "a", "locator": "<b>", "read_on": "2020-01-01"}]
)
def test_what_is_no_citation_is_read_as_none(stored):
    assert CitationBlock().to_python(stored) is None


def test_citations_are_found_in_any_blocks(law):
    place = submit("园林法39").as_json()
    block = StreamBlock(
        [
            ("words", CharBlock()),
            ("basis", ListBlock(CitationBlock())),
            ("step", StructBlock([("name", CharBlock()), ("cited", CitationBlock())])),
        ]
    )
    value = block.to_python(
        [
            {"type": "words", "value": "甲"},
            {"type": "basis", "value": [place, {**place, "locator": "1"}]},
            {"type": "step", "value": {"name": "乙", "cited": {**place, "locator": "39-p2"}}},
        ]
    )
    assert [one.locator for one in citations_in(value)] == ["39", "1", "39-p2"]


def test_alone_it_is_a_link_without_a_query(law, django_assert_num_queries):
    place = submit("园林法39")
    with django_assert_num_queries(0):
        html = CitationBlock().render(place)
    assert html == '<a href="/laws/shi-fan-yuan-lin-fa/articles/39/">示范园林法第三十九条</a>'


class TestInAPlainForm:
    """The same field without blocks and without scripts."""

    class Form(forms.Form):
        cited = CitationField()

    def test_it_reads_and_keeps(self, law):
        form = self.Form({"cited": "园林法39"})
        assert form.is_valid()
        shown = self.Form(initial={"cited": form.cleaned_data["cited"]}).as_p()
        assert 'value="示范园林法第三十九条"' in shown
        assert "hidden>" in shown

    def test_a_mistake_keeps_what_was_typed(self, law):
        form = self.Form({"cited": "园林法900"})
        assert not form.is_valid()
        assert 'value="园林法900"' in form.as_p()

    def test_the_tick_is_offered_only_where_something_changed(self, law):
        read = CitedPlace("shi-fan-yuan-lin-fa", "39", date(2025, 1, 1), "v1:old", "示范园林法第三十九条")
        assert "文字与引用时不同" in self.Form(initial={"cited": read}).as_p()

    def test_it_takes_three_queries_to_read_and_none_to_keep(self, law, django_assert_num_queries):
        submit("园林法1")
        with django_assert_num_queries(3):
            read = submit("园林法39")
        with django_assert_num_queries(0):
            submit(read.words, read)
