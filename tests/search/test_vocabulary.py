"""Everyday words and stop-words: our own data, read strictly."""

from __future__ import annotations

import pytest

from search.stopwords import without_question_words
from search.vocabulary import DATA, legal_words, read_vocabulary


def test_everyday_words_bring_the_words_of_the_law():
    assert "解除劳动合同" in legal_words("试用期被辞退怎么办")
    assert "出租人" in legal_words("房东不退押金")


def test_the_longest_everyday_word_wins():
    assert "离婚登记申请" in legal_words("离婚冷静期多少天")


def test_a_line_without_an_arrow_is_named():
    with pytest.raises(ValueError, match="line 2"):
        read_vocabulary("# words\n炒鱿鱼 解除劳动合同\n")


def test_our_own_vocabulary_can_be_read_and_never_maps_a_word_to_itself_alone():
    rules = read_vocabulary(DATA.read_text(encoding="utf-8"))
    assert len(rules) > 300
    assert not [word for word, legal in rules.items() if set(legal) == {word} and len(word) > 8]


def test_question_words_part_a_query():
    assert without_question_words("请问工伤怎么认定吗").split() == ["工伤", "认定"]


def test_a_word_that_holds_a_question_word_by_accident_stays_whole():
    assert "诉讼时效" in without_question_words("诉讼时效是什么")
    assert "委员会" in without_question_words("业主委员会会不会")
