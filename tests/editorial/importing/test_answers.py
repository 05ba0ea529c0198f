"""A question and an answer that come as one piece are laid out for reading; not a word goes missing."""

from __future__ import annotations

import pytest

from cms.editorial.importers.answers import split_answer, split_question
from cms.editorial.importers.questions import split_questions

LONG = "单位应当赔偿。" * 60


def split(answer: str) -> dict[str, str]:
    cells = {"answer": answer}
    split_answer(cells)
    return cells


def test_a_short_answer_stays_whole() -> None:
    assert split("您好，可以。\n请先留好证据。") == {"short_answer": "您好，可以。\n请先留好证据。"}


def test_of_a_longer_one_the_first_paragraph_is_the_short_answer() -> None:
    first = "您好，单位不能证明的，应当支付二倍的赔偿金。"
    assert split(f"{first}\n{LONG}") == {"short_answer": first, "detail": LONG}


@pytest.mark.parametrize("greeting", ["您好，", "您好。", "可以。"])
def test_a_greeting_alone_is_no_answer(greeting: str) -> None:
    cells = split(f"{greeting}\n{LONG}")
    assert cells["short_answer"].startswith(f"{greeting}\n单位应当赔偿。")
    assert "".join(cells["short_answer"].split()) + cells["detail"] == f"{greeting}{LONG}"


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    cells = split(LONG)
    assert cells["short_answer"].endswith("。")
    assert len(cells["short_answer"]) <= 300
    assert cells["short_answer"] + cells["detail"] == LONG


def test_a_long_paragraph_without_a_sentence_end_is_not_cut() -> None:
    assert split("甲" * 400) == {"short_answer": "甲" * 400}


def test_a_question_in_one_line_is_the_title() -> None:
    cells = {"question": "试用期被辞退有补偿吗？"}
    split_question(cells)
    assert cells == {"title": "试用期被辞退有补偿吗？"}


def test_of_a_long_question_the_first_that_asks_is_the_title_and_all_of_it_is_kept() -> None:
    told = f"{'我去年入职。' * 30}现在被辞退了，有补偿吗？谢谢。"
    cells = {"question": told}
    split_question(cells)
    assert cells == {"title": "现在被辞退了，有补偿吗？", "question": told}


def test_one_text_may_hold_several_questions() -> None:
    rows = list(split_questions("# 要还吗？\n要还。\n\n# 还什么？\n还伞。"))
    assert [row.number for row in rows] == [1, 4]
    assert rows[1].text.startswith("# 还什么？")


def test_questions_under_a_common_heading_are_questions_of_their_own() -> None:
    rows = list(split_questions("# 借伞问答\n## 要还吗？\n要还。\n### 下一步怎么做\n还。\n## 还什么？\n还伞。"))
    assert [row.text.splitlines()[0] for row in rows] == ["# 要还吗？", "# 还什么？"]
    assert "## 下一步怎么做" in rows[0].text


def test_lines_that_ask_and_answer_are_understood() -> None:
    rows = list(split_questions("问：要还吗？\n我借了伞。\n答：要还。\n尽快。\n\n问2：还什么？\n答：还伞。"))
    assert [row.cells for row in rows] == [
        {"title": "要还吗？", "question": "我借了伞。", "answer": "要还。\n尽快。"},
        {"title": "还什么？", "answer": "还伞。"},
    ]


def test_a_text_of_one_question_with_parts_is_one_row() -> None:
    (row,) = split_questions("# 要还吗？\n## 简短回答\n要还。\n## 下一步怎么做\n还。")
    assert row.number == 1


def test_the_parts_of_one_answer_may_be_headings_of_the_first_level() -> None:
    (row,) = split_questions("# 要还吗？\n\n# 简短回答\n\n要还。\n\n# 下一步\n\n还。")
    assert row.text.startswith("# 要还吗？")


def test_the_title_of_a_collection_is_no_question() -> None:
    rows = list(split_questions("# 借伞问答\n\n# 要还吗？\n要还。\n\n# 还什么？\n还伞。"))
    assert [row.number for row in rows] == [3, 6]
