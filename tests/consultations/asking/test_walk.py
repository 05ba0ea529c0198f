"""From the first screen to the receipt, as a citizen without script goes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.consultations.asking.steps import QUESTIONS, STEPS
from portal.consultations.models import AgreementConsent, CitizenContact, Consultation, RiskNotice
from tests.consultations.asking.walking import QUESTION, Citizen, text_of


def test_a_question_is_asked_screen_by_screen_and_becomes_a_case(citizen: Citizen) -> None:
    checked = citizen.walk()
    assert QUESTION in text_of(checked)
    receipt = citizen.send()
    case = Consultation.objects.get()
    assert (case.question, case.topic.code, case.place) == (QUESTION, "labour", "北京市朝阳区")
    assert (case.happened, str(case.happened_from), case.happened_until) == ("ongoing", "2026-08-01", None)
    assert case.other_side == "示范建筑公司"
    assert case.wanted == "下一步该怎么办、去哪里办；能不能要回钱、得到赔偿"
    assert case.written_number in text_of(receipt)


def test_article_4_the_first_page_says_that_nothing_is_paid_and_when_an_answer_comes(citizen: Citizen) -> None:
    words = text_of(citizen.look("/ask/"))
    assert "不收取任何费用" in words
    assert "5 小时之内" in words
    assert "请勿填写国家秘密" in words
    assert "24小时以后删除" in words
    assert 'href="tel:12348"' in words


def test_at_most_eight_short_questions_and_each_says_which_it_is(citizen: Citizen) -> None:
    assert [step.number for step in STEPS if step.number] == list(range(1, QUESTIONS + 1))
    assert QUESTIONS <= 8
    citizen.walk(until="when")
    assert "第 2 题，共 8 题" in text_of(citizen.look("/ask/when/"))


def test_presses_and_screens_are_those_the_docs_promise(citizen: Citizen) -> None:
    citizen.look("/ask/")
    citizen.presses += 1  # 开始
    citizen.walk()
    citizen.send()
    promised = (Path(settings.BASE_DIR) / "docs" / "asking.md").read_text()
    found = re.search(r"\*\*(\d+) screens\*\* and \*\*(\d+) presses\*\*", promised)
    assert found is not None
    assert (len(citizen.screens), citizen.presses) == (int(found[1]), int(found[2])), citizen.screens


def test_titles_say_nothing_of_the_matter_and_the_way_out_is_on_every_screen(citizen: Citizen) -> None:
    citizen.walk()
    for step in ("question", "proceedings", "when", "topic", "files", "contact", "notice", "consent", "check"):
        words = text_of(citizen.look(f"/ask/{step}/"))
        title = re.search(r"<title>(.*?)</title>", words)
        assert title is not None
        assert re.fullmatch(r"(留言|核对|第\d题，共8题) - 法网", title[1]), title[1]
        assert "快速离开" in words
        assert 'href="https://www.gov.cn/"' in words


def test_no_screen_is_kept_by_any_cache_but_the_first_page(citizen: Citizen) -> None:
    assert "public" in citizen.look("/ask/")["Cache-Control"]
    citizen.walk()
    for step in ("question", "when", "check"):
        assert citizen.look(f"/ask/{step}/")["Cache-Control"] == "no-store"
    assert citizen.send()["Cache-Control"] == "no-store"


def test_the_words_of_a_search_are_carried_over(citizen: Citizen) -> None:
    start = citizen.look("/ask/?q=试用期被辞退")
    assert start["Cache-Control"] == "no-store"
    assert "/ask/question/?q=%E8%AF%95" in text_of(start)
    assert "试用期被辞退" in text_of(citizen.look("/ask/question/?q=试用期被辞退"))


def test_back_keeps_what_was_typed_good_or_bad(citizen: Citizen) -> None:
    citizen.walk(until="when")
    led = citizen.answer("when", happened="date", happened_from="去年夏天", go="back")
    assert led.request["PATH_INFO"] == "/ask/proceedings/"
    assert "去年夏天" in text_of(citizen.look("/ask/when/"))


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(citizen: Citizen) -> None:
    citizen.walk(until="when")
    response = citizen.answer("when", happened="date", happened_from="2999-01-01")
    assert "这一天还没有到" in text_of(response)
    assert 'value="2999-01-01"' in text_of(response)
    response = citizen.answer("when", happened="period", happened_from="2026-05-02", happened_until="2026-05-01")
    assert "结束的日期早于开始的日期" in text_of(response)


def test_a_later_screen_leads_to_the_first_that_is_open(citizen: Citizen) -> None:
    citizen.walk(until="where")
    assert citizen.look("/ask/consent/").request["PATH_INFO"] == "/ask/where/"
    assert citizen.look("/ask/check/").request["PATH_INFO"] == "/ask/where/"


def test_changing_one_answer_leads_back_to_the_check(citizen: Citizen) -> None:
    citizen.walk()
    led = citizen.client.post("/ask/where/?change=1", {"place": "上海市"}, follow=True)
    assert led.request["PATH_INFO"] == "/ask/check/"
    assert "上海市" in text_of(led)


@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_article_31_a_matter_being_handled_is_shown_other_ways_and_never_ends_there(
    citizen: Citizen, said: str
) -> None:
    page = citizen.walk(until="other-ways", proceedings={"in_proceedings": said})
    words = text_of(page)
    for way in ("值班律师", "法律援助", "12348", "继续提问"):
        assert way in words
    citizen.walk(proceedings={"in_proceedings": said})
    citizen.send()
    assert Consultation.objects.get().in_proceedings == said


def test_changed_to_being_handled_the_other_ways_are_shown_before_the_check(citizen: Citizen) -> None:
    citizen.walk()
    led = citizen.client.post("/ask/proceedings/?change=1", {"in_proceedings": "yes"}, follow=True)
    assert led.request["PATH_INFO"] == "/ask/other-ways/"


def test_contacts_without_consent_to_that_purpose_are_said_to_stay_unused(citizen: Citizen) -> None:
    told = {"phone": "138 0013 8000", "safe_from": "09:00", "safe_until": "18:00"}
    words = text_of(citizen.walk(contact=told))
    assert "短信 13800138000；09:00至18:00之间；您没有同意" in words
    agreed = {"agreement": "on", "purpose_answer": "on", "purpose_sensitive": "on", "purpose_contact": "on"}
    led = citizen.answer("consent", **agreed)
    assert "您没有同意" not in text_of(led)
    citizen.send()
    contact = CitizenContact.objects.get()
    assert (contact.phone, contact.by_sms, contact.by_email) == ("13800138000", True, False)


def test_under_14_a_guardian_is_asked_for_or_why_not(citizen: Citizen) -> None:
    page = citizen.walk(until="guardian", age={"age_band": "under_14"})
    assert "12355" in text_of(page)
    assert "监护人就是对方" in text_of(page)
    assert "请选一项" in text_of(citizen.answer("guardian", guardian=""))
    citizen.walk(age={"age_band": "under_14"}, guardian={"guardian": "is_other_side"})
    citizen.send()
    case = Consultation.objects.get()
    assert (case.guardian, case.is_of_minor) == ("is_other_side", True)


def test_articles_18_and_34_the_notice_comes_before_the_agreement_and_its_version_is_stored(citizen: Citizen) -> None:
    page = citizen.walk(until="notice")
    assert RiskNotice.objects.get().text.splitlines()[0] in text_of(page)
    assert "请先读完提示" in text_of(citizen.answer("notice", notice_seen=""))
    citizen.walk()
    citizen.send()
    consent = AgreementConsent.objects.get()
    assert consent.risk_notice == RiskNotice.objects.get()
    assert consent.risk_notice_at <= consent.agreed_at
    assert consent.purposes == ["answer", "sensitive"]


def test_article_35_without_consent_nothing_is_sent_and_other_ways_stay_open(citizen: Citizen) -> None:
    page = citizen.walk(until="consent")
    assert "/ask/without/" in text_of(page)
    refused = text_of(citizen.answer("consent", agreement="on", purpose_answer="on"))
    assert "没有这一项就不能解答您的问题" in refused
    assert citizen.look("/ask/check/").request["PATH_INFO"] == "/ask/consent/"
    other = text_of(citizen.look("/ask/without/"))
    assert "12348" in other
    assert "公共法律服务中心" in other
    assert Consultation.objects.count() == 0


def test_article_35_a_new_version_asks_again(citizen: Citizen) -> None:
    citizen.walk()
    old = RiskNotice.objects.get()
    RiskNotice.objects.create(version="2026-02", title="风险提示", text="新的提示。", effective_on=old.effective_on)
    led = citizen.send()
    assert led.request["PATH_INFO"] == "/ask/notice/"
    assert "新的提示" in text_of(led)
    assert "有了新的版本" in text_of(led)
    assert Consultation.objects.count() == 0
    assert citizen.answer("notice").request["PATH_INFO"] == "/ask/consent/"
    citizen.answer("consent")
    citizen.send()
    assert AgreementConsent.objects.get().risk_notice.version == "2026-02"
