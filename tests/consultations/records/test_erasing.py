"""Article 32 and a request for erasure: identity, contacts and needless files go, the rest is frozen, the record holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client, TestCase

from portal.consultations.attachments import vault
from portal.consultations.models import CitizenContact, Consultation, ConsultationEvent, ErasureRequest
from portal.consultations.policies import WrongState
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen import erasing, masking
from portal.consultations.services.intake.submitting import ContactWish
from portal.consultations.sessions import KEPT, given_now
from portal.notifications.models import Delivery, Notification
from tests.consultations import builders
from tests.consultations.records.lives import fresh, long_life

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
REASONS = "答复和问题按照规范第三十二条保存不少于二年。"
PHONE = "13912345678"


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = str(tmp_path / "private")


def asked_for(case: Consultation) -> ErasureRequest:
    return citizen_acts.request_erasure(case, "不想留在网上", by=builders.asker(case))


def erased(case: Consultation, **more: Any) -> Consultation:
    with TestCase.captureOnCommitCallbacks(execute=True):
        erasing.grant_erasure(asked_for(case), REASONS, by=builders.person("moderator"), **more)
    return fresh(case)


def faults(case: Consultation) -> list[str]:
    return [fault.words for fault in verify_records(Tally(), case.receipt_number)]


def rows_with(text: str) -> Iterator[str]:
    """Tables in which a text can be read once everything is decrypted."""
    from django.apps import apps

    for model in apps.get_models():
        for row in model._base_manager.all():
            if any(text in str(getattr(row, field.attname)) for field in model._meta.concrete_fields):
                yield model._meta.label


def test_a32_identity_and_contacts_are_gone_and_the_chain_holds() -> None:
    asker = builders.citizen()
    wish = ContactWish(phone=PHONE, by_sms=True, safe_contact=PHONE)
    case = builders.answered(by=asker, contact=wish, other_side="示范公司的王某某")
    assert set(rows_with(PHONE)) >= {"consultations.CitizenContact"}
    after = erased(case)
    assert after.citizen is None
    assert after.consent.citizen is None
    assert not CitizenContact.objects.filter(consultation=case).exists()
    assert not Notification.objects.filter(recipient=asker, url__contains=case.receipt_number).exists()
    assert {delivery.address for delivery in Delivery.objects.all()} == {""}
    assert list(rows_with(PHONE)) == []
    assert list(rows_with("王某某")) == []
    assert faults(after) == []
    event = ConsultationEvent.objects.get(act="erase")
    assert event.content["erased"] == ["account", "contact", "other_side"]


def test_the_question_and_its_answer_stay_and_a_name_in_the_question_can_be_hidden() -> None:
    case = builders.answered(question="公司的王某某拖欠我三个月工资，怎么办？")
    before = case.question_salt
    after = erased(case, masked_question="公司拖欠我三个月工资，怎么办？")
    assert after.question == "公司拖欠我三个月工资，怎么办？"
    assert after.question_salt != before, "the digest of the earlier words proves nothing any more"
    assert after.answers.get().conclusion
    assert list(rows_with("王某某")) == []
    assert faults(after) == []


def test_needless_files_go_and_the_others_stay() -> None:
    case = long_life()
    file = case.attachments.get()
    after = erased(case, files=[str(file.key)])
    assert list(vault.names()) == []
    assert ConsultationEvent.objects.get(act="erase").content["erased_files"] == [str(file.key)]
    assert faults(after) == []


def test_what_is_frozen_is_shut_to_who_answered_and_nothing_is_added() -> None:
    case = long_life()
    after = erased(case)
    seen = Consultation.objects.visible_to
    assert not seen(case.assigned_to.user).exists()
    assert not seen(builders.person("moderator")).exists()
    assert seen(builders.person("supervisor")).get() == after
    assert seen(builders.receipt(after)).get() == after
    words, citizen = "再改一改问题的内容", builders.receipt(after)
    with pytest.raises(WrongState, match="已经封存"):
        masking.mask(after, {masking.QUESTION: words}, by=citizen)
    with pytest.raises(WrongState, match="已经封存"):
        citizen_acts.request_erasure(after, words, by=citizen)
    assert faults(after) == []


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (builders.submitted, "withdrawn"),
        (builders.claimed, "withdrawn"),
        (builders.answered, "closed"),
        (builders.refused, "closed"),
    ],
)
def test_a_case_that_is_open_ends_with_its_erasure(make: Any, state: str) -> None:
    after = erased(make())
    assert after.state == state
    assert after.assigned_to is None or state == "closed"
    assert not after.deadlines.filter(met_at=None, cancelled_at=None).exists()
    assert faults(after) == []


def test_the_citizen_reads_reasons_and_ways_to_complain_by_receipt() -> None:
    case = builders.answered(by=builders.citizen())
    after = erased(case)
    client = Client()
    session = client.session
    session[KEPT] = {case.receipt_number: given_now(case)}
    session.save()
    page = client.get(after.get_absolute_url()).content.decode()
    assert REASONS in page
    assert "投诉" in page
    assert "封存" in page
    copy = client.get(f"/consultations/mine/{case.receipt_number}/download.txt").content.decode()
    assert REASONS in copy


def test_a_request_can_be_declined_with_reasons_and_asked_again() -> None:
    case = builders.answered()
    erasing.decline_erasure(asked_for(case), "正在办理投诉，办结以后再删。", by=builders.person("supervisor"))
    assert fresh(case).frozen_at is None
    assert ErasureRequest.objects.get().outcome.startswith("正在办理投诉")
    assert faults(case) == []
    asked_for(case)


def test_reasons_are_demanded_and_a_follow_up_is_waited_for() -> None:
    case = builders.answered()
    request = asked_for(case)
    with pytest.raises(ValidationError, match="请写明理由"):
        erasing.grant_erasure(request, " ", by=builders.person("moderator"))
    citizen_acts.rate(fresh(case), case.answers.get(), 1, by=builders.asker(case))
    with pytest.raises(WrongState, match="回访"):
        erasing.grant_erasure(request, REASONS, by=builders.person("moderator"))


def test_only_the_portals_people_decide_once_and_never_of_their_own() -> None:
    moderator = builders.person("moderator")
    case, own = builders.answered(), builders.submitted(moderator)
    request = asked_for(case)
    for nobody in (case.assigned_to.user, builders.person("back_office"), builders.citizen()):
        with pytest.raises(PermissionDenied):
            erasing.grant_erasure(request, REASONS, by=nobody)
    with pytest.raises(PermissionDenied):
        erasing.grant_erasure(asked_for(own), REASONS, by=moderator)
    erasing.decline_erasure(request, REASONS, by=moderator)
    with pytest.raises(WrongState, match="已经办理过"):
        erasing.grant_erasure(request, REASONS, by=moderator)


def test_a_moderator_decides_on_the_page() -> None:
    case = long_life()
    asked_for(case)
    client = Client()
    client.force_login(builders.person("moderator"))
    assert case.written_number in client.get("/workbench/erasures/").content.decode()
    address = f"/workbench/erasures/{case.receipt_number}/"
    page = client.post(address, {"decision": "grant", "reasons": "", "masked_question": case.question})
    assert 'id="id_reasons_error"' in page.content.decode()
    assert fresh(case).frozen_at is None
    key = str(case.attachments.get().key)
    said = {"decision": "grant", "reasons": REASONS, "masked_question": case.question, "files": [key]}
    assert client.post(address, said).status_code == 302
    after = fresh(case)
    assert after.frozen_at is not None
    assert after.attachments.get().removed_at is not None
    assert client.get(address).status_code == 404
    assert "没有等待办理的请求" in client.get("/workbench/erasures/").content.decode()
