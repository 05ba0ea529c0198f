"""Sending: once whatever is pressed twice, never a false receipt, nothing lost where it is refused."""

from __future__ import annotations

from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from portal.consultations.models import AskingMode, Attachment, Consultation, ConsultationSettings, IntakeDraft
from portal.consultations.services.intake import asking_limits, sending
from tests.accounts.citizens.builders import signed_in
from tests.consultations.asking.walking import QUESTION, Citizen, text_of
from tests.consultations.builders import person


def set_rules(**values: object) -> None:
    rules = ConsultationSettings.load()
    for name, value in values.items():
        setattr(rules, name, value)
    rules.save()


def test_pressed_twice_it_is_one_case_and_one_receipt(citizen: Citizen) -> None:
    citizen.walk()
    first, second = text_of(citizen.send()), text_of(citizen.send())
    case = Consultation.objects.get()
    assert case.written_number in first
    assert case.written_number in second


def test_a_lost_answer_loses_neither_number_nor_passphrase(citizen: Citizen) -> None:
    citizen.walk()
    citizen.client.post("/ask/check/")  # the answer never arrives
    again = text_of(citizen.look("/ask/"))
    assert "您刚才提交了一件" in again
    assert Consultation.objects.get().written_number in text_of(citizen.look("/ask/receipt/"))


def test_back_and_a_second_tab_find_the_receipt(citizen: Citizen) -> None:
    citizen.walk()
    citizen.send()
    for screen in ("question", "when", "files", "personal", "check"):
        assert citizen.look(f"/ask/{screen}/").request["PATH_INFO"] == "/ask/receipt/"
    led = citizen.client.post("/ask/where/", {"place": "别处"}, follow=True)
    assert led.request["PATH_INFO"] == "/ask/receipt/"
    assert Consultation.objects.get().place == "北京市朝阳区"


def test_what_fails_while_sending_leaves_the_draft_and_gives_no_receipt(citizen: Citizen) -> None:
    citizen.walk()
    with (
        mock.patch.object(sending, "submit_question", side_effect=RuntimeError("half-way")),
        pytest.raises(RuntimeError),
    ):
        citizen.send()
    assert Consultation.objects.count() == 0
    assert QUESTION in text_of(citizen.look("/ask/check/"))
    citizen.send()
    assert Consultation.objects.count() == 1


def test_a_receipt_that_cannot_be_kept_takes_the_case_back(citizen: Citizen) -> None:
    """The case and its receipt are one transaction: there is never one without the other."""
    citizen.walk()
    with (
        mock.patch.object(IntakeDraft, "save", side_effect=RuntimeError("disk full")),
        pytest.raises(RuntimeError),
    ):
        citizen.send()
    assert Consultation.objects.count() == 0


def test_the_database_gone_is_said_and_no_receipt_is_shown(citizen: Citizen) -> None:
    citizen.walk()
    with (
        mock.patch.object(sending, "submit_question", side_effect=OperationalError("gone")),
        mock.patch("portal.operations.middleware._database_answers", return_value=False),
    ):
        response = citizen.client.post("/ask/check/")
    assert response.status_code == 503
    assert "查询码" not in text_of(response)


def test_too_many_from_one_session_are_told_so_and_lose_nothing(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_limits, "SENT_PER_SESSION", 0)
    citizen.walk()
    refused = citizen.client.post("/ask/check/")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "没有丢失，但也还没有提交" in text_of(refused)
    assert QUESTION in text_of(refused)
    assert Consultation.objects.count() == 0


def test_too_many_from_one_network_are_told_so_before_a_draft_is_kept(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_limits, "BEGUN_PER_NETWORK", 0)
    refused = citizen.client.post("/ask/question/", {"question": QUESTION})
    assert refused.status_code == 429
    assert QUESTION in text_of(refused)
    assert IntakeDraft.objects.count() == 0


def test_too_many_files_from_one_network_are_not_looked_at_and_the_draft_stays(
    citizen: Citizen, png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_limits, "UPLOADS_PER_NETWORK", 0)
    citizen.walk()
    refused = citizen.client.post("/ask/files/", {"files": SimpleUploadedFile("a.png", png)})
    assert refused.status_code == 429
    assert not Attachment.objects.exists()
    assert IntakeDraft.objects.count() == 1


def test_closed_it_says_so_with_other_ways_and_keeps_what_was_written(citizen: Citizen) -> None:
    citizen.walk()
    set_rules(is_open=False, closed_words="系统升级，今晚八点恢复。")
    words = text_of(citizen.look("/ask/"))
    assert "系统升级，今晚八点恢复。" in words
    assert "公共法律服务中心" in words
    assert "开始" not in words
    refused = text_of(citizen.send())
    assert "系统升级" in refused
    assert QUESTION in refused
    assert Citizen().look("/ask/question/").request["PATH_INFO"] == "/ask/"
    assert Consultation.objects.count() == 0


def test_article_6_by_phone_one_signs_in_before_sending_and_nothing_typed_is_lost(citizen: Citizen) -> None:
    set_rules(asking_mode=AskingMode.PHONE)
    assert "验证手机号码" in text_of(citizen.look("/ask/"))
    checked = citizen.walk()
    assert "去验证手机号码" in text_of(checked)
    led = citizen.client.post("/ask/check/")
    assert led["Location"] == "/sign-in/?next=%2Fask%2Fcheck%2F"
    assert Consultation.objects.count() == 0
    assert QUESTION in text_of(citizen.look("/ask/check/"))


def test_article_6_signed_in_the_case_belongs_to_the_account(citizen: Citizen) -> None:
    set_rules(asking_mode=AskingMode.PHONE)
    citizen.walk()
    signed_in(client=citizen.client)
    checked = citizen.look("/ask/check/")
    assert QUESTION in text_of(checked)
    citizen.send()
    case = Consultation.objects.get()
    assert case.citizen is not None
    assert case.citizen.citizen.phone_verified_at is not None


def test_article_6_by_real_name_the_phone_alone_is_not_enough(citizen: Citizen) -> None:
    set_rules(asking_mode=AskingMode.REAL_NAME)
    citizen.walk()
    signed_in(client=citizen.client)
    checked = text_of(citizen.look("/ask/check/"))
    assert "去核对身份" in checked
    assert citizen.client.post("/ask/check/")["Location"].startswith("/account/")
    assert Consultation.objects.count() == 0


def test_staff_who_ask_for_themselves_need_a_citizens_account(citizen: Citizen) -> None:
    set_rules(asking_mode=AskingMode.PHONE)
    citizen.client.force_login(person("moderator"))
    citizen.walk()
    assert citizen.client.post("/ask/check/")["Location"].startswith("/sign-in/")
