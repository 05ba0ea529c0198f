"""Words → plan, without an engine."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import DEEPEST_PAGE, LONGEST_QUERY, Effective, make_plan, recognise, register_recogniser
from tests.search.builders import TODAY, provision


def plan(words: str = "工伤", **values):
    return make_plan(words, today=TODAY, **values)


def test_what_was_typed_weighs_more_than_what_the_vocabulary_adds():
    made = plan("试用期被辞退")
    weights = {term.token: term.weight for term in (*made.terms, *made.added)}
    assert weights["辞退"] > weights["解除"] > 0


def test_words_of_a_question_are_not_looked_for():
    assert [term.token for term in plan("请问工伤怎么办").terms] == ["工伤"]


def test_a_word_typed_with_spaces_between_its_characters_is_one_word():
    assert plan("劳 动 合　同").terms == plan("劳动合同").terms


def test_lone_characters_beside_words_only_order_what_the_words_found():
    made = plan("《示范法》第39条")
    assert [term.token for term in made.terms] == ["示范", "范法", "39"]
    assert {"第", "条"} <= {term.token for term in made.characters}
    assert [term.token for term in plan("税").terms] == ["税"]


def test_a_query_of_question_words_alone_is_looked_for_as_it_stands():
    assert plan("怎么办").terms


@pytest.mark.parametrize("words", ["", "   ", "。。。！？", "\x00\x01\x1f", "\u202e\ufeff", "——", "%%%%"])
def test_symbols_and_control_characters_alone_ask_for_nothing(words: str):
    assert plan(words).is_empty


def test_a_very_long_query_is_answered_by_its_beginning():
    made = plan("工伤" * 5000)
    assert len(made.words) == LONGEST_QUERY
    assert not made.is_empty


def test_the_day_asked_for_asks_for_the_law_of_that_day():
    made = plan(on=date(2019, 5, 1), effective=Effective.ALL)
    assert (made.day, made.effective) == (date(2019, 5, 1), Effective.IN_FORCE)


@pytest.mark.parametrize(("page", "kept"), [(0, 1), (-3, 1), (7, 7), (101, DEEPEST_PAGE), (10**9, DEEPEST_PAGE)])
def test_at_most_a_hundred_pages_are_turned(page: int, kept: int):
    assert plan(page=page).page == kept


def test_pins_take_the_first_places_and_the_next_page_goes_on_where_the_first_ended(library):
    pins = [provision("1", "甲"), provision("2", "乙")]
    first, second = plan(pins=pins, page_size=10), plan(pins=pins, page=2, page_size=10)
    assert (first.offset, first.limit) == (0, 8)
    assert (second.offset, second.limit) == (8, 10)
    assert first.excluded == ("provision:1", "provision:2")


def test_a_pin_of_another_kind_or_outside_the_filters_is_not_shown(library):
    pin = provision("1", "甲")
    assert plan(pins=[pin]).shown_pins == (pin,)
    assert plan(pins=[pin], kind="news_article").shown_pins == ()
    assert plan(pins=[pin], filters={"level": ["local_regulation"]}).shown_pins == ()
    assert plan(pins=[pin], filters={"level": ["law", "x"], "year": ["2020"]}).shown_pins == (pin,)


def test_what_two_recognisers_name_is_pinned_once(library):
    register_recogniser("a", lambda words, on, today: [provision("1", "甲")])
    register_recogniser("b", lambda words, on, today: [provision("1", "甲"), provision("2", "乙")])
    assert [pin.key for pin in recognise("示范用工法第一条", None, TODAY)] == ["provision:1", "provision:2"]


@given(st.text(max_size=2000))
def test_no_text_fails(words: str):
    made = plan(words)
    assert made.is_empty or made.terms
    assert all(term.token and term.weight > 0 for term in (*made.terms, *made.added, *made.characters))
