"""Running text becomes paragraphs, lists, headings and quotations; nothing is lost on the way, and saving changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.editorial.importers.prose import canonical_html, characters, plain_text, rich_text, stream_blocks

LINES = st.lists(
    st.one_of(
        st.text(alphabet="甲乙丙，。：*#>-|1234567890.[]()<&>“”\t ", max_size=30),
        st.sampled_from(
            ["1. 甲", "2. 乙", "- 丙", "# 题", "> 提示：丁", "**粗**", "【引用】示范法第一条", "|a|b|", "|---|---|"]
        ),
    ),
    max_size=12,
)


def words(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(map(words, value.values()))
    return plain_text(value) if value.startswith("<") else value


@given(LINES)
def test_no_text_loses_a_character_in_a_field_of_rich_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    lost = characters(text) - characters(plain_text(rich_text(text)) + "【引用】" * text.count("引用"))
    assert not lost


@given(LINES)
def test_no_text_loses_a_character_in_a_body(lines: list[str]) -> None:
    text = "\n".join(lines)
    kept = "\n".join(words(value) for _kind, value in stream_blocks(text))
    assert not characters(text) - characters(kept + "【引用】" * text.count("引用") + "——" * text.count("——"))


def test_what_is_typed_is_shown_as_typed_never_run() -> None:
    assert rich_text("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert rich_text("[点我](javascript:alert(1))") == "<p>[点我](javascript:alert(1))</p>"


def test_lists_bold_words_and_links_are_recognised() -> None:
    html = rich_text("先看：\n1. 合同\n2. **工资条**\n- 12348\n[官网](https://example.invalid/a?b=1&c=2)")
    assert html == (
        "<p>先看：</p><ol><li>合同</li><li><b>工资条</b></li></ol><ul><li>12348</li></ul>"
        '<p><a href="https://example.invalid/a?b=1&amp;c=2">官网</a></p>'
    )


def test_numbers_that_do_not_run_from_one_stay_in_their_paragraphs() -> None:
    assert rich_text("2. 乙\n3. 丙") == "<p>2. 乙</p><p>3. 丙</p>"
    assert rich_text("1.确认无效；\n2.返还。") == "<p>1.确认无效；</p><p>2.返还。</p>"


def test_a_body_has_headings_notes_quotations_and_articles_in_place() -> None:
    blocks = stream_blocks(
        "## 小标题\n正文\n> 提示：要留证据。\n> 法不外求。\n> ——示例教授\n【引用】示范法第一条\n## 又一个"
    )
    assert [kind for kind, _value in blocks] == ["heading", "prose", "note", "quote", "citation", "heading"]
    assert blocks[3][1] == {"words": "法不外求。", "speaker": "示例教授"}
    assert blocks[4][1] == "示范法第一条"


@pytest.mark.parametrize(
    "saved",
    [
        '<p data-block-key="ab1cd">甲<b>乙</b></p><ul><li data-block-key="x">丙</li></ul>',
        "<p>甲<strong>乙</strong></p>\n<ul>\n<li>丙</li></ul>",
    ],
)
def test_what_the_editor_adds_in_saving_is_no_change(saved: str) -> None:
    assert canonical_html(saved) == canonical_html("<p>甲<b>乙</b></p><ul><li>丙</li></ul>")
    assert canonical_html(saved) != canonical_html("<p>甲乙</p><ul><li>丙</li></ul>")


def test_comments_marks_and_white_space_are_no_characters() -> None:
    assert characters("# 题\n<!-- INFO END -->\n\n**甲** 乙\n|---|---|\n") == characters("题甲乙")
