"""The citizen is told by the ways they chose, within the hours they chose, in words that say nothing; staff in the workbench."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail

from portal.common.clock import SHANGHAI
from portal.consultations.actors import SYSTEM
from portal.consultations.citizen_texts import OUTSIDE, WITHIN, Told, text_code
from portal.consultations.models import CitizenContact, Consultation
from portal.consultations.purposes import REQUIRED
from portal.consultations.services.answers import answering, instead
from portal.consultations.services.case.telling import TO_ONE_ADDRESS, tell_citizen, tell_moderators
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.intake.submitting import ContactWish
from portal.consultations.services.screening import refusing
from portal.consultations.services.time import sweeping
from portal.notifications.models import Delivery, DemoMessage, Notification, StaffContact
from portal.notifications.texts import text_of
from tests.consultations import builders
from tests.notifications.builders import after_commit

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI)
BOTH = ContactWish(phone="138 0000 0001", email="zhang@example.org", by_sms=True, by_email=True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOON.astimezone(UTC), tick=False) as traveller:
        yield traveller


def codes(case: Consultation, kind: str = "sms") -> list[str]:
    found = Delivery.objects.filter(key__startswith=f"case:{case.pk}:", kind=kind)
    return list(found.order_by("pk").values_list("text_code", flat=True))


def test_each_thing_a_citizen_is_told_has_its_words_within_and_outside() -> None:
    assert set(WITHIN) == set(OUTSIDE) == set(Told)
    for told in Told:
        assert text_of(text_code(told)).names == frozenset()


def test_from_question_to_answer_the_citizen_is_told_by_sms_and_mail_and_nothing_of_the_matter_leaves() -> None:
    with after_commit():
        case = builders.answered(contact=BOTH)
    assert codes(case) == codes(case, "mail") == ["case.received", "case.answered"]
    phone = [message.text for message in DemoMessage.objects.filter(kind="sms").order_by("pk")]
    assert phone == [
        "【便民服务】您提交的内容已经收到，有进展会再告诉您。",
        "【便民服务】您有一条新消息，请在方便时查看。",
    ]
    mails = [one for one in mail.outbox if one.to == ["zhang@example.org"]]
    assert [one.subject for one in mails] == ["您有一条新消息"] * 2
    for word in ("工资", "律师", "法网", case.receipt_number, case.written_number, "http"):
        assert word not in "".join([*phone, *[f"{one.message()}" for one in mails], *[one.body for one in mails]])


def test_who_chose_no_way_is_told_by_none() -> None:
    with after_commit():
        case = builders.answered(contact=replace(BOTH, by_sms=False, by_email=False))
    assert not Delivery.objects.filter(key__startswith=f"case:{case.pk}:").exists()


def test_without_consent_to_that_purpose_nothing_goes_to_a_phone() -> None:
    agreed = replace(builders.asked().agreed, purposes=sorted(REQUIRED))
    assert codes(builders.submitted(contact=BOTH, agreed=agreed)) == []


def test_a_citizen_with_an_account_reads_it_in_the_portal_and_is_not_mailed_in_the_portals_name() -> None:
    person = builders.citizen()
    person.email = "zhang@example.org"
    person.save()
    with after_commit():
        case = builders.answered(by=person)
    lines = list(Notification.objects.filter(recipient=person).order_by("pk").values_list("text", "url"))
    assert lines == [
        ("我们收到了您的咨询。", case.get_absolute_url()),
        ("您的咨询有了答复。", case.get_absolute_url()),
    ]
    assert not [one for one in mail.outbox if "zhang@example.org" in one.to]


def test_chosen_hours_are_kept() -> None:
    wish = replace(BOTH, by_email=False, safe_from=time(18, 30), safe_until=time(20))
    case = builders.submitted(contact=wish)
    assert Delivery.objects.get(key__startswith=f"case:{case.pk}:").due_at == NOON.replace(hour=18, minute=30)


def test_at_night_the_citizen_is_left_to_sleep(clock: time_machine.Coordinates) -> None:
    clock.move_to(NOON.replace(hour=23))
    case = builders.submitted(contact=BOTH)
    morning = (NOON + timedelta(days=1)).replace(hour=8)
    assert set(Delivery.objects.filter(key__startswith=f"case:{case.pk}:").values_list("due_at", flat=True)) == {
        morning
    }


def test_telling_twice_of_one_act_sends_once_and_of_two_acts_twice() -> None:
    case = builders.answered(contact=BOTH)
    tell_citizen(case, Told.ANSWERED)
    assert codes(case).count("case.answered") == 1


def test_art_6_a_number_that_is_none_never_keeps_an_answer_back() -> None:
    case = builders.claimed(contact=BOTH)
    CitizenContact.objects.filter(consultation=case).update(phone="12345")
    builders.first_answer(case)
    assert "case.answered" not in codes(case)
    assert "case.answered" in codes(case, "mail")


def test_art_25_of_a_quarantined_case_nothing_leaves_the_portal() -> None:
    case = builders.submitted(contact=BOTH)
    Delivery.objects.all().delete()
    case.is_quarantined = True
    tell_citizen(case, Told.HANDLED)
    assert not Delivery.objects.exists()


def test_two_reminders_and_the_closing_are_told_each_once(clock: time_machine.Coordinates) -> None:
    moderator = builders.person("moderator")
    case = builders.submitted(contact=replace(BOTH, by_email=False))
    if case.state == "submitted":
        case = refusing.hold(case, by=SYSTEM)
    instead.ask_citizen(case, "请补充入职时间。", by=moderator)
    for _ in range(20):
        clock.shift(timedelta(days=1))
        sweeping.remind_who_is_awaited()
        sweeping.close_what_nobody_completed()
    assert codes(case) == ["case.received", "case.more_wanted", "case.reminded", "case.reminded_again", "case.closed"]


def test_three_days_before_silence_closes_a_case_its_citizen_is_told_once_for_each_answer(
    clock: time_machine.Coordinates,
) -> None:
    lawyer = builders.resident()
    case = builders.answered(lawyer, contact=replace(BOTH, by_email=False))
    clock.shift(timedelta(days=12, seconds=-1))
    assert sweeping.tell_of_closing() == 0
    clock.shift(timedelta(seconds=1))
    assert (sweeping.tell_of_closing(), sweeping.tell_of_closing()) == (1, 0)
    citizen_acts.ask_further(case, "那我应该先找谁？", by=builders.receipt(case))
    assert sweeping.tell_of_closing() == 0
    clock.shift(timedelta(hours=1))
    answering.answer(builders.Consultation.objects.get(pk=case.pk), builders.ANSWER, by=lawyer.user)
    clock.shift(timedelta(days=12))
    assert (sweeping.tell_of_closing(), sweeping.close_answered()) == (1, 0)
    clock.shift(timedelta(days=3))
    assert sweeping.close_answered() == 1
    assert codes(case) == [
        "case.received",
        "case.answered",
        "case.closing_soon",
        "case.answered",
        "case.closing_soon",
        "case.closed",
    ]


def test_danger_wakes_the_moderator_on_duty_despite_quiet_hours(clock: time_machine.Coordinates) -> None:
    clock.move_to(NOON.replace(hour=3))
    on_duty, other = builders.person("moderator"), builders.person("moderator")
    StaffContact.objects.create(user=on_duty, duty_phone="13900000002")
    case = builders.submitted()
    with after_commit():
        tell_moderators(case, "有一件咨询可能有人身危险，请立即处理。", urgent=True)
    (message,) = DemoMessage.objects.filter(kind="sms")
    assert (message.address, message.text) == (
        "13900000002",
        "【便民服务】有一件紧急事项需要您现在处理，请立即登录工作台。",
    )
    assert set(Notification.objects.filter(url=case.workbench_url).values_list("recipient", flat=True)) >= {
        on_duty.pk,
        other.pk,
    }


def test_a_strangers_telephone_does_not_ring_all_day() -> None:
    wish = ContactWish(phone="13800138000", by_sms=True)
    for _time in range(TO_ONE_ADDRESS.limit + 2):
        builders.submitted(contact=wish)
    assert Delivery.objects.filter(kind="sms").count() == TO_ONE_ADDRESS.limit
