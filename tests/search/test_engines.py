"""One contract: each engine gives a plan the same meaning."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from search.documents import ALWAYS
from search.engines.base import Indexed, IndexMissing, digest_of
from search.query import Effective, make_plan
from tests.search.builders import TODAY, ended, fill, found_keys, provision, undated_repeal


def ask(engine, words: str = "工伤", **values):
    return engine.search(make_plan(words, today=TODAY, **values))


def test_a_word_inside_a_sentence_is_found(engine):
    fill(engine, provision("1", "职工因工伤残的，享受待遇。"), provision("2", "用人单位应当支付劳动报酬。"))
    answer = ask(engine, "劳动报酬")
    assert found_keys(answer) == ["2"]
    assert answer.total == 1
    assert answer.hits[0].document.text == "用人单位应当支付劳动报酬。"


def test_full_width_and_spaces_find_the_same(engine):
    fill(engine, provision("1", "按照ABC标准认定工伤。"))
    assert found_keys(ask(engine, "工伤 ＡＢＣ")) == ["1"]


def test_everyday_words_find_the_words_of_the_law(engine):
    fill(engine, provision("1", "承租人可以解除合同。"), provision("2", "仓储物应当验收。"))
    assert found_keys(ask(engine, "租客")) == ["1"]


def test_what_was_typed_comes_before_what_was_added(engine):
    fill(engine, provision("1", "租客应当爱护房屋。"), provision("2", "承租人应当爱护房屋。"))
    assert found_keys(ask(engine, "租客")) == ["1", "2"]


def test_single_characters_alone_make_no_hit(engine):
    fill(engine, provision("1", "工地上有人受了伤。"))
    assert ask(engine, "工伤").total == 0


def test_of_two_texts_that_answer_alike_the_higher_law_comes_first(engine):
    fill(
        engine,
        provision("1", "工伤由行政部门认定。", facets=("level:local_regulation",)),
        provision("2", "工伤由行政部门认定。"),
    )
    assert found_keys(ask(engine)) == ["2", "1"]


def test_a_document_bearing_exactly_the_typed_name_comes_first(engine):
    law = provision("9", "为了规范用工。", kind="instrument", citation="示范用工法", title="中华人民共和国示范用工法")
    others = [provision(str(n), "示范用工法的示范用工合同适用示范用工法。") for n in range(1, 6)]
    fill(engine, *others, law)
    assert found_keys(ask(engine, "《示范用工法》"))[0] == "9"


def test_default_is_the_law_in_force_today(engine):
    fill(engine, provision("1", "工伤。"), ended("2", "工伤。"), provision("3", "工伤。", valid_from=date(2030, 1, 1)))
    assert found_keys(ask(engine)) == ["1"]
    assert found_keys(ask(engine, effective=Effective.NOT_YET)) == ["3"]
    assert found_keys(ask(engine, effective=Effective.ENDED)) == ["2"]
    assert sorted(found_keys(ask(engine, effective=Effective.ALL))) == ["1", "2", "3"]


def test_a_text_holds_from_its_first_day_and_no_more_on_the_day_it_ends(engine):
    day = date(2022, 3, 1)
    fill(engine, provision("1", "工伤。", valid_from=day, valid_to=date(2023, 3, 1), end_reason="amended"))
    one = timedelta(days=1)
    assert ask(engine, on=day - one).total == 0
    assert ask(engine, on=day).total == 1
    assert ask(engine, on=date(2023, 3, 1) - one).total == 1
    assert ask(engine, on=date(2023, 3, 1)).total == 0


def test_a_text_repealed_on_an_unknown_day_is_no_law_of_today_and_may_have_been_one_before(engine):
    fill(engine, undated_repeal("1", "工伤。"))
    assert ask(engine).total == 0
    assert ask(engine, on=TODAY).total == 0
    assert ask(engine, on=TODAY - timedelta(days=1)).total == 1
    assert ask(engine, effective=Effective.ENDED).total == 1
    assert ask(engine, effective=Effective.NOT_YET).total == 0


def news(key: str, text: str, **values):
    always = {"valid_from": ALWAYS, "citation": "", "facets": ()}
    return provision(key, text, kind="news_article", source=f"news:{key}", **(always | values))


def test_a_page_that_is_no_law_is_found_whatever_day_the_law_is_asked_of(engine):
    fill(engine, provision("1", "工伤。"), news("2", "工伤新闻。"))
    assert sorted(found_keys(ask(engine, on=date(2021, 1, 1)))) == ["1", "2"]
    assert sorted(found_keys(ask(engine, on=date(2001, 1, 1)))) == ["2"]
    assert sorted(found_keys(ask(engine, effective=Effective.ALL))) == ["1", "2"]
    assert found_keys(ask(engine, effective=Effective.ENDED)) == []


def test_what_is_no_law_and_has_lapsed_comes_back_by_no_date_and_no_effectivity(engine):
    yesterday = TODAY - timedelta(days=1)
    fill(engine, provision("1", "工伤。"), news("2", "工伤新闻。", valid_to=TODAY))
    for asked in (
        {},
        {"on": yesterday},
        {"on": date(2021, 1, 1)},
        {"effective": Effective.ALL},
        {"effective": Effective.ENDED},
        {"effective": Effective.NOT_YET},
    ):
        assert "2" not in found_keys(ask(engine, **asked)), asked


def test_values_of_one_facet_are_alternatives_and_facets_narrow_each_other(engine):
    fill(
        engine,
        provision("1", "工伤。", facets=("level:law", "region:北京")),
        provision("2", "工伤。", facets=("level:local_regulation", "region:北京")),
        provision("3", "工伤。", facets=("level:local_regulation", "region:上海")),
    )
    assert sorted(found_keys(ask(engine, filters={"region": ["北京", "上海"]}))) == ["1", "2", "3"]
    assert found_keys(ask(engine, filters={"region": ["北京"], "level": ["local_regulation"]})) == ["2"]


def test_each_count_lacks_the_filter_of_its_own_name_only(engine):
    fill(
        engine,
        provision("1", "工伤。", facets=("level:law", "region:北京")),
        provision("2", "工伤。", facets=("level:local_regulation", "region:北京")),
        provision("3", "工伤。", facets=("level:local_regulation", "region:上海")),
        provision("4", "工伤。", kind="news_article", facets=()),
    )
    answer = ask(engine, kind="provision", filters={"region": ["北京"]})
    assert answer.total == 2
    assert answer.kinds == {"provision": 2}
    assert answer.facets["region"] == {"北京": 2, "上海": 1}
    assert answer.facets["level"] == {"law": 1, "local_regulation": 1}
    assert ask(engine).kinds == {"provision": 3, "news_article": 1}


def test_excluded_documents_are_neither_shown_nor_counted(engine):
    pin = provision("1", "工伤。")
    fill(engine, pin, provision("2", "工伤。"))
    answer = ask(engine, pins=[pin])
    assert (found_keys(answer), answer.total, answer.kinds) == (["2"], 1, {"provision": 1})


def test_pages_follow_each_other_without_gap_or_repetition(engine):
    fill(engine, *(provision(str(n), "工伤。" + "文字。" * n) for n in range(1, 26)))
    seen = [key for page in (1, 2, 3) for key in found_keys(ask(engine, page=page, page_size=10))]
    assert len(seen) == 25
    assert seen == [str(n) for n in range(1, 26)]
    assert ask(engine, page=100, page_size=100).hits == ()


def test_a_source_is_replaced_as_a_whole(engine):
    fill(engine, provision("1", "工伤。"), provision("2", "工伤。"), provision("3", "工伤。", source="law:other"))
    engine.replace(["law:shifan"], [provision("2", "工伤认定。")])
    assert sorted(found_keys(ask(engine))) == ["2", "3"]
    assert engine.count() == 2
    engine.replace(["law:shifan", "law:never-heard-of"], [])
    assert found_keys(ask(engine)) == ["3"]


def test_replacing_twice_is_replacing_once(engine):
    for _time in range(2):
        fill(engine, provision("1", "工伤。"))
    assert engine.count() == 1


def test_the_index_says_what_it_holds(engine):
    one = provision("1", "工伤。")
    fill(engine, one)
    assert list(engine.entries()) == [Indexed("provision:1", "law:shifan", digest_of(one))]


def test_a_document_comes_back_as_it_was_put_in(engine):
    one = provision(
        "1", "工伤。\n第二款。", extra={"level": "法律", "n": 3, "none": None}, aliases="示范法", context="第一章"
    )
    fill(engine, one)
    assert ask(engine).hits[0].document == one


def test_a_rebuild_is_seen_all_at_once_when_it_is_finished(engine):
    fill(engine, provision("1", "工伤。"))
    with engine.rebuild() as builder:
        assert builder.add([provision("2", "工伤。"), provision("3", "工伤。")]) == 2
        assert found_keys(ask(engine)) == ["1"]
    assert sorted(found_keys(ask(engine))) == ["2", "3"]


def test_a_rebuild_that_fails_leaves_the_old_index(engine):
    fill(engine, provision("1", "工伤。"))

    def broken():
        yield provision("2", "工伤。")
        raise RuntimeError("broken source")

    with pytest.raises(RuntimeError, match="broken source"), engine.rebuild() as builder:
        builder.add(broken())
    assert found_keys(ask(engine)) == ["1"]


def test_what_is_written_after_a_rebuild_goes_into_the_new_index(engine):
    fill(engine, provision("1", "工伤。"))
    with engine.rebuild() as builder:
        builder.add([provision("1", "工伤。")])
    fill(engine, provision("1", "工伤。", source="law:shifan"), provision("2", "工伤。", source="law:other"))
    assert sorted(found_keys(ask(engine))) == ["1", "2"]


def test_no_index_is_an_error_and_never_nothing_found(engine):
    with pytest.raises(IndexMissing):
        ask(engine)


@pytest.mark.parametrize(
    "words", ["工伤 " * 3000, 'a" OR "b', "{}[]()*?\\/", "name:value", "工伤\x00赔偿", "𠮷" * 400, "a" * 5000]
)
def test_odd_queries_are_answered(engine, words):
    fill(engine, provision("1", "工伤。"))
    assert ask(engine, words).total in (0, 1)


@pytest.mark.integration
def test_both_engines_score_alike(library, elastic, tmp_path):
    from search.engines.embedded import open_embedded

    embedded = open_embedded(tmp_path / "index")
    texts = [
        "工伤认定由社会保险行政部门负责。",
        "职工工伤的，用人单位应当救治。",
        "劳动合同应当载明劳动报酬。",
        "工伤工伤。",
    ]
    documents = [provision(str(n), text, context="第一章 总则" if n % 2 else "") for n, text in enumerate(texts)]
    for each in (embedded, elastic):
        fill(each, *documents)
    for words in ("工伤", "上班受伤怎么认定", "劳动报酬 工伤", "示范用工法"):
        scores = [{hit.key: round(hit.score, 3) for hit in ask(each, words).hits} for each in (embedded, elastic)]
        assert scores[0] == pytest.approx(scores[1], rel=1e-3), words
