"""While an editor types, the picker offers exactly what can be cited."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cms.laws.citation_block import CitationBlock
from cms.laws.cited_places import place_of_json
from cms.laws.models import Instrument
from search import engines
from search.indexing import PRIMARY, rebuild
from search.service import breaker
from tests.laws.builders import instrument, law_text, published

pytestmark = pytest.mark.django_db

ARTICLES = {
    1: "为了示范，制定本法。",
    2: "园林应当开放。\n\n有下列情形之一的，可以关闭：\n\n（一）修剪；",
    47: "经济补偿按年限支付。",
}


@pytest.fixture
def law() -> Instrument:
    made = instrument("中华人民共和国示范园林法")
    published(made, law_text("示范园林法", ARTICLES), date(2020, 1, 1))
    return made


@pytest.fixture
def ask(signed_in):
    editor = signed_in("content_editor")

    def asked(words: str) -> dict:
        response = editor.get(reverse("laws_cite"), {"q": words})
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        return response.json()

    return asked


def test_a_citation_is_answered_with_the_article_its_words_and_its_dates(law, ask):
    answer = ask("示范园林法第二条第二款")
    assert answer["exact"] is True
    (found,) = answer["found"]
    assert found["title"] == "示范园林法第二条第二款"
    assert found["about"] == "有效，2020年1月1日起施行"
    assert found["text"] == "园林应当开放。\n有下列情形之一的，可以关闭：\n（一）修剪；"
    assert found["url"] == "/laws/shi-fan-yuan-lin-fa/#art-2-p2"


def test_what_is_chosen_is_kept_when_the_form_is_saved(law, ask):
    (found,) = ask("示范园林法2")["found"]
    block = CitationBlock()
    value = block.clean(block.value_from_datadict({"c": found["title"], "c-was": found["was"]}, {}, "c"))
    assert value == place_of_json(json.loads(found["was"]))
    assert value.locator == "2"


def test_laws_of_the_same_name_are_all_offered_with_their_places(law, ask):
    for region in ("示范甲市", "示范乙市"):
        of_region = instrument("示范物业条例", level="local_regulation", region=region)
        published(of_region, law_text("示范物业条例", [f"{region}的物业。"]), date(2021, 1, 1))
    found = ask("示范物业条例1")["found"]
    assert sorted(one["text"] for one in found) == ["示范乙市的物业。", "示范甲市的物业。"]
    assert {one["about"].partition("，")[0] for one in found} == {"示范甲市", "示范乙市"}
    assert len({one["was"] for one in found}) == 2


def test_a_law_without_an_article_asks_for_the_number(law, ask):
    answer = ask("示范园林法")
    assert answer["found"] == []
    assert answer["message"] == "请接着写第几条，例如：示范园林法39。"


def test_an_article_that_does_not_exist_says_so(law, ask):
    assert ask("示范园林法900")["message"] == "《中华人民共和国示范园林法》的现行文本没有第九百条。请核对条号。"


def test_nothing_is_said_of_a_law_that_is_not_public(law, ask):
    law.versions.get().unpublish()
    answer = ask("示范园林法1")
    assert answer["found"] == []
    assert "示范园林法" not in answer["message"]


@pytest.mark.parametrize("typed", ["", " ", "示", "'\"<>%_\\", "、。！", "甲" * 3000, "/laws/x/#art-1", "\x00"])
def test_whatever_is_typed_is_answered(law, ask, typed):
    assert ask(typed)["found"] == []


def test_articles_are_found_by_their_words(law, ask, settings, tmp_path):
    settings.SEARCH_URL = f"embedded://{tmp_path / 'index'}"
    breaker.reset()
    rebuild(PRIMARY)
    answer = ask("经济补偿")
    assert answer["exact"] is False
    assert [one["title"] for one in answer["found"]] == ["示范园林法第四十七条"]
    assert ask("无人知晓的词语")["message"].startswith("没有找到。")


def test_with_the_search_out_citations_still_work_and_it_says_so(law, ask, monkeypatch):
    def out(plan):
        raise engines.base.EngineUnavailable("gone")

    monkeypatch.setattr(engines.primary(), "search", out)
    assert ask("经济补偿")["message"].startswith("现在不能按词查找条文。")
    assert ask("示范园林法2")["exact"] is True


def test_it_takes_the_same_queries_at_any_number_of_laws_of_a_name(law, ask, django_assert_max_num_queries):
    for region in range(12):
        of_region = instrument("示范物业条例", level="local_regulation", region=f"示范{region}市")
        published(of_region, law_text("示范物业条例", ["物业。"]), date(2021, 1, 1))
    ask("示范物业条例1")
    with django_assert_max_num_queries(12):
        assert len(ask("示范物业条例1")["found"]) == 8


def test_it_is_open_to_whoever_may_enter_the_admin_and_to_nobody_else(law, signed_in):
    address = reverse("laws_cite") + "?q=示范园林法1"
    assert signed_in("directory_clerk").get(address).status_code == 200
    assert Client().get(address).status_code == 302
    assert signed_in("moderator").get(address).status_code in (302, 403)
