"""What comes of a complaint: the result, the second look, what is done by itself, what is forgotten, what is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from portal.common import clock
from portal.common.audit.models import AuditEntry
from portal.complaints.figures import by_cause, by_subject
from portal.complaints.models import Complaint, ComplaintSettings, Decision
from portal.complaints.services import clocks, deciding, handling
from portal.complaints.services.telling import who_may_take
from portal.complaints.services.watching import watch
from portal.complaints.states import Act, State
from portal.consultations.models import CalendarDay, Consultation, ConsultationEvent
from portal.consultations.policies import WrongState
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.citizen import acts, erasing
from portal.consultations.services.time import following_calendar
from portal.notifications.models import Delivery, Notification
from portal.retention.services import holding
from portal.retention.services.holding import Which
from tests.complaints import builders as complaints
from tests.consultations import builders

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let time go by."""
    start = clock.now()

    def put(**ahead: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(**ahead))

    return put


def now(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def told(words: str) -> set[str]:
    return set(Notification.objects.filter(text__contains=words).values_list("recipient__username", flat=True))


def heard(complaint: Complaint) -> Complaint:
    """In hand, and the other side has said its part."""
    held = complaints.taken(complaint)
    statement = handling.ask_statement(held, "请说明为什么没有回答第二个问题。", by=held.handler)
    handling.give_statement(statement, "当时理解有误，已经补充。", by=statement.asked)
    return held


class TestTheResult:
    def test_it_has_cause_and_remedy_and_names_further_ways(self, client: Client) -> None:
        complaint = heard(complaints.of_resident(builders.answered()))
        decision = deciding.decide(complaint, complaints.FOUNDED, by=complaint.handler)
        assert (decision.cause, decision.remedies) == ("incomplete", ["explained"])
        assert "律师协会" in decision.further_ways
        assert "12345" in decision.further_ways
        case = complaint.consultation
        client.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
        page = client.get(complaint.get_absolute_url()).content.decode()
        for words in ("投诉属实", complaints.FOUNDED.explanation, "解释说明", "律师协会"):
            assert words in page
        assert "您的投诉有了结果" in client.get(case.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(
        ("without", "field"),
        [({"cause": ""}, "cause"), ({"cause": "none"}, "cause"), ({"remedies": []}, "remedies"),
         ({"explanation": " "}, "explanation"), ({"outcome": ""}, "outcome")],
    )  # fmt: skip
    def test_a_founded_complaint_is_not_closed_without(self, without: dict[str, Any], field: str) -> None:
        complaint = complaints.taken(complaints.filed())
        with pytest.raises(ValidationError) as refused:
            deciding.decide(complaint, replace(complaints.FOUNDED, **without), by=complaint.handler)
        assert field in refused.value.error_dict
        assert now(complaint).state == State.HANDLING

    def test_further_ways_are_kept_as_they_were_named_then(self) -> None:
        decision = complaints.decided(complaints.filed()).decisions.get()
        before = decision.further_ways
        settings = ComplaintSettings.load()
        settings.ways_portal = "改过了。"
        settings.save()
        assert Decision.objects.get().further_ways == before
        assert complaints.decided(complaints.filed()).decisions.get().further_ways == "改过了。"

    @pytest.mark.parametrize("about", ["resident", "institution", "moderation", "portal", "content"])
    def test_every_kind_of_complaint_has_further_ways(self, about: str) -> None:
        assert "12345" in ComplaintSettings.load().ways_for(about)

    def test_art_22_which_measure_was_taken_against_a_person_is_not_told(self) -> None:
        complaint = heard(complaints.of_resident(builders.answered()))
        found = replace(complaints.FOUNDED, remedies=["suspended", "apologised"])
        decision = deciding.decide(complaint, found, by=complaint.handler)
        words = "".join(map(str, decision.remedies_told))
        assert "暂停" not in words
        assert "致歉" in words

    def test_a_late_result_explains_itself(self, later: Any) -> None:
        complaint = complaints.taken(complaints.filed())
        later(days=30)
        with pytest.raises(ValidationError) as refused:
            deciding.decide(complaint, complaints.NOT_FOUNDED, by=complaint.handler)
        assert "late_explanation" in refused.value.error_dict
        late = replace(complaints.NOT_FOUNDED, late_explanation="核实需要时间，抱歉。")
        assert deciding.decide(complaint, late, by=complaint.handler).was_late
        assert clocks.clock_of(complaint).outcome == "late"

    def test_who_left_a_contact_is_told_without_a_word_of_the_matter(self) -> None:
        complaints.decided(complaints.filed(contact="13900001234"))
        sent = Delivery.objects.get()
        assert (sent.address, sent.text_code) == ("13900001234", "complaint.news")

    def test_the_record_of_the_case_holds_throughout(self) -> None:
        complaint = complaints.taken(complaints.of_case(builders.answered()))
        handling.ask_more(complaint, "是哪一天？", by=complaint.handler)
        handling.give_more(now(complaint), "上周三。", by=complaints.follower(complaint))
        deciding.decide(now(complaint), complaints.NOT_FOUNDED, by=complaint.handler)
        deciding.look_again(now(complaint), "请再看一次。", by=complaints.follower(complaint))
        acts_written = ConsultationEvent.objects.filter(act__startswith="complain").values_list("act", flat=True)
        names = ["complain", "complaint_ask", "complaint_add", "complaint_decide", "complaint_again"]
        assert list(acts_written.order_by("sequence")) == names
        assert list(verify_records(Tally())) == []
        Complaint.objects.filter(pk=complaint.pk).update(text="改过的投诉")
        assert list(verify_records(Tally())) != []


class TestAskingForMore:
    def test_the_staff_reads_that_the_complainant_is_waited_for_and_never_that_it_is(self, client: Client) -> None:
        complaint = complaints.taken(complaints.filed())
        handling.ask_more(complaint, "是哪一天？", by=complaint.handler)
        client.force_login(complaint.handler)
        for address in ("/workbench/complaints/", now(complaint).workbench_url):
            page = client.get(address).content.decode()
            assert "等待投诉人补充" in page, address
            assert "等待您补充" not in page, address

    def test_the_clock_stands_still_and_runs_on_with_what_was_left(self, later: Any) -> None:
        complaint = complaints.taken(complaints.filed())
        due = clocks.clock_of(complaint).due_at
        handling.ask_more(complaint, "是哪一天？", by=complaint.handler)
        assert clocks.clock_of(complaint).paused_at is not None
        later(days=6)
        handling.give_more(now(complaint), "上周三。", by=complaints.follower(complaint))
        clock_now = clocks.clock_of(complaint)
        assert clock_now.paused_at is None
        assert clock_now.due_at > due
        assert now(complaint).state == State.HANDLING
        assert told("补充了情况") == {complaint.handler.username}

    def test_who_says_nothing_is_waited_for_no_longer(self, later: Any) -> None:
        complaint = complaints.taken(complaints.filed())
        handling.ask_more(complaint, "是哪一天？", by=complaint.handler)
        later(days=8)
        assert [watch()["lapsed"], watch()["lapsed"]] == [1, 0]
        assert now(complaint).state == State.HANDLING
        assert clocks.clock_of(complaint).paused_at is None

    def test_nobody_else_adds_anything(self) -> None:
        complaint = complaints.filed()
        with pytest.raises(PermissionDenied):
            handling.give_more(complaint, "我也说一句。", by=builders.citizen())


class TestTheSecondLook:
    def test_another_person_looks_once_more_with_a_clock_of_its_own(self) -> None:
        first, second = builders.person("moderator"), builders.person("moderator")
        complaint = complaints.decided(complaints.filed(), handler=first)
        deciding.look_again(complaint, "没有看我的证据。", by=complaints.follower(complaint))
        assert now(complaint).state == State.SECOND_LOOK
        assert who_may_take(now(complaint)) == [second]
        with pytest.raises(PermissionDenied):
            handling.take(now(complaint), by=first)
        complaints.decided(now(complaint), handler=second)
        assert list(complaint.decisions.values_list("look", flat=True)) == [1, 2]
        assert complaint.clocks.count() == 2

    def test_only_once_and_only_in_the_days_of_the_settings(self, later: Any) -> None:
        complaint = complaints.decided(complaints.filed())
        twice = complaints.decided(complaints.filed())
        deciding.look_again(twice, "再看。", by=complaints.follower(twice))
        complaints.decided(now(twice))
        with pytest.raises(WrongState):
            deciding.look_again(now(twice), "再看。", by=complaints.follower(twice))
        later(days=16)
        with pytest.raises(WrongState, match="投诉电话"):
            deciding.look_again(complaint, "再看。", by=complaints.follower(complaint))


class TestByItself:
    def test_warnings_and_escalation_come_once_each(self, later: Any) -> None:
        supervisor = builders.person("supervisor")
        complaint = complaints.taken(complaints.filed())
        found = clocks.clock_of(complaint)
        for moment, mark in ((found.half_at, "warned_half_at"), (found.late_warning_at, "warned_late_at")):
            later(seconds=int((moment - complaint.filed_at).total_seconds()) + 2)
            assert [watch()[mark], watch()[mark]] == [1, 0]
        later(days=30)
        assert [watch()["escalated_at"], watch()["escalated_at"]] == [1, 0]
        assert told("已经超过时限") == {complaint.handler.username, supervisor.username}

    def test_a_calendar_that_changes_moves_the_end_and_says_so(self) -> None:
        complaint = complaints.filed()
        found = clocks.clock_of(complaint)
        last = found.due_at.astimezone(clock.SHANGHAI).date()
        CalendarDay.objects.update_or_create(day=last, defaults={"is_working": False, "name": "临时放假"})
        following_calendar.recompute(["calendar"])
        assert clocks.clock_of(complaint).due_at > found.due_at
        assert clocks.clock_of(complaint).changes.get().reason == "calendar"

    def test_a_policy_that_a_complaint_was_worked_out_by_is_used(self) -> None:
        policy = clocks.clock_of(complaints.filed()).policy
        assert policy is not None
        assert policy.was_used


class TestErasure:
    def erased(self, case: Consultation) -> None:
        request = acts.request_erasure(case, "", by=builders.receipt(case))
        erasing.grant_erasure(request, "按规定保存。", by=builders.person("supervisor"))

    def test_what_is_over_is_forgotten_and_the_record_holds(self, later: Any) -> None:
        case = builders.answered()
        complaint = complaints.decided(complaints.of_case(case))
        later(days=16)
        self.erased(case)
        row = now(complaint)
        assert (row.text, row.salt) == ("", "")
        assert complaint.decisions.get().cause == "none"
        assert list(verify_records(Tally())) == []

    def test_what_is_open_is_handled_first_and_forgotten_then(self, later: Any) -> None:
        case = builders.answered()
        complaint = complaints.of_case(case)
        self.erased(case)
        assert now(complaint).text == complaints.TEXT
        complaints.decided(now(complaint), handler=builders.person("moderator"))
        assert watch()["forgotten"] == 0
        later(days=16)
        assert [watch()["forgotten"], watch()["forgotten"]] == [1, 0]
        assert now(complaint).text == ""
        assert list(verify_records(Tally())) == []


class TestContact:
    PHONE = "13900001234"

    def test_the_contact_goes_once_nobody_needs_it_and_the_rest_stays(self, later: Any) -> None:
        waits, decided = complaints.filed(contact=self.PHONE), complaints.filed(contact=self.PHONE)
        decided = complaints.decided(decided)
        told = Delivery.objects.filter(key__startswith=f"complaint:{decided.pk}:")
        assert told.exists()
        later(days=14)
        assert watch()["contacts"] == 0, "a second look may be asked for"
        assert now(decided).contact == self.PHONE
        later(days=16)
        assert [watch()["contacts"], watch()["contacts"]] == [1, 0]
        assert (now(decided).contact, now(decided).text) == ("", complaints.TEXT)
        assert {one.address for one in told} <= {""}
        assert now(waits).contact == self.PHONE

    def test_after_the_second_look_it_waits_until_the_news_is_sent(self, later: Any) -> None:
        complaint = complaints.decided(complaints.filed(contact=self.PHONE))
        deciding.look_again(complaint, "再看。", by=complaints.follower(complaint))
        later(days=30)
        complaints.decided(now(complaint), replace(complaints.NOT_FOUNDED, late_explanation="核实需要时间，抱歉。"))
        assert watch()["contacts"] == 0
        later(days=38)
        assert watch()["contacts"] == 1

    def test_art_32_a_hold_keeps_the_contact_until_it_is_released(self, later: Any) -> None:
        complaint = complaints.decided(complaints.filed(contact=self.PHONE))
        one, other = builders.person("supervisor"), builders.person("supervisor")
        hold = holding.place(Which((complaint.written_number,)), "示范法院", "", "案件", by=one)
        later(days=40)
        assert watch()["contacts"] == 0
        holding.release(hold, "结束", by=other)
        assert watch()["contacts"] == 1


class TestFigures:
    def test_art_8_they_equal_a_recount_and_count_the_last_result_of_each(self, client: Client) -> None:
        complaints.decided(complaints.filed())
        complaints.decided(complaints.filed(about="content", concerning="/"), complaints.FOUNDED)
        twice = complaints.decided(complaints.filed())
        deciding.look_again(twice, "再看。", by=complaints.follower(twice))
        complaints.decided(now(twice), complaints.FOUNDED)
        today = clock.today()
        causes = {row.code: (row.total, row.founded, row.not_founded) for row in by_cause(today, today)}
        assert causes == {"incomplete": (2, 2, 0), "none": (1, 0, 1)}
        assert {row.code: row.total for row in by_subject(today, today)} == {"portal": 2, "content": 1}
        client.force_login(builders.person("supervisor"))
        table = client.get("/workbench/complaints/figures/?export=csv").content.decode()
        assert "答复不完整，没有回答问题" in table
        page = client.get("/workbench/complaints/figures/").content.decode()
        assert page.index('<th scope="col">原因</th>') < page.index('<th scope="col">投诉什么</th>')
        assert page.count('<th scope="col">原因</th>') == 1, "each table is headed by what its rows are"
        assert AuditEntry.objects.filter(act="exported").exists()

    def test_moderators_do_not_see_them(self, client: Client) -> None:
        client.force_login(builders.person("moderator"))
        assert client.get("/workbench/complaints/figures/").status_code == 403


def test_the_acts_of_the_pages_are_those_of_the_table() -> None:
    from portal.complaints.views.workbench.complaints import ACTS

    assert {row.act for row in ACTS.values()} == {Act.TAKE, Act.DECIDE, Act.ASK_STATEMENT, Act.ASK_MORE, Act.GIVE_BACK}
