"""Lists and pages of cases for the staff: who finds what, and that nobody learns there who asked (articles 17, 25)."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.consultations.models import CitizenContact, Consultation, FurtherQuestion, InternalNote, RefusalProposal
from portal.consultations.services.answers import instead
from portal.consultations.services.answers.noting import add_note
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.states import State
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of

pytestmark = pytest.mark.django_db
WHO, PHONE, MAIL = "citizen-whose-name-shows", "13800001111", "qiye@example.invalid"
NOTE = "内部：先查工商登记。"


@pytest.fixture
def known_citizen() -> User:
    return User.objects.create_user(WHO, None, None, display_name="示例咨询人")


@pytest.fixture
def case(known_citizen: User) -> Consultation:
    """A case in a resident's hands, with everything about who asked."""
    case = builders.claimed(by=known_citizen, topic=builders.topic(), other_side="示例公司")
    CitizenContact.objects.update_or_create(
        consultation=case, defaults={"phone": PHONE, "email": MAIL, "safe_contact": PHONE}
    )
    return case


def office_of(case: Consultation) -> User:
    return builders.person("back_office", case.assigned_to.resident_institution.institution)


ADDRESSES = (
    "/workbench/",
    "/workbench/queue/",
    "/workbench/cases/",
    "/workbench/cases/?state=all&export=csv",
    "{case}",
    "{case}answer/",
    "{case}do/ask/",
    "{case}do/defer/",
    "{case}do/hand-over/",
    "{case}do/release/",
    "{case}do/recuse/",
    "{case}do/propose-refusal/",
    "/workbench/roster/",
    "/workbench/figures/",
    "/workbench/messages/",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", ["resident", "back_office", "moderator"])
def test_no_page_of_the_staff_shows_who_asked(case: Consultation, role: str, address: str) -> None:
    """Whoever asked is an account and a contact in tables of their own, which none of these pages reads."""
    staff = case.assigned_to.user if role == "resident" else office_of(case) if role == "back_office" else None
    page = text_of(browser_of(staff or builders.person(role)).get(address.format(case=case.workbench_url), follow=True))
    for hidden in (WHO, "示例咨询人", PHONE, MAIL):
        assert hidden not in page


def test_each_finds_their_own_and_nobody_anothers(case: Consultation) -> None:
    home = case.assigned_to.resident_institution
    seeing = [case.assigned_to.user, office_of(case), builders.person("moderator"), builders.person("supervisor")]
    blind = [
        builders.resident(home).user,
        builders.resident().user,
        builders.person("back_office", builders.resident_institution().institution),
        builders.person("back_office"),
    ]
    for user in seeing:
        browser = browser_of(user)
        assert case.written_number in text_of(browser.get("/workbench/cases/"))
        assert browser.get(case.workbench_url).status_code == 200
    for user in blind:
        browser = browser_of(user)
        assert case.written_number not in text_of(browser.get("/workbench/cases/"))
        assert browser.get(case.workbench_url).status_code == 404


@pytest.mark.parametrize("suffix", ["", "do/ask/", "do/nothing/"])
def test_anothers_case_is_answered_as_what_does_not_exist_with_the_same_queries(
    case: Consultation, suffix: str
) -> None:
    browser = browser_of(builders.resident().user)
    browser.get("/workbench/cases/")
    absent = f"/workbench/cases/00000000000/{suffix}"
    with CaptureQueriesContext(connection) as for_anothers:
        anothers = browser.get(f"{case.workbench_url}{suffix}")
    with CaptureQueriesContext(connection) as for_nothing:
        nothing = browser.get(absent)
    assert anothers.status_code == nothing.status_code == 404
    assert len(for_anothers) == len(for_nothing)
    assert text_of(anothers).replace(case.receipt_number, "") == text_of(nothing).replace("00000000000", "")


def test_nobody_of_the_staff_finds_their_own_question_at_work() -> None:
    moderator = builders.person("moderator")
    own = builders.accepted(moderator)
    browser = browser_of(moderator)
    assert own.written_number not in text_of(browser.get("/workbench/cases/?state=all"))
    assert browser.get(own.workbench_url).status_code == 404


def test_art_25_each_opening_is_in_the_log(case: Consultation) -> None:
    browser_of(case.assigned_to.user).get(case.workbench_url)
    entry = AuditEntry.objects.get(act=Act.CASE_OPENED)
    assert (entry.actor_id, entry.subject_name) == (case.assigned_to.user.pk, case.receipt_number)


def test_art_25_what_is_quarantined_is_opened_by_one_role_alone_and_logged(case: Consultation) -> None:
    Consultation.objects.filter(pk=case.pk).update(is_quarantined=True)
    for user in (case.assigned_to.user, office_of(case), builders.person("moderator")):
        assert browser_of(user).get(case.workbench_url).status_code == 404
    assert browser_of(builders.person("supervisor")).get(case.workbench_url).status_code == 200
    assert AuditEntry.objects.filter(act=Act.CASE_OPENED).count() == 1


def test_art_17_internal_notes_stay_inside_the_institution(case: Consultation) -> None:
    office = office_of(case)
    browser_of(office).post(f"{case.workbench_url}notes/", {"text": NOTE})
    assert InternalNote.objects.get().author == office
    for user, sees in (
        (case.assigned_to.user, True),
        (office, True),
        (builders.person("moderator"), False),
        (builders.person("supervisor"), False),
    ):
        assert (NOTE in text_of(browser_of(user).get(case.workbench_url))) is sees
    assert (
        browser_of(builders.person("moderator")).post(f"{case.workbench_url}notes/", {"text": "x"}).status_code == 404
    )


def test_art_17_who_has_the_case_next_reads_no_notes_of_another_institution(case: Consultation) -> None:
    add_note(case, NOTE, by=case.assigned_to.user)
    claiming.release(case, by=case.assigned_to.user)
    newcomer = builders.resident()
    case = conflicts.declare_none(claiming.claim(case, by=newcomer.user), by=newcomer.user)
    assert NOTE not in text_of(browser_of(newcomer.user).get(case.workbench_url))


def test_an_empty_note_is_refused_in_words(case: Consultation) -> None:
    answer = browser_of(case.assigned_to.user).post(f"{case.workbench_url}notes/", {"text": "  "})
    assert answer.status_code == 400
    assert "请写备注内容" in text_of(answer)


def test_the_page_does_each_act_and_says_what_is_missing(case: Consultation) -> None:
    browser = browser_of(case.assigned_to.user)
    refused = browser.post(f"{case.workbench_url}do/ask/", {"text": ""})
    assert refused.status_code == 400
    assert "请写明需要补充什么" in text_of(refused)
    assert browser.post(f"{case.workbench_url}do/ask/", {"text": "请补充工资标准。"})["Location"] == case.workbench_url
    case.refresh_from_db()
    assert case.state == State.AWAITING_CITIZEN
    assert "请补充工资标准" in text_of(browser.get(case.workbench_url))


def test_art_23_a_deferral_keeps_what_was_typed_and_tells_beijing_time(case: Consultation) -> None:
    browser = browser_of(case.assigned_to.user)
    refused = browser.post(f"{case.workbench_url}do/defer/", {"until": "2020-01-01T09:00", "reason": "要查档案"})
    assert "要查档案" in text_of(refused)
    until = (clock.now() + timedelta(days=2)).astimezone(clock.SHANGHAI)
    typed = until.strftime("%Y-%m-%dT%H:%M")
    browser.post(f"{case.workbench_url}do/defer/", {"until": typed, "reason": "要查档案"})
    agreed = case.deferrals.get().until.astimezone(clock.SHANGHAI)
    assert agreed.strftime("%Y-%m-%dT%H:%M") == typed


def test_a_proposal_to_refuse_goes_to_the_moderators(case: Consultation) -> None:
    browser = browser_of(case.assigned_to.user)
    missing = browser.post(f"{case.workbench_url}do/propose-refusal/", {"reason": "out_of_scope", "note": ""})
    assert "请选咨询人可以找的机关" in text_of(missing)
    browser.post(f"{case.workbench_url}do/propose-refusal/", {"reason": "pending_case", "note": "已经开庭"})
    assert RefusalProposal.objects.get().note == "已经开庭"
    assert browser.get(case.workbench_url).status_code == 404


def test_a_case_is_handed_to_the_colleague_who_knows_the_topic_before_others(case: Consultation) -> None:
    home = case.assigned_to.resident_institution
    other = builders.resident(home)
    knowing = builders.resident(home)
    knowing.topics.set([builders.topic()])
    away = builders.resident(home, duty="suspended")
    browser = browser_of(case.assigned_to.user)
    page = text_of(browser.get(f"{case.workbench_url}do/hand-over/"))
    assert away.code not in page
    assert page.index(knowing.code) < page.index(other.code)
    browser.post(f"{case.workbench_url}do/hand-over/", {"colleague": knowing.pk})
    case.refresh_from_db()
    assert case.assigned_to == knowing


def test_an_act_that_is_not_ones_own_leads_back_to_the_case(case: Consultation) -> None:
    office = browser_of(office_of(case))
    assert office.get(f"{case.workbench_url}do/ask/")["Location"] == case.workbench_url
    assert "交回" in text_of(office.get(case.workbench_url))


def test_the_list_is_sorted_by_due_and_filtered(case: Consultation) -> None:
    with time_machine.travel(clock.now() - timedelta(hours=9), tick=False):
        late = builders.accepted(topic=builders.topic("family"))
    Consultation.objects.filter(pk=case.pk).update(is_urgent=True)
    browser = browser_of(builders.person("moderator"))
    page = text_of(browser.get("/workbench/cases/"))
    assert page.index(late.written_number) < page.index(case.written_number)
    assert "已逾期" in page
    home = case.assigned_to.resident_institution.pk
    for query, found, left_out in (
        ("is_overdue=on", late, case),
        ("is_urgent=on", case, late),
        ("topic=family", late, case),
        ("state=assigned", case, late),
        (f"institution={home}", case, late),
        (f"number={late.written_number}", late, case),
    ):
        page = text_of(browser.get(f"/workbench/cases/?{query}"))
        assert found.written_number in page
        assert left_out.written_number not in page


def test_the_staff_reads_that_the_citizen_is_waited_for_and_never_is_called_you(case: Consultation) -> None:
    instead.ask_citizen(case, "请补充签合同的日期。", by=case.assigned_to.user)
    browser = browser_of(case.assigned_to.user)
    for address in ("/workbench/cases/", case.workbench_url):
        words = browser.get(address).content.decode()
        assert "等待咨询人补充" in words
        assert "等待您补充" not in words
    assert Consultation.objects.get().get_state_display() == "等待您补充", "that is what the citizen reads"


def test_the_export_is_logged_and_holds_no_personal_text(case: Consultation) -> None:
    answer = browser_of(case.assigned_to.user).get("/workbench/cases/?export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["咨询编号", case.written_number]
    flat = "".join(rows[1])
    for hidden in (builders.QUESTION, "示例公司", WHO):
        assert hidden not in flat
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert entry.details["rows"] == 1


@pytest.mark.parametrize("role", ["moderator", "back_office"])
def test_a_list_costs_the_same_however_long_it_is(case: Consultation, role: str) -> None:
    browser = browser_of(office_of(case) if role == "back_office" else builders.person(role))
    browser.get("/workbench/cases/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/workbench/cases/")
    for _one in range(4):
        builders.claimed(builders.resident(case.assigned_to.resident_institution), topic=builders.topic("family"))
    with CaptureQueriesContext(connection) as many:
        browser.get("/workbench/cases/")
    assert len(many) == len(few)


def test_art_24_a_case_that_waits_for_a_further_answer_says_so_in_the_list() -> None:
    case = builders.answered()
    browser = browser_of(case.assigned_to.user)
    assert "有追问" not in text_of(browser.get("/workbench/cases/"))
    FurtherQuestion.objects.create(consultation=case, text="要交费吗？", salt="0" * 32, asked_at=clock.now())
    assert "有追问" in text_of(browser.get("/workbench/cases/"))
