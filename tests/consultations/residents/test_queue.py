"""What waits for residents, and 回避 before the text (articles 17, 25)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.common.audit.models import Act, AuditEntry
from portal.consultations.models import Consultation
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.residents.balancing import claim_next, suggested_for
from portal.consultations.states import State
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of

pytestmark = pytest.mark.django_db


def test_before_claiming_the_queue_shows_topic_district_and_clock_and_no_text() -> None:
    case = builders.accepted(topic=builders.topic(), place="示范省示范市", other_side="示例公司", wanted="要回工资")
    page = text_of(browser_of(builders.resident().user).get("/workbench/queue/"))
    for shown in (case.topic.name, "示范省示范市", "还剩"):
        assert shown in page
    for hidden in (builders.QUESTION, "示例公司", "要回工资"):
        assert hidden not in page


def test_who_claims_sees_the_other_side_alone_and_the_text_after_one_press() -> None:
    case = builders.accepted(other_side="示例公司")
    resident = builders.resident()
    browser = browser_of(resident.user)
    led_to = browser.post("/workbench/queue/take/", {"number": case.receipt_number})
    assert led_to["Location"] == case.workbench_url
    asked = text_of(browser.get(case.workbench_url))
    assert "示例公司" in asked
    assert builders.QUESTION not in asked
    browser.post(f"{case.workbench_url}conflict/", {"choice": "none"})
    assert builders.QUESTION in text_of(browser.get(case.workbench_url))
    pages = [entry.details["page"] for entry in AuditEntry.objects.filter(act=Act.CASE_OPENED)]
    assert sorted(pages) == ["case", "conflict"]


@pytest.mark.parametrize("address", ["", "answer/", "do/ask/", "do/release/", "notes/"])
def test_nothing_of_the_case_opens_before_that(address: str) -> None:
    resident = builders.resident()
    case = claiming.claim(builders.accepted(), by=resident.user)
    browser = browser_of(resident.user)
    send = browser.post if address == "notes/" else browser.get
    answer = send(f"{case.workbench_url}{address}", follow=True)
    assert builders.QUESTION not in text_of(answer)
    assert "是否需要回避" in text_of(answer)


def test_the_back_office_waits_for_the_declaration_too() -> None:
    resident = builders.resident()
    office = browser_of(builders.person("back_office", resident.resident_institution.institution))
    case = claiming.claim(builders.accepted(), by=resident.user)
    assert builders.QUESTION not in text_of(office.get(case.workbench_url))
    conflicts.declare_none(case, by=resident.user)
    assert builders.QUESTION in text_of(office.get(case.workbench_url))


def test_after_a_hand_over_the_next_one_is_asked_anew() -> None:
    home = builders.resident_institution()
    first, second = builders.resident(home), builders.resident(home)
    case = builders.claimed(first)
    claiming.hand_over(case, second, by=first.user)
    assert builders.QUESTION not in text_of(browser_of(second.user).get(case.workbench_url))


@pytest.mark.parametrize(("choice", "colleague_may"), [("self", True), ("institution", False)])
def test_one_press_keeps_away_oneself_or_the_whole_institution(choice: str, colleague_may: bool) -> None:
    home = builders.resident_institution()
    resident, colleague = builders.resident(home), builders.resident(home)
    case = claiming.claim(builders.accepted(), by=resident.user)
    browser = browser_of(resident.user)
    browser.post(f"{case.workbench_url}conflict/", {"choice": choice})
    assert Consultation.objects.get().state == State.ACCEPTED
    assert browser.get(case.workbench_url).status_code == 404
    assert case not in suggested_for(resident)
    assert (case in suggested_for(colleague)) is colleague_may


def test_who_is_too_late_is_told_so_in_plain_words() -> None:
    case = builders.claimed()
    answer = browser_of(builders.resident().user).post("/workbench/queue/take/", {"number": case.receipt_number})
    assert answer.status_code == 409
    assert "刚刚被别人接办" in text_of(answer)


def test_what_does_not_exist_and_what_nobody_may_take_are_refused_in_the_same_words() -> None:
    shut = builders.accepted()
    Consultation.objects.filter(pk=shut.pk).update(is_quarantined=True)
    browser = browser_of(builders.resident().user)
    answers = [
        text_of(browser.post("/workbench/queue/take/", {"number": number}))
        for number in (shut.receipt_number, "00000000000")
    ]
    assert all("刚刚被别人接办，或者已经不再等待接办" in answer for answer in answers)


def test_claim_next_takes_the_urgent_then_the_topic_one_knows_then_the_oldest() -> None:
    resident = builders.resident()
    resident.topics.set([builders.topic("family")])
    oldest = builders.accepted(topic=builders.topic("labour"))
    known = builders.accepted(topic=builders.topic("family"))
    urgent = builders.accepted(topic=builders.topic("labour"))
    Consultation.objects.filter(pk=urgent.pk).update(is_urgent=True)
    assert [claim_next(by=resident.user).pk for _turn in range(3)] == [urgent.pk, known.pk, oldest.pk]


def test_never_ones_own_and_never_a_childs_without_the_training() -> None:
    resident = builders.resident()
    own = builders.accepted(resident.user)
    childs = builders.accepted()
    Consultation.objects.filter(pk=childs.pk).update(age_band="under_14")
    assert list(suggested_for(resident)) == []
    resident.may_handle_minors = True
    assert list(suggested_for(resident)) == [childs]
    assert own not in suggested_for(resident)


def test_the_number_of_queries_does_not_grow_with_the_queue() -> None:
    browser = browser_of(builders.resident().user)
    builders.accepted(topic=builders.topic())
    browser.get("/workbench/queue/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/workbench/queue/")
    for _case in range(6):
        builders.accepted(topic=builders.topic("family"))
    with CaptureQueriesContext(connection) as many:
        browser.get("/workbench/queue/")
    assert len(many) == len(few)
