"""What the check before saving points out."""

from __future__ import annotations

from cms.laws.admin.findings import LONGEST_ARTICLE, examine
from cms.laws.admin.outline import outline
from cms.laws.parser import parse
from tests.admin.builders import TEXT


def words(text: str) -> list[str]:
    return [doubt.words for doubt in examine(parse(text)).doubts]


def test_a_text_in_order_raises_no_doubt_and_is_counted() -> None:
    found = examine(parse(TEXT))

    assert found.doubts == ()
    assert (found.divisions, found.articles, found.blocks) == (2, 3, 0)
    assert found.nothing_lost


def test_a_missing_article_is_named() -> None:
    assert "第四条之前缺第二条至第三条。" in words("# 示范法\n第一条 甲。\n第四条 乙。\n")


def test_one_missing_article_is_named_without_a_range() -> None:
    assert "第三条之前缺第二条。" in words("# 示范法\n第一条 甲。\n第三条 乙。\n")


def test_an_article_that_comes_twice_is_named() -> None:
    assert "第二条重复出现。" in words("# 示范法\n第一条 甲。\n第二条 乙。\n第二条 丙。\n第三条 丁。\n")


def test_a_gap_among_inserted_articles_is_named() -> None:
    text = "# 示范法\n第一条 甲。\n第二条 乙。\n第二条之一 丙。\n第二条之三 丁。\n第三条 戊。\n"

    assert "第二条之三之前缺第二条之二。" in words(text)


def test_an_article_that_has_swallowed_what_follows_is_named() -> None:
    text = f"# 示范法\n第一条 {'很长。' * (LONGEST_ARTICLE // 3 + 1)}\n第二条 完。\n"

    assert any(sentence.startswith("第一条有") for sentence in words(text))


def test_a_text_without_a_title_says_so() -> None:
    assert any("没有找到标题行" in sentence for sentence in words("第一条 甲。\n第二条 乙。\n"))


def test_a_text_without_numbers_is_told_to_be_shown_as_paragraphs() -> None:
    assert any("没有识别出条" in sentence for sentence in words("# 关于示范的答复\n\n这是一段话。\n\n这是又一段话。\n"))


def test_the_numbers_of_an_annex_are_counted_by_themselves() -> None:
    text = "# 示范法\n第一条 甲。\n第二条 乙。\n附件一：示范表\n第一条 丙。\n第二条 丁。\n"

    assert not [sentence for sentence in words(text) if "缺" in sentence or "顺序" in sentence]


def test_the_outline_shows_each_provision_under_what_it_belongs_to() -> None:
    rows = [(row.depth, str(row.kind_label), row.label) for row in outline(parse(TEXT))]

    assert (0, "章", "第一章") in rows
    assert (1, "条", "第二条") in rows
    assert (3, "项", "（二）") in rows
