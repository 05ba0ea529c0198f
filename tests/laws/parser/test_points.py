"""Texts without articles: numbered points, decisions, replies, amendments, tables, plain blocks."""

from __future__ import annotations

from cms.laws.parser import parse
from tests.laws.parser.shapes import at, kinds, locators, parsed


def test_points_without_articles_have_items_of_their_own():
    text = parsed("现决定如下：\n一、加强巡河。\n（一）每月一次；\n（二）雨季加倍。\n二、加强宣传。")
    assert locators(text) == [
        "preamble",
        "preamble-p1",
        "point-1",
        "point-1-p1",
        "point-1-p1-i1",
        "point-1-p1-i2",
        "point-2",
        "point-2-p1",
    ]


def test_the_first_style_of_number_makes_the_points_where_no_一_is_used():
    text = parsed("通知如下：\n1.甲。\n(1)子；\n2.乙。")
    assert locators(text, "point", "item") == ["point-1", "point-1-p1-i1", "point-2"]


def test_marked_and_unmarked_points_are_the_same_kind():
    text = parsed("## 一、加强巡河\n每月一次。\n二、加强宣传。")
    assert locators(text, "point") == ["point-1", "point-2"]
    assert at(text, "point-1").heading == "加强巡河"


def test_points_that_begin_again_in_each_chapter_carry_its_locator():
    text = parsed("第一章 甲\n一、子。\n二、丑。\n第二章 乙\n一、寅。")
    assert locators(text, "point") == ["ch-1-point-1", "ch-1-point-2", "ch-2-point-1"]


def test_numbers_counted_on_over_headings_are_the_points_and_the_headings_chapters():
    text = parsed("## 一、机构\n1.甲。\n2.乙。\n## 二、管辖\n3.丙。\n(1)子；\n4.丁。")
    assert locators(text, "chapter", "point") == ["ch-1", "point-1", "point-2", "ch-2", "point-3", "point-4"]


def test_one_point_number_inside_an_article_is_an_item():
    text = parsed("第一条 下列人员：\n一、河长；\n二、护河员。\n第二条 乙。")
    assert locators(text, "item") == ["art-1-p1-i1", "art-1-p1-i2"]


def test_the_closing_formula_belongs_to_no_point():
    text = parsed("一、甲。\n二、乙。\n本决定自公布之日起施行。")
    assert kinds(text) == ["point", "point", "block"]


def test_a_reply_without_numbers_is_blocks_and_they_are_counted():
    text = parsed("青石市人民法院：\n你院请示收悉。\n此复。")
    assert locators(text) == ["block-1", "block-2", "block-3"]
    assert text.blocks == 3


def test_articles_quoted_in_an_amendment_are_text():
    text = parse(
        "# 青石市河道管理条例修正案（二）\n<!-- INFO END -->\n一、将第三条修改为：\n“第三条 河长每月巡河。\n"
        "第四条 河长每季报告。”\n"
        "二、在第九条后增加一条，作为第九条之一：“船舶应当登记：\n“（一）渔船；\n“（二）货船。”\n"
        "三、本修正案自公布之日起施行。"
    )
    assert locators(text, "article", "item") == []
    assert locators(text, "point") == ["point-1", "point-2", "point-3"]
    assert "第四条 河长每季报告。" in at(text, "point-1-p1").text
    assert at(text, "point-2-p1").text.endswith("“（二）货船。”")
    assert text.characters_in == text.characters_kept


def test_unquoted_articles_in_an_amendment_are_text_of_the_article_that_brings_them():
    text = parse(
        "# 青石市宪章修正案\n<!-- INFO END -->\n第五条 第三章中增加一节：\n第七节 河长\n"
        "第一百二十三条 河长由选举产生。\n第六条 乙。"
    )
    assert locators(text, "article", "section") == ["art-5", "art-6"]


def test_a_quotation_that_is_never_closed_ends_at_the_next_point():
    text = parsed("一、将第三条修改为：“河长巡河。\n二、将第四条修改为：“河长报告。”\n三、丙。")
    assert locators(text, "point") == ["point-1", "point-2", "point-3"]


def test_numbers_inside_a_quotation_do_not_count_as_points():
    text = parsed(
        "一、修改如下：\n1.将第二条修改为：\n“受理下列案件：\n1.甲；\n2.乙；\n3.丙。”\n2.删除第三条。\n二、丁。"
    )
    assert locators(text, "item") == ["point-1-p1-i1", "point-1-p1-i2"]


def test_a_table_is_kept_as_one_block_where_it_stands():
    text = parsed("第一条 标准如下：\n| 河 | 宽 |\n|---|---|\n| 青河 | 30 |\n第二条 乙。")
    assert at(text, "art-1-block-1").text == "| 河 | 宽 |\n|---|---|\n| 青河 | 30 |"
    assert locators(text, "article") == ["art-1", "art-2"]


def test_numbers_inside_an_html_table_begin_nothing():
    text = parsed("第一条 标准：\n<table>\n<tr><td>\n第二条 青河\n</td></tr>\n</table>\n第二条 乙。")
    assert locators(text, "article") == ["art-1", "art-2"]


def test_a_decimal_number_begins_no_point():
    text = parsed("第一条 宽度：\n1.5米以上。")
    assert locators(text, "item") == []


def test_items_after_a_table_stand_behind_it():
    text = parsed("第一条 标准：\n（一）青河；\n| 河 | 宽 |\n（二）石河。")
    assert locators(text)[1:] == ["art-1-p1", "art-1-p1-i1", "art-1-block-1", "art-1-p2", "art-1-p2-i2"]
