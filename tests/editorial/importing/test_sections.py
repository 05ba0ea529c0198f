"""A text's parts are found by its headings, whatever they are called; what is not recognised is kept where it can be read."""

from __future__ import annotations

import pytest

from cms.editorial.importers.articles import article_words, articles_in, mentioned
from cms.editorial.importers.case_facts import case_facts, guiding_number
from cms.editorial.importers.sections import read_parts
from tests.editorial.importing.builders import CASE


def test_a_case_is_read_part_by_part() -> None:
    parts = read_parts("typical_case", CASE)
    assert parts.title == "示范：借伞不还案"
    assert parts.cells == {
        "facts": "甲借乙的伞，一年不还。",
        "ruling": "示范市示范区人民法院于2025年3月4日作出（2025）示民初1号民事判决：甲还伞。",
        "reasoning": "借了应当还。",
        "rule_drawn": "诚信从小事做起。",
    }


@pytest.mark.parametrize(
    "heading", ["## 案情回顾", "### 【简要案情】", "一、基本案情", "【基本案情】。", "基本案情：", "（一）基本案情"]
)
def test_a_part_is_known_by_any_of_its_names_with_or_without_marks(heading: str) -> None:
    assert read_parts("typical_case", f"# 示范案\n\n{heading}\n\n甲借伞。").cells["facts"] == "甲借伞。"


def test_what_stands_under_an_unknown_heading_goes_to_the_facts_with_it() -> None:
    parts = read_parts("typical_case", CASE + "\n## 申请人请求\n\n请求还伞。\n")
    assert parts.cells["facts"] == "甲借乙的伞，一年不还。\n\n### 申请人请求\n\n请求还伞。"


def test_a_heading_that_says_more_than_its_field_is_kept() -> None:
    parts = read_parts("typical_case", "# 示范案\n## 案情回顾\n甲借伞。\n## 法官解读\n借了要还。")
    assert parts.cells["rule_drawn"] == "### 法官解读\n\n借了要还。"


def test_two_parts_of_one_field_keep_their_headings() -> None:
    parts = read_parts("typical_case", "# 示范案\n## 基本案情\n甲借伞。\n## 裁判要旨\n要还。\n## 典型意义\n诚信。")
    assert parts.cells["rule_drawn"] == "### 裁判要旨\n\n要还。\n\n### 典型意义\n\n诚信。"


def test_an_empty_heading_that_names_the_case_belongs_to_the_title() -> None:
    parts = read_parts("typical_case", "# 借伞应当还\n\n## 甲诉乙借用合同纠纷案\n\n## 基本案情\n\n甲借伞。")
    assert parts.title == "借伞应当还 甲诉乙借用合同纠纷案"
    assert parts.cells == {"facts": "甲借伞。"}


def test_who_published_a_case_when_is_its_source() -> None:
    head = "消费者权益保护典型案例\n\n示范市中级人民法院发布\n\n2022-03-15"
    parts = read_parts("typical_case", f"# 示范案\n\n{head}\n\n## 基本案情\n\n甲借伞。")
    assert parts.cells["source_name"] == "消费者权益保护典型案例，示范市中级人民法院发布，2022-03-15"
    assert parts.cells["facts"] == "甲借伞。"


def test_keywords_are_read_and_kept_for_readers() -> None:
    parts = read_parts("typical_case", "# 示范案\n## 关键词\n民事、借用。\n## 基本案情\n甲借伞。")
    assert parts.cells["keywords"] == "民事、借用。"
    assert parts.cells["facts"] == "甲借伞。\n\n### 关键词\n\n民事、借用。"


def test_articles_with_their_words_are_cited_and_the_words_kept() -> None:
    text = "# 示范案\n## 基本案情\n甲借伞。\n## 相关法条\n《示范借用法》。\n第六条 借了要还：。\n（一）伞；"
    parts = read_parts("typical_case", text)
    assert parts.cells["articles"] == "《示范借用法》第六条"
    assert parts.cells["facts"].endswith("### 相关法条\n\n《示范借用法》。\n第六条 借了要还：。\n（一）伞；")


def test_a_plain_list_of_articles_becomes_citations_alone() -> None:
    parts = read_parts(
        "knowledge_qa", "# 要还吗？\n要还。\n## 法律依据\n- 示范借用法第六条\n- 《示范民法》第十条第一款"
    )
    assert parts.cells == {"answer": "要还。", "articles": "示范借用法第六条\n《示范民法》第十条第一款"}


