"""Excerpts and marks: always escaped."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search.query import make_plan
from search.snippets import excerpt, marked
from tests.search.builders import TODAY


def plan(words: str):
    return make_plan(words, today=TODAY)


def test_the_words_found_are_marked():
    assert marked("职工因工伤残", plan("工伤")) == "职工因<mark>工伤</mark>残"


def test_neighbouring_pairs_are_one_mark():
    assert marked("订立劳动合同的", plan("劳动合同")) == "订立<mark>劳动合同</mark>的"


def test_full_width_text_is_marked_as_it_was_written():
    assert marked("按ＡＢＣ标准", plan("abc")) == "按<mark>ＡＢＣ</mark>标准"


def test_a_number_is_not_marked_inside_a_longer_one():
    assert marked("2012年第12条", plan("12")) == "2012年第<mark>12</mark>条"


def test_markup_in_a_text_stays_text():
    shown = marked("<script>alert('工伤')</script>&amp;", plan("工伤 <script>"))
    assert "<script>" not in shown
    assert "<mark>工伤</mark>" in shown


def test_private_characters_in_a_text_make_no_mark():
    assert marked("a\ue000<b>\ue001", plan("工伤")) == "a&lt;b&gt;"


def test_an_excerpt_shows_where_the_words_stand():
    text = "前面的话。" * 60 + "职工发生工伤的，应当救治。" + "后面的话。" * 60
    shown = excerpt(text, plan("工伤"))
    assert "<mark>工伤</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 200


def test_a_short_text_is_shown_whole():
    assert excerpt("第一款。\n第二款。", plan("工伤")) == "第一款。 第二款。"


@given(st.text(max_size=400), st.text(max_size=60))
def test_without_its_marks_a_snippet_is_the_text_it_was_made_from(text: str, words: str):
    shown = marked(text, plan(words))
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert (
        unescape(bare).replace(" ", "") in "".join(text.split()).replace(" ", "") or max(text, default="") >= "\ue000"
    )


@given(st.text(max_size=1000), st.text(max_size=60))
def test_an_excerpt_never_holds_markup_but_marks(text: str, words: str):
    shown = str(excerpt(text, plan(words)))
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
