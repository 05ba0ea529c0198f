"""The receipt: number, passphrase, when and why, how to come back; the texts that were agreed to, in every version."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.citizens.services.accounts import keep_cases_closed
from portal.common import clock
from portal.consultations.models import Consultation, IntakeDraft, PrivacyRules
from portal.consultations.services.intake.numbers import is_passphrase
from tests.accounts.citizens.builders import signed_in
from tests.consultations.asking.walking import ANSWERS, Citizen, text_of

CODE = re.compile(r"\d{4}(?: \d{4}){4}")


def test_it_shows_number_passphrase_and_when_the_answer_is_due_and_why(citizen: Citizen) -> None:
    citizen.walk()
    words = text_of(citizen.send())
    case = Consultation.objects.get()
    code = CODE.search(words)
    assert code is not None
    assert is_passphrase(code[0], case.passphrase_hash)
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]", case.written_number)
    for line in ("最迟", "5 小时", "从什么时候算起", "到什么时候为止", "/consultations/mine/", "<svg"):
        assert line in words
    assert "法律援助提示" in words
    assert "您可能符合法律援助的条件" in words


def test_article_6_the_receipt_names_the_ways_back_that_this_citizen_has_and_no_other(citizen: Citizen) -> None:
    citizen.walk()
    assert "丢了就找不回来" in text_of(citizen.send()), "neither account nor safe contact"
    with_contact = Citizen()
    with_contact.walk(contact={"safe_contact": "13900001111"})
    words = text_of(with_contact.send())
    assert "丢了可以用您留的安全联系方式找回" in words
    assert "找不回来" not in words
    known = Citizen()
    known.walk()
    signed_in(client=known.client)
    words = text_of(known.send())
    assert "用提问时验证过的手机号码登录" in words
    assert "找不回来" not in words
    assert "安全联系方式" not in words


@pytest.mark.parametrize(
    ("typed", "agrees", "words"),
    [
        ({}, True, "不会有短信或者电话"),
        ({"phone": "13900001111"}, False, "不会有短信或者电话"),
        ({"phone": "13900001111"}, True, "会按您选的方式告诉您"),
    ],
)
def test_the_receipt_says_whether_anybody_will_be_told_when_the_answer_is_there(
    citizen: Citizen, typed: dict[str, str], agrees: bool, words: str
) -> None:
    consent = {**ANSWERS["consent"], **({"purpose_contact": "on"} if agrees else {})}
    citizen.walk(contact=typed, consent=consent)
    assert words in text_of(citizen.send())


def test_article_6_who_wants_each_case_to_ask_for_its_passphrase_is_not_led_to_the_account(citizen: Citizen) -> None:
    citizen.walk()
    signed_in(client=citizen.client)
    keep_cases_closed(CitizenProfile.objects.get(), True)
    words = text_of(citizen.send())
    assert "手机号码登录" not in words
    assert "丢了就找不回来" in words


def test_the_picture_leads_to_the_page_and_holds_no_secret(citizen: Citizen) -> None:
    citizen.walk()
    first = re.search(r"<svg.*?</svg>", text_of(citizen.send()), re.DOTALL)
    other = Citizen()
    other.walk()
    second = re.search(r"<svg.*?</svg>", text_of(other.send()), re.DOTALL)
    assert first is not None
    assert second is not None
    assert first[0] == second[0]


def test_noted_the_passphrase_is_gone_from_the_server(citizen: Citizen) -> None:
    citizen.walk()
    citizen.send()
    led = citizen.client.post("/ask/receipt/", follow=True)
    assert "已经从服务器上删除" in text_of(led)
    assert IntakeDraft.objects.count() == 0
    assert citizen.client.get("/ask/receipt/").status_code == 410


def test_what_was_typed_does_not_stay_with_the_receipt(citizen: Citizen) -> None:
    from portal.consultations.asking.content import Content

    citizen.walk()
    citizen.send()
    kept = Content.from_json(IntakeDraft.objects.get().content)
    assert (kept.typed, kept.earlier_texts, kept.agreed) == ({}, [], {})


def test_after_the_receipt_another_question_can_be_asked(citizen: Citizen) -> None:
    citizen.walk()
    citizen.send()
    citizen.client.post("/ask/receipt/")
    citizen.walk()
    citizen.send()
    assert Consultation.objects.count() == 2


class TestQueries:
    """No screen asks more of the database than it must (sessions and the frame's one query included)."""

    @pytest.mark.parametrize(
        ("screen", "most"), [("question", 3), ("when", 3), ("where", 4), ("topic", 5), ("consent", 8), ("check", 15)]
    )
    def test_screens(
        self, citizen: Citizen, screen: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        citizen.walk()
        with django_assert_max_num_queries(most):
            assert citizen.client.get(f"/ask/{screen}/").status_code == 200

    def test_the_first_page(self, citizen: Citizen, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_max_num_queries(
            14
        ):  # seven say whether live is open and when, one makes its row of settings
            citizen.client.get("/ask/")


@pytest.mark.django_db
class TestTexts:
    @pytest.mark.parametrize("name", ["privacy-rules", "agreement", "risk-notice", "service-rules"])
    def test_each_is_public_with_its_version_and_day(self, client: Client, name: str) -> None:
        words = text_of(client.get(f"/consultations/{name}/"))
        assert "版本 2026-01，2026年1月1日起生效" in words

    def test_earlier_versions_stay_readable_and_later_ones_are_not_shown_yet(self, client: Client) -> None:
        today = clock.today()
        PrivacyRules.objects.create(version="2026-02", title="个人信息处理规则", text="新的规则。", effective_on=today)
        later = today + timedelta(days=1)
        PrivacyRules.objects.create(
            version="2026-03", title="个人信息处理规则", text="以后的规则。", effective_on=later
        )
        now = text_of(client.get("/consultations/privacy-rules/"))
        assert "新的规则。" in now
        assert "/consultations/privacy-rules/2026-01/" in now
        assert "2026-03" not in now
        earlier = text_of(client.get("/consultations/privacy-rules/2026-01/"))
        assert "这是以前的版本" in earlier
        assert "谁处理您的个人信息" in earlier
        assert client.get("/consultations/privacy-rules/2026-03/").status_code == 404

    def test_a_new_version_ends_the_kept_page(self, client: Client, django_capture_on_commit_callbacks: object) -> None:
        client.get("/consultations/agreement/")
        with django_capture_on_commit_callbacks(execute=True):
            from portal.consultations.models import ServiceAgreement

            ServiceAgreement.objects.create(
                version="2026-02", title="服务协议", text="新的协议。", effective_on=clock.today()
            )
        assert "新的协议。" in text_of(client.get("/consultations/agreement/"))