def test_lines_above_the_first_part_may_name_a_cell() -> None:
    parts = read_parts(
        "typical_case", "# 示范案\n案号：（2025）示民初1号\n审理法院：示范区人民法院\n## 基本案情\n甲借伞。"
    )
    assert parts.cells["case_number"] == "（2025）示民初1号"
    assert parts.cells["court"] == "示范区人民法院"


def test_a_body_keeps_its_own_headings() -> None:
    parts = read_parts("expert_reading", "# 读懂示范法\n开头。\n## 三层意思\n第一。\n## 摘要\n一句话。")
    assert parts.cells == {"body": "开头。\n## 三层意思\n第一。", "summary": "一句话。"}


# -- articles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("劳动合同法第三十九条、第四十条", ["劳动合同法第三十九条", "劳动合同法第四十条"]),
        ("《民法典》第10条，《刑法》第133条之一", ["《民法典》第10条", "《刑法》第133条之一"]),
        ("民法典第十条\n刑法第二十条；", ["民法典第十条", "刑法第二十条"]),
        (
            "最高人民法院、最高人民检察院关于办理盗窃、抢夺案件的解释第一条第（二）项",
            ["最高人民法院、最高人民检察院关于办理盗窃、抢夺案件的解释第一条第（二）项"],
        ),
    ],
)
def test_a_cell_may_name_several_articles(cell: str, words: list[str]) -> None:
    assert article_words(cell) == words


def test_a_section_of_articles_is_told_from_running_text() -> None:
    assert articles_in(["示范法第一条", "示范法第二条。"]) == (["示范法第一条", "示范法第二条"], True)
    assert articles_in(["根据《示范法》第一条，应当还。"]) == (["《示范法》第一条"], False)


def test_places_mentioned_in_passing_are_found() -> None:
    text = "法院认为，依照《示范法（试行）》第七条之一第二款和示范民法典第三条，应当还。"
    assert mentioned([text])[0] == "《示范法（试行）》第七条之一第二款"


# -- what a case says of itself --------------------------------------------------------------------------------------


def test_of_several_instances_the_last_that_is_named_decided() -> None:
    ruling = (
        "北京市示范区人民法院于2007年10月作出（2007）示民初字第1号民事判决：还伞。宣判后，甲上诉。"
        "北京市第九中级人民法院于2008年3月13日作出（2008）九中民终字第2号民事判决：驳回上诉。"
    )
    assert case_facts({"ruling": ruling}, "") == {
        "court": "北京市第九中级人民法院",
        "case_number": "（2008）九中民终字第2号",
        "decided_on": "2008-03-13",
    }


def test_a_court_that_was_overruled_by_one_without_name_is_not_given() -> None:
    assert case_facts({"ruling": "安徽省示范市人民法院一审认为违法。甲上诉。二审法院判决改判赔偿。"}, "") == {}
    assert case_facts({"ruling": "安徽省示范市人民法院一审认为违法，判决赔偿。"}, "")["court"] == "安徽省示范市人民法院"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("指导案例17号：张某诉某公司案", "指导性案例17号"),
        ("最高人民法院指导性案例 第 9 号", "指导性案例9号"),
        ("检例第1号", "检例第1号"),
        ("甲诉乙案", ""),
    ],
)
def test_a_guiding_case_says_its_number(words: str, number: str) -> None:
    assert guiding_number(words) == number


def test_a_guiding_case_that_is_only_mentioned_makes_no_guiding_case() -> None:
    text = f"# 示范案\n\n## 基本案情\n\n{'甲借伞。' * 100}参照指导案例17号。"
    assert "is_guiding" not in case_facts({"title": "示范案"}, text)


def test_who_wrote_the_reading_of_a_case_is_its_author() -> None:
    assert (
        case_facts({}, "## 法官解读\n借了要还。\n\n文/示范区人民法院 法官 示例甲")["author_name"]
        == "示范区人民法院 法官 示例甲"
    )


def test_headings_of_the_first_level_may_be_parts() -> None:
    parts = read_parts("typical_case", "# 借伞案\n# 基本案情\n甲借伞。\n# 裁判结果\n还伞。")
    assert (parts.title, parts.cells) == ("借伞案", {"facts": "甲借伞。", "ruling": "还伞。"})


def test_a_text_without_marks_begins_with_its_title() -> None:
    parts = read_parts("typical_case", "甲诉乙借用合同案\n\n基本案情\n\n甲借伞。\n\n裁判结果\n\n还伞。")
    assert (parts.title, parts.cells) == ("甲诉乙借用合同案", {"facts": "甲借伞。", "ruling": "还伞。"})
    assert read_parts("typical_case", "甲借了乙的伞。\n基本案情\n甲借伞。").title == ""
