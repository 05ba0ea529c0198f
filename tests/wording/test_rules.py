"""The rules as editors keep them, and those that come with the portal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cms.wording.checking import BLOCK, check
from cms.wording.initial import INITIAL_RULES
from cms.wording.models import WordingRule
from cms.wording.rules import active_rules, check_answer
from cms.wording.sowing import sow_rules
from tests.wording.builders import stored

LIST = "/admin/snippets/wording/wordingrule/"
FORM = {
    "category": "typo_or_sensitive",
    "severity": "block",
    "words": "诉迅",
    "exceptions": "",
    "suggestion": "诉讼",
    "reason": "错别字。",
    "must_match": "提起诉迅",
    "must_not_match": "",
    "for_pages": "on",
    "for_answers": "on",
    "is_active": "on",
}


@pytest.mark.parametrize("initial", INITIAL_RULES, ids=lambda rule: rule.code)
def test_every_rule_that_comes_along_holds_its_own_examples(initial):
    row = initial.as_row()
    row.clean()
    assert initial.wrong
    assert initial.reason
    row.clean_fields(exclude=["code"])


def test_enough_rules_come_along_in_every_category_each_with_its_own_code():
    assert len(INITIAL_RULES) >= 40
    assert len({rule.code for rule in INITIAL_RULES}) == len(INITIAL_RULES)
    assert {rule.category for rule in INITIAL_RULES} == {
        "typo_or_sensitive", "body_name", "forbidden_promise", "wording",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("由人民检查院提起公诉", "人民检查院"),
        ("北京市司法厅", "北京市司法厅"),
        ("我们保证您一定胜诉", "保证您一定胜诉"),
        ("百分之百胜诉，不赢不收费", "百分之百胜诉"),
        ("法院里面有熟人", "法院里面有熟人"),
        ("提起诉迅", "诉迅"),
    ],
)
def test_what_must_never_go_out_is_held_back(text, wrong):
    rules = [rule.as_row().as_rule for rule in INITIAL_RULES]
    assert wrong in [finding.words for finding in check(text, rules) if finding.blocks]


@pytest.mark.parametrize(
    "text",
    [
        "律师不得承诺保证胜诉。",
        "警惕“包赢”“不赢不收费”的广告",
        "从银行账户转账",
        "由人民检察院提起公诉，最高人民法院核准",
        "合伙人的内部关系不影响对外责任",
        "省司法厅与市司法局",
        "原国家工商行政管理总局",
    ],
)
def test_what_is_right_is_left_alone(text):
    rules = [rule.as_row().as_rule for rule in INITIAL_RULES]
    assert [finding.words for finding in check(text, rules)] == []


@pytest.mark.django_db
def test_sowing_again_changes_nothing_and_keeps_what_editors_changed():
    assert WordingRule.objects.exclude(code=None).count() == len(INITIAL_RULES)
    row = WordingRule.objects.get(code="typo-susong")
    WordingRule.objects.filter(pk=row.pk).update(words="改过的词", is_active=False)
    sow_rules()
    row.refresh_from_db()
    assert (row.words, row.is_active) == ("改过的词", False)
    assert WordingRule.objects.exclude(code=None).count() == len(INITIAL_RULES)


@pytest.mark.django_db
def test_a_rule_that_fails_its_own_examples_is_refused_in_words():
    with pytest.raises(ValidationError) as refused:
        stored("诉迅", must_match="提起诉讼", must_not_match="对起诉迅速答复")
    assert refused.value.message_dict == {
        "must_match": ["这一句应当标出，但没有标出：提起诉讼"],
        "must_not_match": ["这一句不应标出，却被标出了：对起诉迅速答复"],
    }


@pytest.mark.django_db
def test_a_rule_for_nothing_or_without_words_is_refused():
    with pytest.raises(ValidationError):
        stored("诉迅", for_pages=False, for_answers=False)
    with pytest.raises(ValidationError):
        stored(" \n ")


@pytest.mark.django_db
def test_rules_count_where_they_apply_and_while_they_are_active():
    WordingRule.objects.all().delete()
    stored("只查网页词", for_answers=False)
    stored("只查答复词", for_pages=False)
    stored("停用的词", is_active=False)
    text = "只查网页词、只查答复词、停用的词"
    assert [finding.words for finding in check(text, active_rules("pages"))] == ["只查网页词"]
    assert [finding.words for finding in check_answer(text)] == ["只查答复词"]


@pytest.mark.django_db
def test_a_check_asks_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        check_answer("加我微信" * 500)


# -- in the admin -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_reviewing_editor_makes_a_rule_and_a_wrong_one_keeps_what_was_typed(signed_in: Callable[[str], Client]):
    client = signed_in("reviewing_editor")
    page = client.post(f"{LIST}add/", {**FORM, "must_not_match": "又是诉迅"}).content.decode()
    assert "这一句不应标出，却被标出了：又是诉迅" in page
    assert "提起诉迅" in page
    assert not WordingRule.objects.filter(code=None).exists()

    assert client.post(f"{LIST}add/", FORM).status_code == 302
    assert WordingRule.objects.get(code=None).suggestion == "诉讼"


@pytest.mark.django_db
def test_a_content_editor_reads_the_rules_and_changes_none(signed_in: Callable[[str], Client]):
    client = signed_in("content_editor")
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}add/").status_code == 302
    client.post(f"{LIST}add/", FORM)
    assert not WordingRule.objects.filter(code=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["delete/{pk}/", "/admin/bulk/wording/wordingrule/delete/?id={pk}"])
def test_a_rule_of_the_portal_is_switched_off_and_not_deleted(door, signed_in: Callable[[str], Client]):
    client = signed_in("reviewing_editor")
    rule = WordingRule.objects.get(code="typo-susong")
    address = door.format(pk=rule.pk)
    client.post(address if address.startswith("/") else LIST + address)
    assert WordingRule.objects.filter(pk=rule.pk).exists()


@pytest.mark.django_db
def test_an_editors_own_rule_is_deleted(signed_in: Callable[[str], Client]):
    rule = stored("自己加的词")
    signed_in("reviewing_editor").post(f"{LIST}delete/{rule.pk}/")
    assert not WordingRule.objects.filter(pk=rule.pk).exists()


@pytest.mark.django_db
def test_a_text_is_tried_and_shown_with_its_words_marked_and_kept(signed_in: Callable[[str], Client]):
    client = signed_in("content_editor")
    text = "<script>由人民检查院起诉</script>，请核对订金。"
    page = client.post("/admin/wording/try/", {"text": text, "scope": "pages"}).content.decode()
    assert '<mark class="wording-mark wording-mark--block" id="mark-1">人民检查院</mark>' in page
    assert "应当写：人民检察院" in page
    assert "<script>由" not in page
    assert "&lt;script&gt;由人民检查院起诉" in page
    assert "没有发现问题" in client.post("/admin/wording/try/", {"text": "很好", "scope": "pages"}).content.decode()


@pytest.mark.django_db
def test_who_may_not_read_the_rules_may_not_try_them(signed_in: Callable[[str], Client]):
    assert signed_in("directory_clerk").get("/admin/wording/try/").status_code == 302


def test_a_block_is_what_the_portal_calls_a_block():
    assert BLOCK == "block"
