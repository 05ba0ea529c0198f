"""Citations as people type them lead to exactly that article, as it is on the day asked for."""

from __future__ import annotations

from datetime import date

import pytest

from cms.laws.citations import build_index, documents_cited, recognise
from tests.laws.builders import instrument, law_text, published

TODAY = date(2026, 1, 1)
INDEX = build_index(
    [
        ("yuanlin", "中华人民共和国示范园林法", "示范园林法", "园林法"),
        ("yuanlin-tiaoli", "示范园林法实施条例", "示范园林法实施条例", ""),
        (
            "jieshi",
            "关于适用《中华人民共和国示范园林法》的解释（一）",
            "关于适用《中华人民共和国示范园林法》的解释（一）",
            "园林法解释（一）",
        ),
    ]
)


@pytest.mark.parametrize(
    ("typed", "slug", "locator"),
    [
        ("示范园林法39", "yuanlin", "39"),
        ("《示范园林法》第39条", "yuanlin", "39"),
        ("示范园林法第三十九条第二项", "yuanlin", "39-p1-i2"),
        ("中华人民共和国示范园林法第五十四条", "yuanlin", "54"),
        ("示范园林法第一百三十三条之一", "yuanlin", "133-1"),
        ("示 范 园 林 法　第 ３９ 条", "yuanlin", "39"),
        ("园林法264", "yuanlin", "264"),
        ("根据《示范园林法》第三十九条规定能否闭园", "yuanlin", "39"),
        ("示范园林法的第39条", "yuanlin", "39"),
        ("示范园林法（2018年修正）第39条", "yuanlin", "39"),
        ("示范园林法实施条例第2条", "yuanlin-tiaoli", "2"),
        ("园林法解释（一）第七条", "jieshi", "7"),
        ("园林法解释一7", "jieshi", "7"),
        ("关于适用《示范园林法》的解释（一）第七条", "jieshi", "7"),
    ],
)
def test_a_typed_citation_names_one_place(typed: str, slug: str, locator: str) -> None:
    found = recognise(typed, INDEX)
    assert found is not None
    assert found.place is not None
    assert (found.slugs, found.place.locator) == ((slug,), locator)


def test_a_title_alone_names_the_law() -> None:
    found = recognise("《示范园林法》", INDEX)
    assert found is not None
    assert (found.slugs, found.place) == (("yuanlin",), None)


@pytest.mark.parametrize(
    "typed",
    ["工伤", "", "39", "第39条", "示范园林法2021年修订", "示范园林法 闭园", "示范园林法第零条", "、。！", "甲" * 10000],
)
def test_what_is_no_citation_names_nothing(typed: str) -> None:
    assert recognise(typed, INDEX) is None


@pytest.mark.django_db
class TestInTheDatabase:
    """What is pinned comes from the database: it needs no search engine."""

    @pytest.fixture(autouse=True)
    def _law(self) -> None:
        law = instrument("中华人民共和国示范园林法", aliases="园林法")
        first = law_text(
            "示范园林法", {1: "第一版的目的。", 2: "有下列情形之一的：\n（一）甲；\n（二）乙。", 133: "旧的规定。"}
        )
        published(law, first, date(2010, 1, 1))
        published(law, first.replace("第一版的目的", "第二版的目的"), date(2020, 1, 1))
        published(law, first.replace("第一版的目的", "第三版的目的"), date(2030, 1, 1))

    def cited(self, typed: str, on: date | None = None) -> list[tuple[str, str, str]]:
        return [(one.citation, one.text, one.url) for one in documents_cited(typed, on, TODAY)]

    def test_the_text_in_force_today_answers(self) -> None:
        ((citation, text, _url),) = self.cited("园林法1")
        assert (citation, text) == ("示范园林法第一条", "第二版的目的。")

    def test_the_text_of_the_day_asked_for_answers(self) -> None:
        assert self.cited("园林法1", date(2015, 1, 1))[0][1:] == (
            "第一版的目的。",
            "/laws/shi-fan-yuan-lin-fa/2010-01-01/#art-1",
        )
        assert self.cited("园林法1", date(2030, 1, 1))[0][1] == "第三版的目的。"

    def test_the_item_that_was_named_is_where_the_link_leads(self) -> None:
        assert self.cited("园林法第二条第二项")[0][2] == "/laws/shi-fan-yuan-lin-fa/#art-2-p1-i2"

    def test_an_article_that_does_not_exist_leads_to_the_law(self) -> None:
        assert [one[0] for one in self.cited("园林法999")] == ["示范园林法"]

    def test_a_pinned_document_is_the_indexed_one(self) -> None:
        from cms.laws.documents import documents, public_keys

        (pinned,) = documents_cited("园林法1", None, TODAY)
        assert pinned in list(documents(list(public_keys())))

    def test_a_new_law_is_known_at_once_and_a_withdrawn_one_no_more(self) -> None:
        law = instrument("示范公园法")
        assert self.cited("示范公园法1") == []
        version = published(law)
        assert self.cited("示范公园法1") != []
        version.unpublish()
        assert self.cited("示范公园法1") == []

    def test_it_takes_three_queries_and_one_when_nothing_is_cited(self, django_assert_num_queries) -> None:
        self.cited("园林法1")
        with django_assert_num_queries(3):
            self.cited("园林法1")
        with django_assert_num_queries(1):
            self.cited("闭园怎么办")
