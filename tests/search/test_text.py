"""Segmentation: what documents and queries of every engine pass through."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.text import characters, index_text, name_key, normalise, tidy, tokens


def test_a_run_of_chinese_becomes_its_pairs_of_characters():
    assert tokens("劳动合同") == ["劳动", "动合", "合同"]


def test_no_pair_is_made_across_punctuation():
    assert tokens("工伤，赔偿") == ["工伤", "赔偿"]


def test_full_width_letters_and_digits_are_the_plain_ones():
    assert tokens("ＡＢＣ１２３") == tokens("abc123") == ["abc123"]


def test_numbers_beside_chinese_are_words_of_their_own():
    assert tokens("民法典1087条") == ["民法", "法典", "1087", "条"]


def test_a_lone_character_stands_for_itself():
    assert tokens("税") == ["税"]


def test_rare_characters_outside_the_basic_plane_are_chinese():
    assert tokens("𠮷野家") == ["𠮷野", "野家"]


def test_an_indexed_text_holds_pairs_and_single_characters():
    assert set(index_text("工伤认定").split()) == {"工", "伤", "认", "定", "工伤", "伤认", "认定"}
    assert characters("工伤 税") == ["工", "伤"]


def test_a_name_is_the_same_with_and_without_marks_and_country():
    assert name_key("《中华人民共和国劳动合同法》") == name_key("劳动合同法") == "劳动合同法"


def test_control_characters_are_gone_from_what_is_shown_again():
    assert tidy("工\x00伤\u202e 认\n定\ue000") == "工 伤 认 定"


@given(st.text(max_size=300))
def test_every_token_of_a_text_is_in_its_index_text(text: str):
    assert set(tokens(text)) <= set(index_text(text).split(" ")) | {""}


@given(st.text(max_size=300))
def test_segmentation_does_not_mind_being_given_normalised_text(text: str):
    assert tokens(normalise(text)) == tokens(normalise(normalise(text)))
    assert all(token and not token.isspace() and len(token) <= 40 for token in tokens(text))
