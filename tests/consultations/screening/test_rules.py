"""The rules, each by the article it serves, with what must not set it off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cms.core.topics import INITIAL_TOPICS
from cms.wording.patterns import form_of
from portal.consultations.models.choices import REFUSAL_ARTICLES, RefusalReason
from portal.consultations.screening.asked import REFUSABLE, Asked, RuleCode, Suggestion, Urgency
from portal.consultations.screening.initial_authorities import initial_authorities
from portal.consultations.screening.limits_said import says_limit_passed
from portal.consultations.screening.marked_words import parts, stored, words_of
from portal.consultations.screening.run import screen
from tests.consultations.screening.labelled import FOLDER, TODAY, questions
from tests.patience import must_end

WAGES = "公司拖欠我三个月的工资，一直说没有钱，我应该怎么办？"


def found(text: str, today: date = TODAY, **facts: object) -> dict[RuleCode, Suggestion]:
    """What the rules say."""
    return {one.rule: one for one in screen(Asked(text, **facts), today)}


def test_every_rule_that_may_lead_to_a_refusal_has_its_reason_and_article() -> None:
    assert {rule.value for rule in REFUSABLE} == set(RefusalReason.values)
    for one in questions():
        for suggestion in one.suggestions().values():
            assert suggestion.explanation
            if suggestion.rule in REFUSABLE:
                assert suggestion.article == REFUSAL_ARTICLES[suggestion.rule.value]
            else:
                assert suggestion.reason == ""


def test_the_words_that_led_to_it_stand_in_the_text() -> None:
    for one in questions():
        for suggestion in one.suggestions().values():
            assert all(one.asked.text[start:end] for start, end in suggestion.spans)
            assert list(suggestion.spans) == sorted(suggestion.spans)


def test_spaces_and_full_width_letters_hide_no_words() -> None:
    text = "我 起 诉 他 了 ， 下 周 二 开 庭"
    assert found(text)[RuleCode.PENDING_CASE].words(text)


def test_article_31_yes_and_unsure_are_flagged_whatever_the_text_says() -> None:
    for answer in ("yes", "unsure"):
        assert RuleCode.PENDING_CASE in found(WAGES, in_proceedings=answer)
    assert found(WAGES, in_proceedings="no") == {}


@pytest.mark.parametrize("words", ["报了警", "打了12345", "投诉到12315", "正在和公司协商", "去年已经结案了"])
def test_article_31_report_complaint_hotline_talks_and_concluded_cases_are_not_by_themselves_pending(
    words: str,
) -> None:
    assert RuleCode.PENDING_CASE not in found(f"公司拖欠工资，我{words}，接下来应该怎么办？")
    flag = found(f"公司拖欠工资，我{words}，怎么办？", in_proceedings="unsure")[RuleCode.PENDING_CASE]
    assert "本身不算正在办理" in flag.explanation


@pytest.mark.parametrize("words", ["起诉要交多少钱", "一审判决后多久生效", "仲裁开庭必须本人去吗", "怎么申请强制执行"])
def test_article_31_questions_of_procedure_are_not_pending(words: str) -> None:
    assert RuleCode.PENDING_CASE not in found(f"请问{words}？")


def test_article_28_a_question_about_the_law_is_never_out_of_scope_whatever_it_mentions() -> None:
    assert RuleCode.OUT_OF_SCOPE in found("举报学校旁边的超市卖过期面包，已经好几次了")
    assert RuleCode.OUT_OF_SCOPE not in found("超市卖过期面包，我举报以后，还可以要求赔偿吗？")


def test_article_28_every_initial_authority_has_a_number_to_call_and_hints_that_can_be_read() -> None:
    found_codes = [one.code for one in initial_authorities()]
    assert len(found_codes) == len(set(found_codes)) >= 15
    for one in initial_authorities():
        assert one.contact.isdecimal()
        assert one.handles
        assert one.hints
        for hint in one.hints:
            form_of(hint)  # raises for one that cannot be read


def test_article_29_1_who_tells_of_an_insult_or_an_advert_is_no_abuser() -> None:
    assert RuleCode.ABUSE in found("你们这群垃圾，什么破网站")
    assert RuleCode.ABUSE not in found("老板在群里骂我垃圾、滚，我能告他侮辱吗？")


def test_article_29_1_relatives_friends_and_ones_own_organisation_are_genuine() -> None:
    for whom in ("self", "relative", "friend", "organisation", ""):
        assert found(WAGES, for_whom=whom) == {}
    assert RuleCode.NOT_GENUINE_NEED in found(WAGES, for_whom="other")


def test_article_29_1_many_questions_in_a_day_are_told_and_a_few_are_not() -> None:
    assert found(WAGES, asked_lately=9) == {}
    assert RuleCode.ABUSE in found(WAGES, asked_lately=10)


def test_who_is_in_danger_is_told_nothing_of_abuse_or_scope() -> None:
    flags = found("救命！你们这群废物快派人来，我老公拿刀要杀我")
    assert set(flags) == {RuleCode.DANGER}
    assert flags[RuleCode.DANGER].urgency is Urgency.NOW
    assert {"110", "12110"} <= set(flags[RuleCode.DANGER].hotlines)


def test_danger_lists_the_lines_of_its_kind_and_family_violence_names_the_protection_order() -> None:
    home = found("老公喝了酒就打我，我该怎么办")[RuleCode.DANGER]
    assert "人身安全保护令" in home.explanation
    assert "12338" in home.hotlines
    assert "12356" in found("我真的不想活了")[RuleCode.DANGER].hotlines
    assert "12355" in found("我女儿被老师猥亵了，怎么办")[RuleCode.DANGER].hotlines


def test_another_language_is_no_typing_at_random() -> None:
    assert set(found("My landlord refuses to return my deposit. What can I do?")) == {RuleCode.LANGUAGE}
    assert set(found("asdfghjkl;asdfgh")) == {RuleCode.ABUSE}


def test_a_limit_is_flagged_on_both_sides_of_its_day_and_nobody_is_told_that_it_has_passed() -> None:
    """劳动争议调解仲裁法 27: a year. Two months before and after, since the day it began may be another."""
    dismissed = date(2025, 12, 15)
    text = "2025年12月15日公司把我辞退了，补偿还没有给，现在怎么办"
    for days in range(200, 500, 10):
        today = dismissed + timedelta(days=days)
        flag = found(text, today).get(RuleCode.LIMITATION)
        near = abs((date(2026, 12, 15) - today).days) <= 60
        assert (flag is not None and "劳动争议仲裁" in flag.explanation) is near
        assert flag is None or not says_limit_passed(flag.explanation)


def test_a_limit_is_counted_from_the_latest_day_and_not_while_it_goes_on() -> None:
    text = "2025年12月15日入职，2026年10月20日被辞退，补偿怎么算"
    assert RuleCode.LIMITATION not in found(text)
    facts = {"happened_from": date(2023, 12, 10), "topic": "debt"}
    assert RuleCode.LIMITATION in found("朋友借钱不还怎么办", **facts)
    assert RuleCode.LIMITATION not in found("朋友借钱不还怎么办", ongoing=True, **facts)


def test_words_lie_beside_their_place_and_what_was_changed_since_is_marked_no_more() -> None:
    text = "法院已经立案了，怎么办"
    written = stored(text, [(0, 7)])
    assert words_of(written) == ["法院已经立案了"]
    assert [(part.text, part.numbers) for part in parts(text, [written])] == [
        ("法院已经立案了", (1,)),
        ("，怎么办", ()),
    ]
    assert [part.numbers for part in parts("某某已经立案了，怎么办", [written])] == [()]
    assert words_of("no json") == []


@pytest.mark.parametrize(
    "piece", ["市区县省镇村路街", "甲向乙", "请希望要求", "ab", "法院已", "孩子被他", "朝阳区3", "加微信"]
)
def test_no_text_keeps_the_rules_busy_for_ever(piece: str) -> None:
    with must_end():
        suggested = screen(Asked((piece * 5_000)[:5_000]), TODAY)
    assert all(one.explanation for one in suggested)


def test_every_topic_has_questions_that_pass() -> None:
    codes = {code for code, _name, _words in INITIAL_TOPICS}
    passing = {one.asked.topic for one in questions() if not any(said.waits for said in one.suggestions().values())}
    assert codes <= passing
    assert all(path.stat().st_size < 60_000 for path in FOLDER.glob("*.jsonl"))
