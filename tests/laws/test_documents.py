"""What of the laws can be found: one document an instrument, one for each wording of an article."""

from __future__ import annotations

from datetime import date

import pytest

from cms.laws.documents import documents, public_keys, value_labels
from cms.laws.findable import LONGEST_STRETCH
from search.documents import ALWAYS, FOREVER, Document, kinds, sources
from tests.laws.builders import TEXT, instrument, law_text, published

pytestmark = pytest.mark.django_db


def found() -> dict[str, Document]:
    """All documents by key."""
    made = list(documents(list(public_keys())))
    assert len({one.key for one in made}) == len(made)
    return {one.key: one for one in made}


def test_the_kinds_and_the_source_are_registered() -> None:
    assert {"instrument", "provision"} <= set(kinds)
    assert "instrument" in sources


def test_an_article_is_found_with_its_citation_its_place_and_its_headings() -> None:
    published(instrument("中华人民共和国示范园林法", issuing_authority="示范大会", region="北京"))
    one = found()["provision:shi-fan-yuan-lin-fa:2:2020-05-01"]
    assert one.citation == "示范园林法第二条"
    assert one.url == "/laws/shi-fan-yuan-lin-fa/#art-2"
    assert one.text.splitlines()[-1] == "（二）积水未退。"
    assert one.context == "第一章 总则"
    assert set(one.facets) == {"level:law", "authority:示范大会", "region:北京", "year:2020"}
    assert (one.valid_from, one.valid_to) == (date(2020, 5, 1), FOREVER)


def test_versions_with_the_same_wording_share_one_document_and_a_change_ends_it() -> None:
    law = instrument()
    texts = [law_text("示范园林法", ["从未改变。", wording]) for wording in ("甲说。", "甲说。", "乙说。")]
    for text, year in zip(texts, (2010, 2015, 2020), strict=True):
        published(law, text, date(year, 1, 1))
    made = found()
    unchanged = made["provision:shi-fan-yuan-lin-fa:1:2010-01-01"]
    assert (unchanged.valid_from, unchanged.valid_to, unchanged.end_reason) == (date(2010, 1, 1), FOREVER, "")
    old = made["provision:shi-fan-yuan-lin-fa:2:2010-01-01"]
    assert (old.valid_from, old.valid_to, old.end_reason) == (date(2010, 1, 1), date(2020, 1, 1), "amended")
    assert old.url == "/laws/shi-fan-yuan-lin-fa/2015-01-01/#art-2"
    assert made["provision:shi-fan-yuan-lin-fa:2:2020-01-01"].url == "/laws/shi-fan-yuan-lin-fa/#art-2"
    assert len(made) == 4


def test_a_text_not_yet_law_is_reached_through_its_date() -> None:
    law = instrument()
    published(law, law_text("示范园林法", ["现行。"]), date(2010, 1, 1))
    published(law, law_text("示范园林法", ["将来。"]), date(2999, 1, 1))
    made = found()
    assert made["provision:shi-fan-yuan-lin-fa:1:2999-01-01"].url == "/laws/shi-fan-yuan-lin-fa/2999-01-01/#art-1"
    assert made["provision:shi-fan-yuan-lin-fa:1:2010-01-01"].url == "/laws/shi-fan-yuan-lin-fa/2010-01-01/#art-1"


def test_a_law_repealed_on_an_unknown_day_says_so() -> None:
    published(instrument(), is_repealed=True)
    one = found()["provision:shi-fan-yuan-lin-fa:1:2020-05-01"]
    assert (one.valid_to, one.end_reason) == (FOREVER, "repealed_undated")


def test_an_undated_text_is_found_unless_there_is_a_dated_one() -> None:
    law = instrument()
    published(law, effective_on=None)
    assert found()["provision:shi-fan-yuan-lin-fa:1:undated"].valid_from == ALWAYS
    published(law)
    assert {one.valid_from for one in found().values()} == {date(2020, 5, 1)}


def test_articles_in_an_annex_are_found_by_their_own_citation() -> None:
    published(instrument(), TEXT + "\n附件一 示范细则\n\n第一条 附件的条文。\n")
    assert found()["provision:shi-fan-yuan-lin-fa:annex-1-art-1:2020-05-01"].citation == "示范园林法附件一第一条"


def test_a_decision_is_found_point_by_point_and_text_without_any_in_stretches() -> None:
    published(instrument("示范决定"), "# 示范决定\n<!-- INFO END -->\n会议决定：\n一、甲事。\n二、乙事。\n")
    published(
        instrument("示范批复"), "# 示范批复\n<!-- INFO END -->\n" + "\n".join("批复如下。" * 60 for _ in range(10))
    )
    made = found()
    assert {one.citation for one in made.values() if one.kind == "provision"} >= {"示范决定第一点", "示范决定第二点"}
    replies = [one for one in made.values() if one.kind == "provision" and one.title == "示范批复"]
    assert len(replies) == 2
    assert all(len(one.text) <= LONGEST_STRETCH + 20 for one in replies)


def test_drafts_and_withdrawn_texts_are_not_found() -> None:
    version = published(instrument())
    version.unpublish()
    assert found() == {}
    assert list(documents(["instrument:shi-fan-yuan-lin-fa", "instrument:nowhere"])) == []


def test_many_laws_take_no_more_queries_than_one(django_assert_num_queries) -> None:
    for number in range(5):
        published(instrument(f"示范法{'一二三四五'[number]}"))
    keys = list(public_keys())
    with django_assert_num_queries(3):
        list(documents(keys[:1]))
    with django_assert_num_queries(3):
        list(documents(keys))


def test_levels_among_the_filters_are_words_and_nonsense_stays_as_it_is():
    assert value_labels("level", ["law", "nonsense"]) == {"law": "法律"}
