"""One page without a draft, and what staff enter for who calls or comes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from portal.consultations.models import AgreementConsent, Consultation, ConsultationEvent, IntakeDraft
from tests.consultations.asking.walking import ANSWERS, QUESTION, Citizen, text_of
from tests.consultations.builders import person


def filled(page: Any, **other: Any) -> dict[str, Any]:
    """The page's own hidden values, and every answer."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text_of(page)))
    answers = {name: value for step in ANSWERS.values() for name, value in step.items()}
    hidden.pop("csrfmiddlewaretoken", None)
    return {**hidden, **answers, **other}


class TestWithoutADraft:
    def test_nothing_is_kept_until_it_is_sent(self, citizen: Citizen) -> None:
        page = citizen.look("/ask/all/?q=欠薪怎么办")
        assert "欠薪怎么办" in text_of(page)
        wrong = citizen.client.post("/ask/all/", filled(page, question="太短"))
        assert "至少10个字" in text_of(wrong)
        assert "示范建筑公司" in text_of(wrong)
        assert IntakeDraft.objects.count() == 0
        assert "sessionid" not in citizen.client.cookies

    def test_sent_it_is_a_case_with_a_receipt(self, citizen: Citizen) -> None:
        page = citizen.look("/ask/all/")
        receipt = citizen.client.post("/ask/all/", filled(page), follow=True)
        case = Consultation.objects.get()
        assert case.question == QUESTION
        assert case.written_number in text_of(receipt)
        assert AgreementConsent.objects.get().purposes == ["answer", "sensitive"]

    def test_sent_twice_it_is_one_case(self, citizen: Citizen) -> None:
        sent = filled(citizen.look("/ask/all/"))
        first = citizen.client.post("/ask/all/", sent, follow=True)
        second = citizen.client.post("/ask/all/", sent, follow=True)
        assert Consultation.objects.count() == 1
        codes = [re.findall(r"\d{4}(?: \d{4}){4}", text_of(each)) for each in (first, second)]
        assert codes[0] == codes[1] != []

    def test_what_was_found_is_shown_once_before_it_is_sent(self, citizen: Citizen) -> None:
        question = "我叫王小丽，电话13800138000，公司拖欠我三个月的工资，应该怎么办？"
        page = citizen.look("/ask/all/")
        paused = citizen.client.post("/ask/all/", filled(page, question=question))
        assert "还没有提交" in text_of(paused)
        assert Consultation.objects.count() == 0
        masked = citizen.client.post("/ask/all/", filled(paused, question=question, act="mask"))
        assert "〔姓名A〕" in text_of(masked)
        citizen.client.post("/ask/all/", filled(paused, question=question))
        assert Consultation.objects.get().question == question

    def test_what_was_not_made_here_is_no_secret_of_the_page(self, citizen: Citizen) -> None:
        page = citizen.look("/ask/all/")
        citizen.client.post("/ask/all/", filled(page, sending="forged"))
        assert Consultation.objects.count() == 1


@pytest.mark.django_db
class TestEnteredByStaff:
    def test_a_caller_is_asked_the_same_and_gets_a_printed_receipt(self, client: Client) -> None:
        moderator = person("moderator")
        client.force_login(moderator)
        page = client.get("/workbench/enter/")
        sent = filled(page, channel="phone", read_aloud="on")
        receipt = client.post("/workbench/enter/", sent, follow=True)
        case = Consultation.objects.get()
        assert (case.channel, case.entered_by, case.citizen) == ("phone", moderator, None)
        assert case.written_number in text_of(receipt)
        event = ConsultationEvent.objects.filter(consultation=case).first()
        assert event is not None
        assert (event.actor_kind, event.actor_ref) == ("moderator", str(moderator.pk))
        client.post("/workbench/enter/receipt/")
        assert IntakeDraft.objects.count() == 0

    def test_article_35_nothing_is_entered_before_the_texts_were_read_aloud(self, client: Client) -> None:
        client.force_login(person("moderator"))
        page = client.get("/workbench/enter/")
        refused = client.post("/workbench/enter/", filled(page, channel="window"))
        assert "请先读给咨询人听" in text_of(refused)
        assert QUESTION in text_of(refused)
        assert Consultation.objects.count() == 0

    def test_others_of_the_staff_have_no_such_page(self, client: Client) -> None:
        client.force_login(person("resident"))
        assert client.get("/workbench/enter/").status_code == 403
