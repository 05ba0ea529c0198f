"""One word, one value: a locator, its anchor, and how it is cited."""

import pytest

from cms.laws.locators import anchor_of, article_locator, citation_text, is_locator, locator_of, match_citation
from cms.laws.locators import parse_citation_text as parse_text


@pytest.mark.parametrize(
    ("locator", "anchor", "cited"),
    [
        ("39", "art-39", "第三十九条"),
        ("133-1", "art-133-1", "第一百三十三条之一"),
        ("39-p2-i1", "art-39-p2-i1", "第三十九条第二款第一项"),
        ("39-p1-i1-s2", "art-39-p1-i1-s2", "第三十九条第一款第一项第二目"),
        ("annex-1-art-3", "annex-1-art-3", "附件一第三条"),
        ("part-1-ch-2", "part-1-ch-2", "第一编第二章"),
        ("point-1", "point-1", "第一点"),
        ("preamble", "preamble", "序言"),
        ("39~2", "art-39~2", "第三十九条（第二处）"),
    ],
)
def test_a_locator_has_one_anchor_and_one_way_to_be_cited(locator: str, anchor: str, cited: str) -> None:
    assert anchor_of(locator) == anchor
    assert locator_of(anchor) == locator
    assert citation_text(locator) == cited
    assert is_locator(locator)


@pytest.mark.parametrize("locator", ["39", "133-1", "39-p2-i1", "39-p1-i1-s2", "annex-1-art-3"])
def test_what_is_cited_is_read_back_to_the_same_locator(locator: str) -> None:
    place = parse_text(citation_text(locator))
    assert place is not None
    assert place.locator == locator


@pytest.mark.parametrize("text", ["第39条第二款第（一）项", "３９条 第2款 第1项", "第三十九条第二款第一项"])
def test_digits_full_width_and_spaces_say_the_same_place(text: str) -> None:
    place = parse_text(text)
    assert place is not None
    assert place.locator == "39-p2-i1"


def test_an_item_without_its_paragraph_is_found_in_the_paragraph_that_has_it() -> None:
    place = parse_text("第三十九条第二项")
    assert place is not None
    assert place.among({"39", "39-p1", "39-p2", "39-p2-i1", "39-p2-i2"}) == "39-p2-i2"
    assert place.among({"39", "39-p1"}) == "39"


@pytest.mark.parametrize("value", ["", "../39", "39 ", "第39条", "39--p1", "a" * 121, "39<"])
def test_what_comes_from_an_address_may_be_no_locator(value: str) -> None:
    assert not is_locator(value)


def test_a_bare_number_is_a_place_only_where_it_is_asked_for() -> None:
    assert match_citation("1087") is None
    assert match_citation("1087", bare_number=True) is not None
    assert parse_text("第零条") is None


@pytest.mark.parametrize(
    ("locator", "article"),
    [("39-p2-i1", "39"), ("133-1-p1", "133-1"), ("annex-1-art-3-p1", "annex-1-art-3"), ("ch-1", None), ("39", "39")],
)
def test_a_place_lies_in_one_article_or_in_none(locator: str, article: str | None) -> None:
    assert article_locator(locator) == article
