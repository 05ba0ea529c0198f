"""不影响, 更正, 告知咨询人; the citizen is told only if they wished; whoever may say that an answer is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client

from cms.laws.models import Instrument
from portal.changed_law.models import SecondLook
from portal.changed_law.services import deciding, marking
from portal.common.audit.models import AuditEntry
from portal.consultations.models import AgreementConsent, Answer, Consultation, ErasureRequest
from portal.consultations.policies import WrongState
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.answers import answering
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen.contact_wishes import change_wish
from portal.consultations.services.citizen.erasing import grant_erasure
from portal.consultations.services.intake.submitting import ContactWish
from portal.consultations.states import State
from portal.notifications.models import Notification
from tests.changed_law.lives import amend, answered
from tests.consultations import builders
from tests.consultations.editor.pages import pay_law
from tests.consultations.residents.people import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
NOTE = "您问的这一条已经改为每周支付，您可以按新的规定要求。"
CHANGED = "您收到的答复所依据的法律有变动。"


@pytest.fixture
def law() -> Instrument:
    return pay_law()


def flagged(law: Instrument, **values: Any) -> tuple[Consultation, SecondLook]:
    case = answered(**values)
    amend(law)
    return Consultation.objects.get(pk=case.pk), SecondLook.objects.get(consultation=case)


def resident_of(case: Consultation) -> Any:
    assert case.assigned_to is not None
    return case.assigned_to.user


def fresh(case: Consultation) -> Consultation:
    return Consultation.objects.get(pk=case.pk)


def test_left_as_it_is_with_a_reason_that_the_citizen_does_not_read(law: Instrument, client: Client) -> None:
    case, look = flagged(law)
    with pytest.raises(ValidationError):
        deciding.leave_as_it_is(look, " ", by=resident_of(case))
    deciding.leave_as_it_is(look, "结论不变。", by=resident_of(case))
    assert fresh(case).state == case.state
    client.post("/consultations/mine/", {"number": case.written_number, "passphrase": builders.PASSPHRASE})
    page = client.get(case.get_absolute_url()).content.decode()
    assert "结论不变。" not in page
    assert "引用的法律有变动" in page  # the banner stands whatever is decided
    assert not list(verify_records(Tally()))


@pytest.mark.parametrize("wishes", [True, False])
def test_the_citizen_is_told_of_a_note_only_if_they_wished_and_reads_it_in_any_case(
    law: Instrument, client: Client, wishes: bool
) -> None:
    citizen = builders.citizen()
    case, look = flagged(law, by=citizen)
    change_wish(case, ContactWish(tell_law_changes=wishes), by=citizen)
    citizen_acts.rate(case, Answer.objects.get(), 5, by=citizen)
    deciding.tell_asker(look, NOTE, by=resident_of(case))
    assert Notification.objects.filter(recipient=citizen, text=CHANGED).count() == int(wishes)
    assert fresh(case).state == State.CLOSED
    client.post("/consultations/mine/", {"number": case.written_number, "passphrase": builders.PASSPHRASE})
    page = client.get(case.get_absolute_url()).content.decode()
    assert NOTE in page
    assert not list(verify_records(Tally()))


def test_nobody_wishes_it_who_was_not_asked_and_consent_is_a_purpose_of_its_own(law: Instrument) -> None:
    case = answered()
    assert not deciding.wishes_to_know(case)
    assert "law_changes" not in AgreementConsent.objects.get(consultation=case).purposes
    change_wish(case, ContactWish(tell_law_changes=True), by=builders.receipt(case))
    assert "law_changes" in AgreementConsent.objects.get(consultation=case).purposes
    assert fresh(case).events.get(act="change_contact").content["purposes"]
    change_wish(case, ContactWish(), by=builders.receipt(case))
    assert "law_changes" not in AgreementConsent.objects.get(consultation=case).purposes


def test_the_choice_stands_on_the_cases_contact_page_and_is_off(law: Instrument, client: Client) -> None:
    case = answered()
    client.post("/consultations/mine/", {"number": case.written_number, "passphrase": builders.PASSPHRASE})
    address = f"{case.get_absolute_url()}contact/"
    page = client.get(address).content.decode()
    assert "法律变动时告诉我" in page
    assert client.get(address).context["form"].initial["tell_law_changes"] is False
    client.post(address, {"tell_law_changes": "on"})
    assert deciding.wishes_to_know(case)


def test_article_23_a_correction_of_a_closed_case_ends_the_look_and_opens_the_case(law: Instrument) -> None:
    case, look = flagged(law)
    citizen_acts.rate(case, Answer.objects.get(), 5, by=builders.receipt(case))
    browser = browser_of(resident_of(case))
    page = browser.get(f"/workbench/changed-law/{look.pk}/").content.decode()
    assert f"/answers/{look.answer_id}/correct/" in page
    assert "用人单位应当每周支付劳动报酬" in page
    answering.correct(case, Answer.objects.get(), builders.ANSWER, "法律有变动。", by=resident_of(case))
    look.refresh_from_db()
    assert look.outcome == "corrected"
    assert fresh(case).state == State.ANSWERED


def test_article_22_a_note_names_nobody_and_no_contact(law: Instrument) -> None:
    case, look = flagged(law)
    with pytest.raises(ValidationError) as refused:
        deciding.tell_asker(look, "请加我微信 lawyer12345 详谈。", by=resident_of(case))
    assert "note" in refused.value.message_dict


def test_decided_once(law: Instrument) -> None:
    case, look = flagged(law)
    deciding.leave_as_it_is(look, "结论不变。", by=resident_of(case))
    with pytest.raises(WrongState):
        deciding.tell_asker(look, NOTE, by=resident_of(case))


def test_who_decides_and_who_does_not(law: Instrument) -> None:
    case, look = flagged(law)
    staff = case.assigned_to
    office = builders.person("back_office", staff.resident_institution.institution)
    for other in (builders.resident().user, builders.person("moderator"), office):
        with pytest.raises(PermissionDenied):
            deciding.leave_as_it_is(look, "不影响。", by=other)
        assert browser_of(other).get(f"/workbench/changed-law/{look.pk}/").status_code in (403, 404)
    type(staff).objects.filter(pk=staff.pk).update(duty="left")
    assert browser_of(office).get(f"/workbench/changed-law/{look.pk}/").status_code == 200
    deciding.leave_as_it_is(look, "不影响。", by=office)


def test_each_look_at_a_case_is_logged(law: Instrument) -> None:
    case, look = flagged(law)
    browser_of(resident_of(case)).get(f"/workbench/changed-law/{look.pk}/")
    entry = AuditEntry.objects.filter(act="case_opened").latest("pk")
    assert entry.details == {"page": "second_look"}


class TestSayingThatAnAnswerIsWrong:
    def test_resident_moderator_and_supervisor_may_and_the_reason_lies_encrypted(self) -> None:
        for role in ("resident", "moderator", "supervisor"):
            case = builders.answered()
            by = resident_of(case) if role == "resident" else builders.person(role)
            answer = Answer.objects.get(consultation=case)
            browser = browser_of(by)
            address = f"/workbench/changed-law/doubt/{case.receipt_number}/{answer.pk}/"
            assert address in browser.get(case.workbench_url).content.decode()
            assert browser.post(address, {"reason": " "}).status_code == 400
            assert browser.post(address, {"reason": "期限算错了。"}).url == case.workbench_url
            look = SecondLook.objects.get(consultation=case)
            assert (look.because, look.raised_as, look.reason) == ("doubt", role, "期限算错了。")
        with connection.cursor() as cursor:
            cursor.execute("SELECT reason FROM changed_law_secondlook")
            assert all("期限" not in row[0] for row in cursor.fetchall())
        assert not list(verify_records(Tally()))

    def test_nobody_else_may(self) -> None:
        case = builders.answered()
        answer = Answer.objects.get()
        office = builders.person("back_office", case.assigned_to.resident_institution.institution)
        for other in (office, builders.resident().user, builders.person("expert")):
            with pytest.raises(PermissionDenied):
                marking.doubt(answer, "错了。", by=other)

    def test_once_at_a_time_and_not_of_what_was_corrected(self) -> None:
        case = builders.answered()
        answer = Answer.objects.get()
        moderator = builders.person("moderator")
        marking.doubt(answer, "期限算错了。", by=moderator)
        with pytest.raises(WrongState):
            marking.doubt(answer, "还是错了。", by=moderator)
        answering.correct(case, answer, builders.ANSWER, "期限写错了。", by=resident_of(case))
        assert SecondLook.objects.get().outcome == "corrected"
        with pytest.raises(WrongState):
            marking.doubt(answer, "还是错了。", by=moderator)


def test_article_32_erasure_takes_the_reasons_and_leaves_what_the_citizen_read(law: Instrument) -> None:
    case, look = flagged(law)
    deciding.tell_asker(look, NOTE, by=resident_of(case))
    marking.doubt(Answer.objects.get(), "张三说期限算错了。", by=builders.person("moderator"))
    citizen_acts.request_erasure(case, "", by=builders.receipt(case))
    grant_erasure(ErasureRequest.objects.get(), "记录依规定保存。", by=builders.person("moderator"))
    told, doubted = SecondLook.objects.order_by("pk")
    assert told.note == NOTE
    assert (doubted.reason, doubted.outcome) == ("", "superseded")
    assert not list(verify_records(Tally()))


def test_a_closed_case_of_who_is_gone_is_handed_over_and_corrected(law: Instrument) -> None:
    from portal.consultations.services.residents.claiming import hand_over

    case, look = flagged(law)
    staff = case.assigned_to
    assert staff is not None
    citizen_acts.rate(case, Answer.objects.get(), 5, by=builders.receipt(case))
    colleague = builders.resident(staff.resident_institution)
    office = builders.person("back_office", staff.resident_institution.institution)
    type(staff).objects.filter(pk=staff.pk).update(duty="left")
    case = hand_over(fresh(case), colleague, by=office)
    assert case.state == State.CLOSED
    answering.correct(case, Answer.objects.get(), builders.ANSWER, "法律有变动。", by=colleague.user)
    look.refresh_from_db()
    assert look.outcome == "corrected"
