"""Live conversations are kept like the rest (articles 25, 32): record, copy, erasure, and by whom they are read."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from portal.common import clock
from portal.consultations import record_words
from portal.consultations.downloads.copying import copy_of
from portal.consultations.models import Consultation
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen.erasing import grant_erasure
from portal.consultations.services.residents import claiming
from portal.live_hours.demo import seed_live_hours
from portal.live_hours.models import LiveLine, LiveThread
from portal.live_hours.services.lines import lines_of, say
from portal.live_hours.services.threads import become_message
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of
from tests.live_hours.people import fresh, key, taken, thread

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture
def case() -> Consultation:
    """A conversation that ended with its summary."""
    case = taken()
    say(case, "公司叫示范公司，我电话13800138000。", key(), by=case.citizen)
    say(case, "请保存好工资条。", key(), by=case.assigned_to.user)
    say(case, "工资条都在。", key(), by=case.citizen)
    builders.first_answer(fresh(case))
    return fresh(case)


def faults() -> list[str]:
    return [str(fault) for fault in verify_records(Tally())]


def test_article_32_every_line_stands_in_the_record_and_a_changed_one_is_found(case: Consultation) -> None:
    assert faults() == []
    line = lines_of(case).first()
    LiveLine.objects.filter(pk=line.pk).update(text="别的话。")
    assert any(f"line {line.pk}" in fault for fault in faults())
    LiveLine.objects.filter(pk=line.pk).delete()
    assert any(f"line {line.pk}" in fault for fault in faults())


def test_article_32_a_line_that_no_event_speaks_of_is_found(case: Consultation) -> None:
    LiveLine.objects.create(
        thread=thread(case),
        number=9,
        author_kind="citizen",
        text="假的",
        salt="0",
        client_key="made-up-1",
        at=clock.now(),
    )
    assert faults()


def test_the_lines_are_in_the_citizens_copy(case: Consultation) -> None:
    part = next(part for part in copy_of(case, clock.now()).parts if part.title == "在线对话")
    assert [entry.text for entry in part.entries] == [line.text for line in lines_of(case)]
    assert case.assigned_to.code in part.entries[1].heading


def test_article_32_erasure_takes_what_leads_to_somebody_and_the_record_still_holds(case: Consultation) -> None:
    request = citizen_acts.request_erasure(case, "", by=case.citizen)
    grant_erasure(request, "其余依法保存两年。", by=builders.person("moderator"))
    texts = [line.text for line in lines_of(case)]
    assert texts == ["", "请保存好工资条。", "工资条都在。"]
    assert "live_lines" in case.events.get(act="erase").content["erased"]
    assert faults() == []
    shown = copy_of(fresh(case), clock.now())
    assert "13800138000" not in str(shown.parts)


def test_article_25_before_the_holder_has_declared_nobody_of_the_institution_reads_lines(case: Consultation) -> None:
    staff = builders.resident()
    page = browser_of(staff.user).get(f"/workbench/live/{case.receipt_number}/")
    assert page.status_code == 404


def test_the_page_of_the_case_shows_the_lines_to_the_staff(case: Consultation) -> None:
    page = text_of(browser_of(builders.person("moderator")).get(case.workbench_url))
    assert "工资条都在。" in page


def test_a_case_goes_not_without_its_conversation(case: Consultation) -> None:
    with pytest.raises(ProtectedError):
        case.delete()


def test_every_act_has_its_words() -> None:
    assert all(record_words.is_named(act) for act in ("live_line", "became_message", "handed_over"))


@pytest.mark.parametrize(
    "values",
    [
        {"became_message_at": "2026-03-02T00:00:00Z"},
        {"became_because": "hour"},
        {"became_message_at": "2026-03-02T00:00:00Z", "became_because": "hour", "ended_at": "2026-03-02T00:00:00Z"},
    ],
)
def test_the_database_holds_what_a_conversation_can_be(values: dict[str, str]) -> None:
    case = taken()
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveThread.objects.filter(consultation=case).update(**values)


def test_a_key_is_one_line_in_the_database_too() -> None:
    case = taken()
    line = say(case, "一句。", key(), by=case.citizen)
    line.pk, line.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_a_hand_back_after_it_became_a_message_is_that_of_a_message() -> None:
    case = taken()
    become_message(case, "hour")
    claiming.release(fresh(case), by=case.assigned_to.user)
    assert thread(case).waiting_since is None


def test_the_demo_without_a_resident_is_nothing() -> None:
    assert seed_live_hours() == []
    assert not LiveThread.objects.exists()
