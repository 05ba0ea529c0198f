"""Articles, their paragraphs, items and subitems."""

from __future__ import annotations

import pytest

from tests.laws.parser.shapes import at, locators, parsed


def test_a_line_that_begins_with_a_number_begins_an_article():
    text = parsed("第一条 为了保护河道，制定本条例。\n\n第二条 本条例适用于本市。")
    assert locators(text) == ["art-1", "art-1-p1", "art-2", "art-2-p1"]
    assert at(text, "art-1").label == "第一条"
    assert at(text, "art-1-p1").text == "为了保护河道，制定本条例。"


def test_further_lines_of_an_article_are_its_paragraphs():
    text = parsed("第一条 甲方巡河。\n\n乙方护河。\n\n丙方记录。")
    assert locators(text, "paragraph") == ["art-1-p1", "art-1-p2", "art-1-p3"]


def test_items_stand_in_the_paragraph_before_them_and_subitems_in_their_item():
    text = parsed(
        "第一条 总则。\n\n有下列情形之一的，责令改正：\n\n（一）堆放杂物的：\n\n1.竹木；\n\n2．砖石；\n\n"
        "（二）擅自取水的。"
    )
    assert locators(text, "item", "subitem") == ["art-1-p2-i1", "art-1-p2-i1-s1", "art-1-p2-i1-s2", "art-1-p2-i2"]
    assert at(text, "art-1-p2-i2").label == "（二）"
    assert at(text, "art-1-p2-i2").text == "擅自取水的。"


def test_items_of_an_article_with_one_paragraph_name_that_paragraph():
    text = parsed("第三条 禁止下列行为：\n(一)洗砂；\n(二)电鱼。")
    assert locators(text, "item") == ["art-3-p1-i1", "art-3-p1-i2"]


def test_a_paragraph_after_the_items_is_the_next_paragraph():
    text = parsed("第三条 禁止：\n（一）洗砂；\n（二）电鱼。\n\n违反前款规定的，处以罚款。")
    assert at(text, "art-3-p2").text == "违反前款规定的，处以罚款。"


def test_a_line_between_two_items_belongs_to_the_item_before_it():
    text = parsed("第三条 包括：\n（一）主河；\n主河以图为准。\n（二）支河。")
    assert at(text, "art-3-p1-i1").text == "主河；\n主河以图为准。"
    assert locators(text, "paragraph") == ["art-3-p1"]


def test_an_inserted_article_has_a_number_and_an_inserted_number():
    text = parsed("第一百三十三条 甲。\n\n第一百三十三条之一 乙。\n\n第一百三十四条 丙。")
    node = at(text, "art-133-1")
    assert (node.number, node.inserted_number) == (133, 1)
    assert locators(text, "article") == ["art-133", "art-133-1", "art-134"]


@pytest.mark.parametrize("label", ["第3条", "第３条", "第 三 条", "第三条　", "第三 条"])
def test_a_number_may_be_written_in_other_ways(label):
    text = parsed(f"第一条 甲。\n第二条 乙。\n{label} 丙。")
    assert locators(text, "article") == ["art-1", "art-2", "art-3"]


def test_a_number_without_space_after_it_still_begins_an_article_in_its_turn():
    text = parsed("第一条为了保护河道。\n第二条本条例适用于本市。")
    assert at(text, "art-2-p1").text == "本条例适用于本市。"


@pytest.mark.parametrize(
    "sentence",
    [
        "第二条规定的船舶除外。",
        "第二条、第三条所称船舶，包括竹筏。",
        "第五条 规定的期限不适用。",
        "第二条第一款的规定不适用于渔船。",
        "第一条和第二条由水务部门解释。",
    ],
)
def test_a_sentence_that_begins_by_naming_an_article_is_text(sentence):
    text = parsed(f"第一条 船舶应当登记。\n\n{sentence}\n\n第二条 本条例自公布之日起施行。")
    assert locators(text, "article") == ["art-1", "art-2"]
    assert at(text, "art-1-p2").text == sentence


def test_an_article_named_inside_a_sentence_is_text():
    text = parsed("第一条 违反第二条规定的，依照第三条 处罚。")
    assert locators(text, "article") == ["art-1"]


@pytest.mark.parametrize("heading", ["【巡河】", "（巡河义务）"])
def test_an_article_may_carry_a_heading(heading):
    text = parsed(f"第一条{heading} 河长每月巡河。")
    assert at(text, "art-1").heading == heading
    assert at(text, "art-1-p1").text == "河长每月巡河。"


def test_an_item_directly_after_the_number_is_not_a_heading():
    text = parsed("第一条 （一）河长巡河。")
    assert at(text, "art-1").heading == ""


def test_a_repeated_number_keeps_both_articles_with_locators_of_their_own():
    text = parsed("第一条 甲。\n第二条 乙。\n第二条 丙。")
    assert locators(text, "article") == ["art-1", "art-2", "art-2~2"]
    assert at(text, "art-2~2-p1").text == "丙。"


def test_articles_run_together_on_one_line_are_told_apart():
    text = parsed("第一条 河道属于国家所有。 第二条 禁止下列行为： （一）洗砂； （二）电鱼。")
    assert locators(text, "article", "item") == ["art-1", "art-2", "art-2-p1-i1", "art-2-p1-i2"]


def test_a_reference_after_a_full_stop_does_not_break_the_line():
    text = parsed("第一条 河道属于国家所有。 第二条规定的除外。")
    assert locators(text, "article", "paragraph") == ["art-1", "art-1-p1"]
