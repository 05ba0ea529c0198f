"""Chinese numerals and article labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.numbering import (
    ArticleNumber,
    article_label,
    match_article_label,
    parse_article_label,
    to_chinese,
    to_int,
)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三十九", 39),
        ("一百", 100),
        ("一百零三", 103),
        ("一百〇三", 103),
        ("一百一十", 110),
        ("一百十五", 115),
        ("一百三十三", 133),
        ("两百", 200),
        ("一千零四十", 1040),
        ("一千二百六十", 1260),
        ("廿三", 23),
        ("卅", 30),
        ("一〇三", 103),
        ("二〇二一", 2021),
        ("〇", 0),
        ("39", 39),
        ("１３３", 133),
    ],
)
def test_a_numeral_has_its_value(numeral, value):
    assert to_int(numeral) == value


@pytest.mark.parametrize("numeral", ["", "1百", "2十", "十十", "百", "十百", "二三十", "一百零", "条", "一千零零三条"])
def test_what_no_law_writes_is_no_numeral(numeral):
    assert to_int(numeral) is None


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (39, "三十九"),
        (100, "一百"),
        (103, "一百零三"),
        (110, "一百一十"),
    ],
)
def test_a_number_is_written_as_laws_write_it(number, written):
    assert to_chinese(number) == written


@given(st.integers(min_value=0, max_value=9999))
def test_every_number_written_is_read_back(number):
    assert to_int(to_chinese(number)) == number


def test_a_number_no_law_reaches_is_refused():
    with pytest.raises(ValueError, match="10000"):
        to_chinese(10000)


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("第三十九条", ArticleNumber(39)),
        ("第一百三十三条之一", ArticleNumber(133, 1)),
        ("第一百三十三条之一之二", ArticleNumber(133, 1, 2)),
        ("第39条", ArticleNumber(39)),
        ("第３９条", ArticleNumber(39)),
        ("第 39 条", ArticleNumber(39)),
        ("第一百二十八 条", ArticleNumber(128)),
    ],
)
def test_an_article_label_is_read(label, number):
    assert parse_article_label(label) == number


@pytest.mark.parametrize("label", ["第2十条", "第条", "第三十九", "第三章", "第三十九条规定", "第零条", "三十九条"])
def test_what_is_no_label_is_none(label):
    assert parse_article_label(label) is None


def test_a_label_in_a_line_ends_where_its_number_ends():
    assert match_article_label("第五条之一 应当") == (ArticleNumber(5, 1), 5)


def test_an_article_after_whose_number_之后_follows_is_not_an_inserted_one():
    assert match_article_label("第五条之后增加") == (ArticleNumber(5), 3)


def test_labels_and_locators_are_written_back():
    assert article_label(133, 1) == "第一百三十三条之一"
    assert ArticleNumber(133, 1).locator == "133-1"
    assert ArticleNumber(133, 1, 2).locator == "133-1-2"
    assert ArticleNumber(39).locator == "39"
