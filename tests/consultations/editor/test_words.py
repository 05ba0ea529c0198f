"""What an answer must not say, and what it asks about (articles 20 and 22 of the service rules)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cms.directory.models import Institution
from cms.wording.models import WordingRule
from portal.common import clock
from portal.consultations.editor.checking import words_verdict
from portal.consultations.editor.contacts import Numbers, digits_of, find_contacts
from portal.consultations.editor.names import find_names, firm_forms, person_forms
from portal.consultations.models import AgreementConsent, Answer, Authority, Consultation
from portal.consultations.services.answers import instead
from tests.consultations import builders
from tests.consultations.editor.pages import pay_law

PERSON = person_forms("欧阳示例")
FIRM = firm_forms(["北京市示范律师事务所", "示范旧名律师事务所"])


@pytest.mark.parametrize(
    "words",
    [
        "我的手机是13800001111。",
        "可以打 138-0000-1111 找我",
        "１３８００００１１１１",
        "一三八零零零零一一一一",
        "幺三八〇〇〇〇幺幺幺幺",
        "+86 138 0000 1111",
        "请打办公电话010-5555 1234",
        "座机：（010）55551234转8",
        "电话55551234",
        "400-800-1234",
        "邮箱 lawyer.shi@example.com",
        "lawyer(at)example.com",
        "加微信 shifan_lawyer",
        "vx:shifan123",
        "QQ：123456789",
        "手机同号",
        "加我微信详谈",
        "请扫描下方二维码",
    ],
)
def test_article_22_contact_details_are_found(words: str) -> None:
    assert find_contacts(words), words


@pytest.mark.parametrize(
    "words",
    [
        "请拨打12348、110、12345或者12333。",
        "保存好微信聊天记录和微信转账记录。",
        "工资共计13800元，自2021年1月1日起算，第三十条、第四十七条。",
        "（2023）示0105民初12345号",
        "从2020.01.01到2021.12.31",
        "赔偿金额1234567890元",
        "可以通过本网的微信小程序查询",
        "添加好友的记录也是证据",
    ],
)
def test_article_22_hotlines_sums_dates_and_evidence_pass(words: str) -> None:
    assert not find_contacts(words), words


def test_article_22_known_public_numbers_pass_and_the_residents_own_never() -> None:
    numbers = Numbers(public=digits_of("010-55551234、010-55559999转2"), own=digits_of("010-66667777"))
    assert not find_contacts("法律援助中心电话010-55551234，或者电话55559999", numbers)
    assert find_contacts("66667777", numbers)
    assert find_contacts("六六六六七七七七", numbers)


@pytest.mark.parametrize("words", ["欧阳示例", "欧 阳 示 例", "欧阳律师", "请找欧阳公证员"])
def test_article_22_the_residents_name_is_found(words: str) -> None:
    assert find_names(words, PERSON, FIRM), words


@pytest.mark.parametrize(
    "words", ["北京市示范律师事务所", "示范律师事务所", "示范律所", "来示范所面谈", "示范旧名律师事务所", "示范旧名"]
)
def test_article_22_the_firm_is_found_by_each_of_its_names_and_short_forms(words: str) -> None:
    assert find_names(words, PERSON, FIRM), words


@pytest.mark.parametrize("words", ["示范文本", "示范所有权", "欧阳修", "北京市", "请咨询律师"])
def test_words_of_everyday_name_nobody(words: str) -> None:
    assert not find_names(words, PERSON, FIRM), words


@pytest.fixture
def case(db: None) -> Consultation:
    home = builders.resident_institution("正明律师事务所")
    Institution.objects.filter(pk=home.institution_id).update(
        telephone="010-66667777", website="https://shifan.example/"
    )
    return builders.claimed(builders.resident(home))


def refused(case: Consultation, **values: str) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        builders.first_answer(case, replace(builders.ANSWER, **values))
    assert not Answer.objects.exists()
    return error.value.message_dict


def test_article_22_an_answer_that_leads_to_the_resident_is_held_back_with_the_words_named(case: Consultation) -> None:
    assert "“13800001111”" in refused(case, next_steps="打13800001111。")["next_steps"][0]
    assert "“正明律所”" in refused(case, conclusion="可以来正明律所。")["conclusion"][0]
    name = case.assigned_to.practitioner.name
    assert f"“{name}”" in refused(case, reasoning=f"{name}认为可以。")["reasoning"][0]
    assert "“66667777”" in refused(case, next_steps="法律援助中心：66667777。")["next_steps"][0]
    assert "“shifan.example”" in refused(case, next_steps="见shifan.example")["next_steps"][0]


def test_article_22_authorities_legal_aid_and_service_centres_may_be_named_with_their_numbers(
    case: Consultation,
) -> None:
    Authority.objects.create(code="x", name="示范监察大队", matters="工资", telephone="010-88881111")
    Institution.objects.create(name="示范法律援助中心", kind="legal_aid_agency", telephone="010-88882222")
    Institution.objects.create(
        name="示范公共法律服务中心", kind="public_legal_service_centre", telephone="010-88883333"
    )
    steps = "监察大队010-88881111；援助中心010-88882222；服务中心88883333；热线12348、110、12345。"
    builders.first_answer(case, replace(builders.ANSWER, next_steps=steps))
    assert Answer.objects.get().next_steps == steps


def test_a_number_beside_a_public_body_that_nobody_registered_asks_to_be_confirmed(case: Consultation) -> None:
    written = replace(builders.ANSWER, next_steps="示范区人民法院立案庭电话010-88884444。")
    assert "勾选确认" in refused(case, next_steps=written.next_steps)["next_steps"][0]
    (prompt,) = words_verdict(case, written).open_prompts
    builders.first_answer(case, replace(written, confirmed=frozenset({prompt.digest})))
    assert Answer.objects.exists()


def test_article_20_words_that_a_rule_asks_about_are_named_and_confirmed_by_a_tick(case: Consultation) -> None:
    WordingRule.objects.create(words="某某提醒词", severity="warn", reason="请核对")
    WordingRule.objects.create(words="包赢包胜词", severity="block", reason="不能这样写")
    asked = replace(builders.ANSWER, reasoning="这里有某某提醒词。")
    assert "“某某提醒词”" in refused(case, reasoning=asked.reasoning)["reasoning"][0]
    assert "“包赢包胜词”" in refused(case, reasoning="包赢包胜词")["reasoning"][0]
    confirmed = frozenset(one.digest for one in words_verdict(case, asked).open_prompts)
    builders.first_answer(case, replace(asked, confirmed=confirmed))
    assert Answer.objects.exists()


def test_article_22_a_core_of_two_characters_is_asked_about(case: Consultation) -> None:
    assert "勾选确认" in refused(case, reasoning="我们正明认为可以。")["reasoning"][0]
    assert not words_verdict(case, replace(builders.ANSWER, reasoning="公正、明白地说。")).findings


def test_article_18_without_an_acknowledged_notice_nothing_is_sent(case: Consultation) -> None:
    AgreementConsent.objects.filter(consultation=case).delete()
    assert "第十八条" in refused(case)["__all__"][0]


def test_article_22_a_deferrals_reason_and_a_question_back_are_looked_through_too(case: Consultation) -> None:
    by = case.assigned_to.user
    with pytest.raises(ValidationError, match="13800001111"):
        instead.defer(case, clock.now() + timedelta(days=1), "急的话打13800001111", by=by)
    with pytest.raises(ValidationError, match="13800001111"):
        instead.ask_citizen(case, "请发到13800001111", by=by)


def test_article_19_an_article_named_in_the_text_that_does_not_exist_asks_to_be_confirmed(case: Consultation) -> None:
    pay_law()
    assert "没有第九十九条" in refused(case, legal_basis="依据《示范工资法》第九十九条。")["legal_basis"][0]
    assert "没有第九十九条" in refused(case, reasoning="示范工资法第30条、示范工资法第99条都有规定。")["reasoning"][0]
    assert "没有收录《查无此法》" in refused(case, legal_basis="《查无此法》第三条。")["legal_basis"][0]
    written = replace(builders.ANSWER, legal_basis="《示范工资法》第三十条、第三十一条，示范工资法第2条。")
    assert not words_verdict(case, written).findings
