"""Two texts compared by article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cms.laws.diff import Change, changed_locators, compare, word_differences
from cms.laws.parser import parse
from tests.laws.builders import law_text

OLD = ["园林应当每日开放，但是冬季除外。", "游人不得攀折花木。", "违反本法的，予以警告。", "票价由主管部门规定。"]


def changes(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    """What became of each article: change, old number, new number."""
    found = compare(parse(law_text("示范法", old)).nodes, parse(law_text("示范法", new)).nodes)
    return [
        (one.change.value, one.old.locator if one.old else "", one.new.locator if one.new else "")
        for one in found
        if one.change is not Change.SAME
    ]


def test_equal_texts_have_no_difference() -> None:
    assert changes(OLD, OLD) == []


def test_an_inserted_article_is_added_and_those_behind_it_only_moved() -> None:
    new = [OLD[0], "本条是新增加的内容。", *OLD[1:]]
    assert changes(OLD, new) == [("added", "", "2"), ("moved", "2", "3"), ("moved", "3", "4"), ("moved", "4", "5")]


def test_a_removed_article_stands_where_it_stood() -> None:
    assert changes(OLD, [OLD[0], *OLD[2:]]) == [("removed", "2", ""), ("moved", "3", "2"), ("moved", "4", "3")]


def test_a_changed_article_has_its_changed_words_marked() -> None:
    new = [OLD[0].replace("冬季", "雨季"), *OLD[1:]]
    (one,) = [
        one
        for one in compare(parse(law_text("示范法", OLD)).nodes, parse(law_text("示范法", new)).nodes)
        if one.change is Change.CHANGED
    ]
    assert [(word.kind, word.text) for word in one.words] == [
        ("same", "园林应当每日开放，但是"),
        ("removed", "冬"),
        ("added", "雨"),
        ("same", "季除外。"),
    ]


def test_an_article_renumbered_and_changed_is_paired_by_what_it_says() -> None:
    new = ["第一条是全新的规定。", OLD[1], OLD[0].replace("每日", "全年"), *OLD[2:]]
    assert ("changed", "1", "3") in changes(OLD, new)
    assert ("added", "", "1") in changes(OLD, new)


def test_wholly_different_words_under_one_number_are_a_removal_and_an_addition() -> None:
    assert changes(["甲乙丙丁戊己庚辛壬癸。"], ["子丑寅卯辰巳午未申酉。"]) == [("removed", "1", ""), ("added", "", "1")]


def test_changed_locators_name_what_is_not_word_for_word_the_same_under_its_number() -> None:
    new = [OLD[0], OLD[1].replace("花木", "花草树木"), *OLD[2:], "附加一条。"]
    assert changed_locators(parse(law_text("示范法", OLD)).nodes, parse(law_text("示范法", new)).nodes) == {"2", "5"}


def test_points_and_annexes_are_compared_too() -> None:
    old = parse("# 示范决定\n<!-- INFO END -->\n一、第一点的内容。\n二、第二点的内容。\n附件 示范表\n甲项一元。").nodes
    new = parse(
        "# 示范决定\n<!-- INFO END -->\n一、第一点的内容。\n二、第二点的新内容。\n附件 示范表\n甲项二元。"
    ).nodes
    found = {one.new.locator: one.change for one in compare(old, new) if one.new}
    assert found == {"point-1": Change.SAME, "point-2": Change.CHANGED, "annex-1": Change.CHANGED}


words = st.text(alphabet="甲乙丙丁，。\n", max_size=40)


@given(words, words)
def test_the_segments_give_back_both_wordings(old: str, new: str) -> None:
    found = word_differences(old, new)
    assert "".join(word.text for word in found if word.kind != "added") == old
    assert "".join(word.text for word in found if word.kind != "removed") == new


@given(st.lists(words.filter(str.strip), max_size=6), st.lists(words.filter(str.strip), max_size=6))
def test_every_article_of_both_texts_is_told_of_exactly_once(old: list[str], new: list[str]) -> None:
    before, after = (
        parse(law_text("示范法", [" ".join(text.split()) or "甲" for text in texts])) for texts in (old, new)
    )
    found = compare(before.nodes, after.nodes)
    assert len([one for one in found if one.old]) == len(old)
    assert len([one for one in found if one.new]) == len(new)
