"""Parts, chapters, sections, preambles, tables of contents, annexes."""

from __future__ import annotations

from cms.laws.parser import join_books, parse
from tests.laws.parser.shapes import HEAD, at, kinds, locators, parsed


def test_divisions_nest_and_articles_do_not():
    text = parsed(
        "# 第一编 总则\n## 第一分编 通则\n### 第一章 一般规定\n#### 第一节 范围\n第一条 甲。\n# 第二编 分则\n"
        "### 第一章 河道\n第二条 乙。"
    )
    assert locators(text, "part", "subpart", "chapter", "section") == [
        "part-1",
        "part-1-subpart-1",
        "part-1-subpart-1-ch-1",
        "part-1-subpart-1-ch-1-sec-1",
        "part-2",
        "part-2-ch-1",
    ]
    assert locators(text, "article") == ["art-1", "art-2"]
    assert at(text, "part-2-ch-1").children[0].locator == "art-2"


def test_a_chapter_needs_no_heading_mark():
    text = parsed("第一章 总则\n第一条 甲。\n第二章　罚　则\n第二条 乙。")
    assert locators(text, "chapter") == ["ch-1", "ch-2"]
    assert at(text, "ch-2").heading == "罚则"


def test_a_sentence_that_begins_by_naming_a_section_is_text():
    text = parsed("第一章 总则\n第一条 甲。\n第二章相应改为第三章，第五条相应改为第六条。")
    assert locators(text, "chapter") == ["ch-1"]


def test_supplementary_provisions_without_number_stand_beside_the_outermost_divisions():
    text = parsed("## 第一编 总则\n### 第一章 范围\n第一条 甲。\n## 附则\n第二条 乙。")
    assert [node.locator for node in text.nodes] == ["part-1", "supplementary"]
    assert at(text, "supplementary").kind == "part"


def test_marked_headings_with_point_numbers_over_articles_are_chapters():
    text = parsed("## 一、一般规定\n第一条 甲。\n二、河道\n第二条 乙。\n## 三、附则\n第三条 丙。")
    assert locators(text, "chapter") == ["ch-1", "ch-2", "ch-3"]


def test_a_table_of_contents_is_not_a_second_set_of_chapters():
    text = parsed(
        "目　录\n第一章 总则\n第二章 罚则\n附则\n第一章 总则\n第一条 甲。\n第二章 罚则\n第二条 乙。\n附则\n第三条 丙。"
    )
    assert locators(text, "chapter") == ["ch-1", "ch-2", "supplementary"]
    assert at(text, "contents").kind == "block"


def test_a_table_of_contents_without_its_title_is_known_by_what_comes_again():
    text = parsed(
        "## 第一章 总则\n## 第二章 河道\n## 第三章 罚则\n## 第一章 总则\n第一条 甲。\n## 第二章 河道\n"
        "第二条 乙。\n## 第三章 罚则\n第三条 丙。"
    )
    assert locators(text, "chapter") == ["ch-1", "ch-2", "ch-3"]
    assert at(text, "ch-1").children[0].locator == "art-1"


def test_chapters_that_begin_again_in_every_part_are_no_table_of_contents():
    text = parsed(
        "# 第一编 甲\n## 第一分编 乙\n### 第一章 丙\n#### 第一节 丁\n第一条 一。\n# 第二编 戊\n## 第一分编 己\n"
        "### 第一章 庚\n#### 第一节 辛\n第二条 二。"
    )
    assert text.blocks == 0


def test_words_before_the_first_article_are_the_preamble():
    text = parsed("为了河清岸绿，作出规定如下。\n第一条 甲。")
    assert locators(text) == ["preamble", "preamble-p1", "art-1", "art-1-p1"]


def test_a_headed_preamble_keeps_its_paragraphs():
    text = parsed("## 序言\n青石市河流众多。\n先民逐水而居。\n## 第一章 总则\n第一条 甲。")
    assert at(text, "preamble").heading == "序言"
    assert locators(text, "paragraph")[:2] == ["preamble-p1", "preamble-p2"]


