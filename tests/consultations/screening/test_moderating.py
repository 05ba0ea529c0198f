"""The moderators' pages: the queue, a case with the words marked, deciding, refusing in words, a second look by another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.common.audit.models import AuditEntry
from portal.consultations.models import Authority, Consultation, MinorOpening, Refusal
from portal.consultations.services.answers import instead
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of
from tests.consultations.screening.cases import CHILD, DANGER, OUT_OF_SCOPE, PENDING, SECRET, flags, screened

pytestmark = pytest.mark.django_db
QUEUE = "/workbench/screening/"
PHONE = "我叫李建军，电话13912345678，公司不给我发工资怎么办"


@pytest.fixture
def moderator(db: None) -> Any:
    return builders.person("moderator")


@pytest.fixture
def browser(moderator: Any) -> Client:
    return browser_of(moderator)


def at(case: Consultation, more: str = "") -> str:
    return f"{QUEUE}{case.receipt_number}/{more}"


def test_the_urgent_come_first_then_the_oldest_and_no_text_is_shown(browser: Client) -> None:
    first, second = screened(PENDING), screened(PHONE)
    urgent = screened(DANGER)
    page = text_of(browser.get(QUEUE))
    places = [page.index(case.written_number) for case in (urgent, first, second)]
    assert places == sorted(places)
    assert "等待审核 3 件" in page
    assert "13912345678" not in page


def test_a_clean_case_takes_two_presses_and_the_next_one_opens_by_itself(browser: Client) -> None:
    """Open and accept; each further one is accepted where it opened: one press. At most four are allowed."""
    cases = [screened(PHONE), screened(PHONE.replace("李建军", "赵志刚"))]
    opened = browser.get(re.search(rf'href="({QUEUE}\w+/)"', text_of(browser.get(QUEUE)))[1])
    presses = 1
    while opened.status_code == 200 and (
        button := re.search(r'name="act" value="(\w+)" data-key="a"', text_of(opened))
    ):
        opened = browser.post(opened.request["PATH_INFO"], {"act": button[1]}, follow=True)
        presses += 1
    assert presses == 1 + len(cases)
    assert {Consultation.objects.get(pk=case.pk).state for case in cases} == {State.ACCEPTED}
    assert "现在没有等待审核的咨询" in text_of(opened)


def test_the_words_are_marked_in_the_text_with_the_number_of_the_suggestion_and_how_often_people_agreed(
    browser: Client, moderator: Any
) -> None:
    earlier = screened(PENDING)
    browser.post(at(earlier, "verdict/"), {"verdict": f"{flags(earlier)['pending_case'].pk}:agreed"})
    other = screened(PENDING.replace("朋友", "同事"))
    page = text_of(browser.get(at(other)))
    assert "<mark>法院已经立案了<sup>1</sup></mark>" in page
    assert "审核员核对过这条规则 1 次，同意 1 次（100%）" in page
    assert "第三十一条" in page


def test_article_25_every_opening_of_a_case_is_logged(browser: Client, moderator: Any) -> None:
    case = screened(PENDING)
    browser.get(at(case))
    entry = AuditEntry.objects.filter(act="case_opened").latest("pk")
    assert (entry.actor_id, entry.details["page"]) == (moderator.pk, "screening")


def test_article_28_a_refusal_out_of_scope_cannot_be_saved_without_an_authority(browser: Client) -> None:
    case = screened(OUT_OF_SCOPE)
    sent = {
        "reason": "out_of_scope",
        "explanation": "要由有关机关办理。",
        "instead": "也可以拨打12348。",
        "authority": "",
    }
    answer = browser.post(at(case, "do/refuse/"), sent)
    assert answer.status_code == 400
    assert "必须写明可以找哪个机关（规范第二十八条）" in text_of(answer)
    assert "要由有关机关办理。" in text_of(answer)  # what was typed is kept
    assert not Refusal.objects.exists()


def test_article_28_the_form_begins_with_the_authority_and_words_that_can_be_sent_as_they_are(browser: Client) -> None:
    case = screened(OUT_OF_SCOPE)
    form = browser.get(at(case, "do/refuse/")).context["form"]
    browser.post(at(case, "do/refuse/"), {name: str(form[name].value()) for name in form.fields})
    refusal = Refusal.objects.get(consultation=case)
    assert refusal.authority is not None
    assert (refusal.reason, refusal.authority.code) == ("out_of_scope", "citizen_hotline")
    assert flags(case)["out_of_scope"].verdict == "agreed"


@pytest.mark.parametrize("words", ["您的诉讼时效已经过了，不予解答。", "已超过申请期限。", "仲裁时效早已届满。"])
def test_no_refusal_says_that_a_time_limit_has_passed(browser: Client, words: str) -> None:
    case = screened(PENDING)
    sent = {"reason": "pending_case", "explanation": words, "instead": "请拨打12348。"}
    answer = browser.post(at(case, "do/refuse/"), sent)
    assert answer.status_code == 400
    assert "不能告诉咨询人时效或者期限已经过了" in text_of(answer)


def test_accepting_says_that_the_suggestion_to_refuse_was_wrong_and_leaves_others_open(browser: Client) -> None:
    case = screened(f"{PENDING}，我的电话13912345678")
    browser.post(at(case), {"act": "accept"})
    found = flags(case)
    assert (found["pending_case"].verdict, found["personal_data"].verdict) == ("disagreed", "")


def test_article_30_the_citizen_is_asked_to_hide_what_need_not_be_there(browser: Client) -> None:
    case = screened(PHONE)
    form = browser.get(at(case, "do/ask/")).context["form"]
    assert "请隐去后再提交" in form["text"].value()
    browser.post(at(case, "do/ask/"), {"text": form["text"].value()})
    assert Consultation.objects.get(pk=case.pk).state == State.AWAITING_CITIZEN


def test_a_report_to_the_authorities_is_a_recorded_act_in_any_state(browser: Client) -> None:
    case = screened(DANGER)
    assert case.state == State.ACCEPTED
    answer = browser.post(at(case, "do/report/"), {"told": "属地派出所", "note": "电话报告，已派民警。"}, follow=True)
    assert "属地派出所" in text_of(answer)
    assert case.events.filter(act="danger_reported").exists()
    assert case.reports.get().by is not None
    assert flags(case)["danger"].verdict == "agreed"
    assert case.written_number not in text_of(browser.get(QUEUE))


def test_an_appeal_is_decided_by_another_moderator_never_by_who_refused(browser: Client, moderator: Any) -> None:
    case = builders.refused(moderator)
    refusing.appeal(case, "法院没有立案，我写错了。", by=builders.receipt(case))
    another = browser_of(builders.person("moderator"))
    assert "由作出决定以外的人办理" in text_of(browser.get(at(case)))
    assert browser.get(at(case, "do/second-look/")).status_code == 302
    another.post(at(case, "do/second-look/"), {"decision": "grant", "explanation": "没有在诉讼中，受理。"})
    assert Consultation.objects.get(pk=case.pk).state == State.ACCEPTED
    assert Refusal.objects.get(consultation=case).lifted_at is not None


def test_where_there_is_one_moderator_the_supervisor_decides(moderator: Any) -> None:
    case = builders.refused(moderator)
    refusing.appeal(case, "法院没有立案，我写错了。", by=builders.receipt(case))
    supervisor = browser_of(builders.person("supervisor"))
    assert case.written_number in text_of(supervisor.get(QUEUE))
    supervisor.post(at(case, "do/second-look/"), {"decision": "uphold", "explanation": "传票写明下周开庭。"})
    assert Consultation.objects.get(pk=case.pk).state == State.CLOSED


def test_a_residents_proposal_is_confirmed_in_the_same_queue(browser: Client) -> None:
    case = builders.claimed()
    assert case.assigned_to is not None
    instead.propose_refusal(case, "abuse", "像是广告。", by=case.assigned_to.user)
    page = text_of(browser.get(at(case)))
    assert "驻场人员建议不予解答" in page
    form = browser.get(at(case, "do/refuse/")).context["form"]
    assert form["reason"].value() == "abuse"
    sent = {name: str(form[name].value() or "") for name in form.fields}
    browser.post(at(case, "do/refuse/"), sent)
    assert case.proposals.get().is_confirmed is True


def test_article_25_the_supervisor_alone_opens_what_is_quarantined_and_lifts_it(browser: Client) -> None:
    case = screened(SECRET)
    supervisor = browser_of(builders.person("supervisor"))
    assert browser.get(at(case)).status_code == 404
    assert "隔离" in text_of(supervisor.get(at(case)))
    supervisor.post(at(case), {"act": "lift"})
    assert browser.get(at(case)).status_code == 200
    assert Consultation.objects.get(pk=case.pk).state == State.SCREENING


def test_article_25_the_citizen_is_asked_to_take_the_secret_out_and_it_stays_quarantined() -> None:
    case = screened(SECRET)
    supervisor = browser_of(builders.person("supervisor"))
    supervisor.post(at(case, "do/hide/"), {"text": "请删去带密级的内容。"})
    case.refresh_from_db()
    assert (case.state, case.is_quarantined) == (State.AWAITING_CITIZEN, True)


def test_agreeing_that_a_child_writes_shuts_the_case_until_each_is_let_in_by_name(
    browser: Client, moderator: Any
) -> None:
    case = screened(CHILD)
    answer = browser.post(at(case, "verdict/"), {"verdict": f"{flags(case)['under_14'].pk}:agreed"})
    assert answer["Location"] == QUEUE
    assert browser.get(at(case)).status_code == 404
    MinorOpening.objects.create(consultation=case, user=moderator, at=case.submitted_at)
    assert browser.get(at(case)).status_code == 200


def test_nobody_screens_their_own_question(browser: Client, moderator: Any) -> None:
    case = screened(PENDING, moderator)
    assert case.written_number not in text_of(browser.get(QUEUE))
    assert browser.post(at(case), {"act": "accept"}).status_code == 404


def test_who_was_too_late_is_told_so(browser: Client, moderator: Any) -> None:
    case = screened(PENDING)
    refusing.accept(case, by=builders.person("moderator"))
    answer = browser.post(at(case), {"act": "accept"})
    assert answer.status_code == 409
    assert "可能刚刚有变化" in text_of(answer)


def test_authorities_are_edited_and_a_hint_that_cannot_be_read_is_refused_in_words(browser: Client) -> None:
    row = Authority.objects.get(code="tax")
    sent = {
        "name": "税务机关",
        "matters": row.matters,
        "telephone": "12366",
        "hints": "个税*[怎么",
        "position": "1",
        "is_active": "on",
    }
    answer = browser.post("/workbench/authorities/tax/", sent)
    assert answer.status_code == 400
    assert "方括号要成对" in text_of(answer)
    browser.post("/workbench/authorities/tax/", sent | {"hints": "个税*怎么填"})
    row.refresh_from_db()
    assert row.hints == "个税*怎么填"


def test_the_queue_and_a_case_ask_the_same_few_questions_whatever_waits(browser: Client) -> None:
    case = screened(PENDING)
    browser.get(QUEUE)  # what is asked once a process is asked
    browser.get(at(case))

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(address).status_code == 200
        return len(caught)

    few = queries(QUEUE), queries(at(case))
    for number in range(10):
        screened(f"{PENDING}，这是第{number}件，我的电话1391234567{number}")
    assert (queries(QUEUE), queries(at(case))) == few


def test_anothers_case_and_none_at_all_are_answered_alike(browser: Client) -> None:
    shut = screened(SECRET)
    answers = []
    for number in (shut.receipt_number, "ZZZZZZZZZZZ"):
        with CaptureQueriesContext(connection) as caught:
            answer = browser.get(f"{QUEUE}{number}/")
        # Links of the page's frame carry the address that was asked for.
        answers.append((answer.status_code, text_of(answer).replace(number, ""), len(caught)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
