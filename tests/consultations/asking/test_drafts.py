"""What was typed and not sent: encrypted, unread, erased after 24 hours or at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from portal.common import clock
from portal.consultations.models import Attachment, IntakeDraft
from portal.consultations.services.intake.drafts import DraftGone, read_draft
from portal.consultations.services.time.sweeping import forget_drafts
from tests.consultations.asking.walking import QUESTION, Citizen, text_of


def test_a_draft_lies_encrypted_and_its_key_is_in_no_address(citizen: Citizen) -> None:
    citizen.walk()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM consultations_intakedraft")
        stored = cursor.fetchone()[0]
    assert "工资" not in stored
    key = str(IntakeDraft.objects.get().pk)
    assert key not in text_of(citizen.look("/ask/check/"))
    assert all(key not in screen for screen in citizen.screens)


def test_opening_the_first_screens_keeps_nothing(citizen: Citizen) -> None:
    citizen.look("/ask/")
    citizen.look("/ask/question/?q=工资")
    citizen.client.post("/ask/question/", {"question": "  "})
    assert IntakeDraft.objects.count() == 0
    assert "sessionid" not in citizen.client.cookies


def test_a_question_too_short_is_kept_all_the_same(citizen: Citizen) -> None:
    response = citizen.client.post("/ask/question/", {"question": "工资"})
    assert "至少10个字" in text_of(response)
    assert "工资" in text_of(citizen.look("/ask/question/"))


def test_what_was_begun_is_offered_again_and_led_to_where_one_left_off(citizen: Citizen) -> None:
    citizen.walk(until="where")
    words = text_of(citizen.look("/ask/"))
    assert "接着写" in words
    assert 'href="/ask/where/"' in words


def test_after_24_hours_it_is_gone_and_said_kindly_with_what_was_just_typed(citizen: Citizen) -> None:
    with time_machine.travel(clock.now() - timedelta(hours=24, seconds=1), tick=False):
        citizen.walk(until="wanted")
    response = citizen.client.post("/ask/wanted/", {"wanted": "我想知道能不能要回工资"})
    assert response.status_code == 410
    assert "只保存24小时" in text_of(response)
    assert "我想知道能不能要回工资" in text_of(response)
    assert forget_drafts() == 1
    assert IntakeDraft.objects.count() == 0


def test_a_draft_is_erased_at_once_when_asked_with_its_files(citizen: Citizen, png: bytes) -> None:
    citizen.walk(until="files")
    citizen.client.post("/ask/files/", {"files": SimpleUploadedFile("a.png", png), "go": "stay"})
    assert Attachment.objects.count() == 1
    key = str(IntakeDraft.objects.get().pk)
    led = citizen.client.post("/ask/erase/", follow=True)
    assert "已经删除" in text_of(led)
    assert (IntakeDraft.objects.count(), Attachment.objects.count()) == (0, 0)
    with pytest.raises(DraftGone):
        read_draft(key)
    assert citizen.client.get("/ask/when/").status_code == 410


def test_files_are_kept_taken_away_and_refused_one_by_one(citizen: Citizen, png: bytes) -> None:
    citizen.walk(until="files")
    bad = SimpleUploadedFile("笔记.txt", b"plain words")
    response = citizen.client.post("/ask/files/", {"files": [SimpleUploadedFile("合同.png", png), bad]})
    assert "有文件没有收下" in text_of(response)
    assert "笔记.txt" in text_of(response)
    assert "合同.png" in text_of(response)
    kept = Attachment.objects.get()
    citizen.client.post("/ask/files/", {"remove": str(kept.key)})
    assert Attachment.objects.count() == 0
    led = citizen.client.post("/ask/files/", {"files": SimpleUploadedFile("合同.png", png)}, follow=True)
    assert led.request["PATH_INFO"] == "/ask/contact/"
    citizen.walk()
    citizen.send()
    assert Attachment.objects.get().consultation is not None


def test_another_browser_sees_nothing_of_it(citizen: Citizen) -> None:
    citizen.walk()
    assert QUESTION not in text_of(Citizen().client.get("/ask/check/"))
    assert Citizen().client.get("/ask/check/").status_code == 410