def test_an_annex_numbers_its_articles_anew():
    text = parsed(
        "第一条 甲。\n第二条 乙。\n附件一 巡河规程\n第一条 巡河每月一次。\n附件二：\n河道名录\n1.青河\n2.石河"
    )
    assert locators(text, "article") == ["art-1", "art-2", "annex-1-art-1"]
    assert at(text, "annex-1").heading == "巡河规程"
    assert at(text, "annex-2").heading == "河道名录"
    assert locators(text, "point") == ["annex-2-point-1", "annex-2-point-2"]


def test_an_annex_without_number_is_counted():
    text = parsed("第一条 甲。\n附：\n河道图说\n河道以测量为准。")
    assert at(text, "annex-1").label == "附："
    assert at(text, "annex-1-p1").text == "河道以测量为准。"


def test_a_list_of_the_annexes_is_not_one_of_them():
    text = parsed("第一条 甲。\n附件：1.规程\n2.名录\n附件1 规程\n每月一次。\n附件2 名录\n青河。")
    assert locators(text, "annex") == ["annex-1", "annex-2"]
    assert at(text, "block-1").text == "附件：1.规程\n2.名录"


def test_a_sentence_about_an_annex_is_text():
    text = parsed("第一条 甲。\n附件三所列河道增减时，由市人民政府公布。")
    assert kinds(text) == ["article"]


def test_the_title_line_is_not_an_article():
    text = parse("# 第十条河流保护办法\n<!-- INFO END -->\n第一条 甲。")
    assert text.title == "第十条河流保护办法"
    assert locators(text, "article") == ["art-1"]


def test_a_text_without_a_marked_head_gives_its_title_and_dates():
    text = parse(
        "青石市河道管理条例\n（2019年3月1日青石市人民代表大会常务委员会通过\n　根据2020年5月1日决定修正）\n"
        "第一章 总则\n第一条 甲。"
    )
    assert text.title == "青石市河道管理条例"
    assert len(text.head) == 2
    assert text.characters_in == text.characters_kept
    assert locators(text, "article") == ["art-1"]


def test_a_text_that_begins_with_its_first_article_has_no_title():
    text = parse("第一条 甲。\n第二条 乙。")
    assert (text.title, text.articles) == ("", 2)


def test_what_is_never_shown_is_kept_beside_the_text():
    text = parsed("\u200b\n第一条 甲。\n<!-- FORCE BREAK -->\n乙。")
    assert text.unseen == "\u200b"
    assert at(text, "art-1-p1").unseen == "<!-- FORCE BREAK -->"
    assert at(text, "art-1-p2").text == "乙。"


def test_books_are_joined_in_the_order_of_their_articles():
    def book(name: str, first: str, second: str) -> tuple[str, str]:
        head = f"# 青石市河道法典\n\n# {name}\n\n2019年3月1日 通过\n\n<!-- INFO END -->\n\n"
        return f"河道法典 {name}", head + f"## 第一章 {name}一般规定\n\n{first} 甲。\n\n{second} 乙。"

    source = join_books(
        [
            ("河道法典 附则", "# 青石市河道法典\n# 附则\n2019年3月1日 通过\n<!-- INFO END -->\n##\n第五条 丙。"),
            book("支河编", "第三条", "第四条"),
            book("总则", "第一条", "第二条"),
        ]
    )
    code = parse(source)
    assert code.title == "青石市河道法典"
    assert code.head == ("2019年3月1日 通过",)
    assert [(node.locator, node.label, node.heading) for node in code.nodes] == [
        ("part-1", "第一编", "总则"),
        ("part-2", "第二编", "支河"),
        ("supplementary", "", "附则"),
    ]
    assert locators(code, "article") == [f"art-{number}" for number in range(1, 6)]
    assert code.characters_in == code.characters_kept


def test_one_book_alone_keeps_its_name_in_the_head():
    text = parse("# 青石市河道法典\n# 总则\n2019年3月1日 通过\n<!-- INFO END -->\n第一条 甲。")
    assert text.head[0] == "总则"
    assert HEAD.startswith("# 青石市")
