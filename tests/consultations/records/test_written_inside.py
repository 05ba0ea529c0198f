"""Article 32: that somebody of the institution wrote a note or a draft stands in the record; its words are nobody else's (17)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from portal.common import clock
from portal.consultations.downloads.copying import copy_of
from portal.consultations.downloads.writing import as_text
from portal.consultations.models import AnswerDraft, Consultation, InternalNote
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.answers.drafting import STRETCH, draft_of, save_draft
from portal.consultations.services.answers.noting import add_note
from portal.consultations.services.case.recording import salted_digest
from portal.consultations.services.residents import claiming
from portal.retention.inquiries.contents import contents_of
from tests.consultations import builders
from tests.consultations.records.lives import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
NOTE, DRAFT = "这件像去年那个仲裁，先看时效。", "先写结论：可以主张。"


def faults() -> list[str]:
    return [fault.words for fault in verify_records(Tally())]


def office_of(case: Consultation) -> Any:
    return builders.person("back_office", case.assigned_to.resident_institution.institution)


def inside(case: Consultation) -> list[tuple[str, str, str]]:
    found = case.events.filter(act__startswith="internal_").order_by("sequence")
    return list(found.values_list("act", "actor_kind", "actor_ref"))


def saved(case: Consultation, words: str, by: Any) -> AnswerDraft:
    seen = draft_of(fresh(case))
    return save_draft(case, json.dumps({"conclusion": words}), seen=seen.revision if seen else 0, by=by)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    start = clock.now()

    def put(ahead: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + ahead)

    return put


def test_a32_a_note_stands_in_the_record_with_its_writer_and_a_digest() -> None:
    case = builders.claimed()
    office = office_of(case)
    own = add_note(case, NOTE, by=case.assigned_to.user)
    add_note(case, "同意。", by=office)
    assert inside(case) == [
        ("internal_note", "resident", case.assigned_to.code),
        ("internal_note", "back_office", str(office.pk)),
    ]
    said = case.events.filter(act="internal_note").order_by("sequence").first().content
    assert said == {"internal_note": own.pk, "text": salted_digest(own.salt, NOTE)}
    assert faults() == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"text": "改过的备注"}, "is not what event"),
        ({"at": clock.now()}, "at is not what"),
        ({"salt": ""}, "is not there"),
    ],
)
def test_a32_a_note_that_was_changed_is_found(change: dict[str, Any], fault: str) -> None:
    case = builders.claimed()
    note = add_note(case, NOTE, by=case.assigned_to.user)
    InternalNote.objects.filter(pk=note.pk).update(**change)
    assert any(fault in words for words in faults())


def test_a32_a_note_that_was_taken_away_or_put_in_is_found() -> None:
    case = builders.claimed()
    note = add_note(case, NOTE, by=case.assigned_to.user)
    InternalNote.objects.filter(pk=note.pk).delete()
    assert faults() == [f"internal_note {note.pk} is not there"]
    put_in = InternalNote.objects.create(consultation=case, text="假的", salt="0" * 32, at=clock.now())
    assert f"internal_note {put_in.pk} stands in no event" in faults()


def test_notes_of_before_have_no_salt_and_are_no_fault() -> None:
    InternalNote.objects.create(consultation=builders.claimed(), text="以前的备注", at=clock.now())
    assert faults() == []


def test_a32_a_stretch_of_writing_is_one_event_however_often_it_is_saved(at: Any) -> None:
    case = builders.claimed()
    by = case.assigned_to.user
    for minutes in (1, 2, 30, 55):  # each within half an hour of the one before
        at(timedelta(minutes=minutes))
        saved(case, f"第{minutes}分钟", by)
    assert len(inside(case)) == 1
    at(timedelta(minutes=55) + STRETCH)
    draft = saved(case, "回来再写", by)
    assert inside(case) == [("internal_draft", "resident", case.assigned_to.code)] * 2
    assert case.events.order_by("-sequence").first().content == {"revision": draft.revision}
    assert faults() == []


def test_a32_a_colleague_who_goes_on_writing_begins_a_stretch_and_what_is_saved_as_it_was_none() -> None:
    case = builders.claimed()
    office = office_of(case)
    saved(case, "甲", case.assigned_to.user)
    saved(case, "乙", office)
    saved(case, "乙", case.assigned_to.user)
    assert [kind for _act, kind, _ref in inside(case)] == ["resident", "back_office"]
    assert inside(case)[1][2] == str(office.pk)


def test_another_firm_that_takes_the_case_begins_its_own() -> None:
    case = builders.claimed()
    saved(case, "前一家写的", case.assigned_to.user)
    claiming.release(case, by=case.assigned_to.user)
    other = builders.resident()
    case = claiming.claim(fresh(case), by=other.user)
    saved(case, "后一家写的", other.user)
    assert [ref for _act, _kind, ref in inside(case)][-1] == other.code
    assert len(inside(case)) == 2


def test_a17_nothing_written_inside_is_read_by_the_citizen_in_page_copy_or_export(client: Client) -> None:
    case = builders.claimed(by=builders.citizen())
    by = case.assigned_to.user
    add_note(case, NOTE, by=by)
    saved(case, DRAFT, by)
    case = fresh(case)
    text = as_text(copy_of(case, clock.now())).decode()
    client.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
    page = client.get(case.get_absolute_url()).content.decode()
    assert "的律师接办" in page
    exported = b"".join(content for _name, content in contents_of(case, clock.now())).decode(errors="ignore")
    salt = InternalNote.objects.get().salt
    for secret in (NOTE, DRAFT, salt, "备注", "草稿", "起草"):
        for shown in (text, page, exported):
            assert secret not in shown, secret
    assert text.count("有新的进展") == 2, "the chain needs both events; they say no more than that"
    assert "有新的进展" not in page, "the timeline leaves them out"


def test_the_staff_reads_in_the_history_that_something_was_written_and_not_what(client: Client) -> None:
    case = builders.claimed()
    add_note(case, NOTE, by=case.assigned_to.user)
    saved(case, DRAFT, case.assigned_to.user)
    client.force_login(builders.person("moderator"))
    page = client.get(case.workbench_url).content.decode()
    assert "写了内部备注" in page
    assert "开始起草答复" in page
    assert NOTE not in page
    assert DRAFT not in page


def test_who_is_no_longer_of_the_institution_leaves_neither_note_nor_event() -> None:
    case = builders.claimed()
    before = case.assigned_to.user
    claiming.release(case, by=before)
    with pytest.raises(PermissionDenied):
        add_note(case, NOTE, by=before)  # what was in hand when the page was opened
    assert (InternalNote.objects.count(), inside(case)) == (0, [])
