"""Drafts are the institution's alone, and colleagues never overwrite each other unawares (article 17)."""

from __future__ import annotations

import pytest
from django.db import connection

from portal.consultations.models import AnswerDraft
from portal.consultations.services.answers.drafting import draft_of
from portal.consultations.services.residents import claiming
from portal.consultations.services.residents.conflicts import declare_none
from tests.consultations import builders
from tests.consultations.editor.pages import editor_of, entered, holder, typed, words_of

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_a_draft_is_kept_with_everything_and_comes_back() -> None:
    case = builders.claimed()
    client = holder(case)
    row = {"words": "查无此法1", "cited_on": "event", "read_on": "昨天", "quote": "一句话", "outside_url": "不是网址"}
    form = typed(case, row, conclusion="写了一半") | {"do": "save"}
    shown = words_of(client.post(editor_of(case), form, follow=True))
    for words in ("草稿已保存", "写了一半", "查无此法1", "昨天", "一句话", "不是网址"):
        assert words in shown


def test_the_script_keeps_the_draft_and_is_told_the_revision() -> None:
    case = builders.claimed()
    client = holder(case)
    assert client.post(editor_of(case), typed(case) | {"do": "save"}, headers=JSON).json()["revision"] == 1
    second = typed(case, conclusion="又写了一点") | {"do": "save"}
    assert client.post(editor_of(case), second, headers=JSON).json()["revision"] == 2


def test_article_17_the_back_office_helps_with_the_draft_and_does_not_send() -> None:
    case = builders.claimed()
    home = case.assigned_to.resident_institution.institution
    office = entered(builders.person("back_office", home))
    shown = words_of(office.get(editor_of(case)))
    assert "发出由办理人决定" in shown
    office.post(editor_of(case), typed(case, conclusion="后台起草") | {"do": "preview"})
    assert "后台起草" in words_of(holder(case).get(editor_of(case)))
    press = {"revision": "1", "claim_number": str(case.claim_number)}
    answer = office.post(f"{editor_of(case)}preview/", press)
    assert answer.status_code == 409
    assert "发出答复</button>" not in words_of(answer)
    case.refresh_from_db()
    assert case.answered_at is None


def test_when_a_colleague_saved_in_between_both_texts_are_shown_and_nothing_is_overwritten() -> None:
    case = builders.claimed()
    office = entered(builders.person("back_office", case.assigned_to.resident_institution.institution))
    client = holder(case)
    mine = typed(case, conclusion="我写的结论") | {"do": "save"}
    office.post(editor_of(case), typed(case, conclusion="同事写的结论") | {"do": "save"})
    assert client.post(editor_of(case), mine, headers=JSON).status_code == 409
    answer = client.post(editor_of(case), mine)
    shown = words_of(answer)
    assert answer.status_code == 409
    assert "同事写的结论" in shown
    assert "我写的结论" in shown
    assert "同事写的结论" in AnswerDraft.objects.get().content
    # Seen: the next press keeps one's own.
    client.post(editor_of(case), {**mine, "revision": "1"})
    assert "我写的结论" in AnswerDraft.objects.get().content


def test_what_another_firm_left_behind_is_not_shown() -> None:
    case = builders.claimed()
    holder(case).post(editor_of(case), typed(case, conclusion="前一家的草稿") | {"do": "save"})
    claiming.release(case, by=case.assigned_to.user)
    case.refresh_from_db()
    other = builders.resident()
    case = claiming.claim(case, by=other.user)
    assert draft_of(case) is None
    declare_none(case, by=other.user)
    client = entered(other.user)
    assert "前一家的草稿" not in words_of(client.get(editor_of(case)))
    form = typed(case, conclusion="后一家的草稿", revision="0") | {"do": "save"}
    client.post(editor_of(case), form)
    assert "后一家的草稿" in AnswerDraft.objects.get().content


def test_a_draft_lies_encrypted() -> None:
    case = builders.claimed()
    holder(case).post(editor_of(case), typed(case, conclusion="秘密的结论") | {"do": "save"})
    with connection.cursor() as cursor:
        cursor.execute("select content from consultations_answerdraft")
        assert "秘密的结论" not in str(cursor.fetchall())
