"""Who handles a complaint, whom a code stands for, what the other side learns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from portal.accounts.second_factor.policy import asks_for_fresh_code
from portal.common import clock
from portal.common.audit.models import AuditEntry
from portal.complaints.models import Complaint, Statement
from portal.complaints.services import deciding, handling, resolving
from portal.complaints.services.telling import who_may_take
from portal.complaints.states import OPEN, TRANSITIONS, State, state_after
from portal.consultations.models import Consultation, ResidentStaff
from portal.consultations.policies import WrongState
from portal.consultations.services.screening import minors, refusing
from portal.notifications.models import Notification
from portal.public_board.services import withdrawing
from tests.complaints import builders as complaints
from tests.consultations import builders
from tests.consultations.residents.people import browser_of
from tests.public_board import builders as board

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


class TestTheTable:
    def test_every_act_leads_to_a_state_from_each_where_it_begins(self) -> None:
        for act, row in TRANSITIONS.items():
            for begins in row.begins:
                for look in (1, 2):
                    assert state_after(begins, act, look) in State.values

    def test_nothing_is_open_for_ever(self) -> None:
        """From every open state somebody of the portal, or time, leads on to a result."""
        leads = {
            state: {state_after(state, act, 1) for act, row in TRANSITIONS.items() if state in row.begins}
            for state in OPEN
        }
        reached = {State.DECIDED}
        for _step in OPEN:
            reached |= {state for state in OPEN if leads[state] & reached}
        assert reached >= set(OPEN)

    def test_the_database_holds_what_the_table_says(self) -> None:
        complaint = complaints.filed()
        for values in ({"state": "handling"}, {"state": "lost"}, {"about": "resident"}, {"look": 3}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Complaint.objects.filter(pk=complaint.pk).update(**values)


class TestWhoHandles:
    def test_nobody_of_the_institution_that_is_complained_of(self) -> None:
        complaint = complaints.of_resident(builders.answered())
        institution = complaint.institution
        inside, outside = builders.person("moderator", institution), builders.person("moderator")
        assert not Complaint.objects.visible_to(inside).filter(pk=complaint.pk).exists()
        with pytest.raises(PermissionDenied):
            handling.take(complaint, by=inside)
        assert handling.take(complaint, by=outside).handler == outside

    def test_an_institution_that_was_named_is_known_by_its_name(self) -> None:
        home = builders.resident_institution()
        complaint = complaints.filed(about="institution", concerning=home.institution.name)
        inside = builders.person("moderator", home.institution)
        assert not Complaint.objects.visible_to(inside).filter(pk=complaint.pk).exists()

    def test_never_the_moderator_who_decided_the_case(self, client: Client) -> None:
        decider, other = builders.person("moderator"), builders.person("moderator")
        complaint = complaints.of_case(builders.refused(decider), about="moderation")
        assert who_may_take(complaint) == [other]
        with pytest.raises(PermissionDenied):
            handling.take(complaint, by=decider)
        client.force_login(decider)
        assert client.get(complaint.workbench_url).status_code == 404
        assert complaint.written_number not in client.get("/workbench/complaints/?state=all").content.decode()

    def test_with_one_moderator_the_supervisor_handles(self) -> None:
        only, supervisor = builders.person("moderator"), builders.person("supervisor")
        complaint = complaints.of_case(builders.refused(only), about="moderation")
        assert who_may_take(complaint) == [supervisor]
        assert told("新的投诉") == {supervisor.username}
        handling.take(complaint, by=supervisor)

    def test_where_nobody_is_left_supervisors_are_told_that_somebody_is_needed(self) -> None:
        only = builders.person("moderator")
        supervisor = builders.person("supervisor")
        case = builders.refused(only)
        acts_ = refusing.appeal(case, "请再看一次。", by=builders.receipt(case))
        refusing.decide_appeal(acts_.refusal.consultation, is_granted=False, explanation="维持。", by=supervisor)
        complaints.of_case(case, about="moderation")
        assert told("没有可以办理的人") == {supervisor.username}

    def test_never_who_complained(self) -> None:
        moderator = builders.person("moderator")
        complaint = complaints.of_case(builders.answered(by=moderator))
        assert not Complaint.objects.visible_to(moderator).exists()
        with pytest.raises(PermissionDenied):
            handling.take(complaint, by=moderator)

    def test_never_the_resident_complained_of_whatever_else_they_are(self) -> None:
        case = builders.answered()
        author = case.answers.get().author
        author.user.groups.add(*builders.person("moderator").groups.all())
        user = type(author.user).objects.get(pk=author.user.pk)
        complaints.of_resident(case)
        assert not Complaint.objects.visible_to(user).exists()

    @pytest.mark.parametrize(
        "role", ["resident", "back_office", "expert", "auditor", "administrator", "content_editor"]
    )
    def test_others_find_nothing(self, client: Client, role: str) -> None:
        complaint = complaints.filed()
        client.force_login(builders.person(role))
        assert client.get(complaint.workbench_url).status_code in (302, 403, 404)
        assert not Complaint.objects.visible_to(builders.person(role)).exists()

    def test_of_two_who_press_one_has_it(self) -> None:
        complaint = complaints.filed()
        first, second = builders.person("moderator"), builders.person("moderator")
        handling.take(complaint, by=first)
        with pytest.raises((PermissionDenied, WrongState)):
            handling.take(complaint, by=second)
        assert now(complaint).handler == first

    def test_what_one_has_in_hand_other_moderators_do_not_read(self, client: Client) -> None:
        complaint = complaints.taken(complaints.filed())
        client.force_login(builders.person("moderator"))
        assert client.get(complaint.workbench_url).status_code == 404

    def test_a_supervisor_gives_back_what_lies_with_somebody_who_is_away(self) -> None:
        complaint = complaints.taken(complaints.filed())
        assert handling.give_back(complaint, by=builders.person("supervisor")).state == State.RECEIVED

    def test_each_opening_is_on_the_audit_log(self, client: Client) -> None:
        complaint = complaints.filed()
        moderator = builders.person("moderator")
        client.force_login(moderator)
        assert complaints.TEXT in client.get(complaint.workbench_url).content.decode()
        entry = AuditEntry.objects.filter(act="case_opened").latest("pk")
        assert (entry.actor_id, entry.subject) == (moderator.pk, f"complaints.complaint:{complaint.pk}")


class TestWhomTheCodeStandsFor:
    def held(self) -> Complaint:
        return complaints.taken(complaints.of_resident(builders.answered()))

    def name_of(self, complaint: Complaint) -> str:
        return ResidentStaff.objects.get(staff_code__code=complaint.staff_code).practitioner.name

    def test_art_22_the_handler_alone_opens_it_for_a_reason_that_is_logged(self) -> None:
        complaint = self.held()
        with pytest.raises(ValidationError):
            resolving.bearer_of(complaint, "", by=complaint.handler)
        found = resolving.bearer_of(complaint, "核实是否本人答复", by=complaint.handler)
        assert found.name == self.name_of(complaint)
        entry = AuditEntry.objects.filter(act="personal_data_opened").latest("pk")
        assert (entry.actor_id, entry.details["reason"]) == (complaint.handler.pk, "核实是否本人答复")
        for other in (builders.person("moderator"), builders.person("supervisor")):
            with pytest.raises(PermissionDenied):
                resolving.bearer_of(complaint, "想知道是谁", by=other)

    def test_its_page_wants_a_fresh_code_of_the_second_factor(self) -> None:
        assert asks_for_fresh_code(f"{self.held().workbench_url}person/", is_reading=True)

    def test_art_22_no_other_page_of_the_handler_shows_the_name_or_the_firm(self, client: Client) -> None:
        complaint = self.held()
        client.force_login(complaint.handler)
        firm = str(complaint.institution)
        pages = ["", "person/", *(f"do/{code}/" for code in ("decide", "statement", "ask", "give-back"))]
        shown = [client.get(f"{complaint.workbench_url}{page}").content.decode() for page in pages]
        shown += [client.get(f"/workbench/complaints/{more}").content.decode() for more in ("", "?export=csv")]
        assert all(self.name_of(complaint) not in page and firm not in page for page in shown)
        page = client.post(f"{complaint.workbench_url}person/", {"what": "bearer", "reason": "核实是否本人答复"})
        assert self.name_of(complaint) in page.content.decode()

    def test_art_22_a_result_that_names_the_resident_or_the_firm_is_held_back(self) -> None:
        complaint = self.held()
        for named in (self.name_of(complaint), str(complaint.institution)):
            found = replace(complaints.NOT_FOUNDED, explanation=f"经向{named}核实，没有问题。")
            with pytest.raises(ValidationError) as refused:
                deciding.decide(complaint, found, by=complaint.handler)
            assert "explanation" in refused.value.error_dict

    def test_the_contact_that_was_left_is_opened_the_same_way(self) -> None:
        complaint = complaints.taken(complaints.filed(contact="13900001234"))
        assert resolving.contact_of_complainant(complaint, "电话核实经过", by=complaint.handler) == "13900001234"
        with pytest.raises(PermissionDenied):
            resolving.contact_of_complainant(complaint, "电话核实经过", by=builders.person("moderator"))


class TestTheOtherSide:
    def test_it_is_heard_without_learning_who_complained_or_what_was_written(self, client: Client) -> None:
        citizen = builders.citizen()
        case = builders.answered(by=citizen)
        complaint = complaints.taken(complaints.of_resident(case))
        statement = handling.ask_statement(complaint, "请说明为什么没有回答第二个问题。", by=complaint.handler)
        author = case.answers.get().author
        assert told("请您说明情况") == {author.user.username}
        client.force_login(author.user)
        page = client.get(statement.workbench_url).content.decode()
        assert "第二个问题" in page
        for hidden in (complaints.TEXT, citizen.username, complaint.written_number, case.written_number):
            assert hidden not in page
        client.post(statement.workbench_url, {"text": "当时理解有误。"})
        assert Statement.objects.get().text == "当时理解有误。"
        assert told("作了说明") == {complaint.handler.username}

    def test_nobody_else_reads_or_gives_it(self, client: Client) -> None:
        complaint = complaints.taken(complaints.of_resident(builders.answered()))
        statement = handling.ask_statement(complaint, "请说明。", by=complaint.handler)
        other = builders.resident().user
        with pytest.raises(PermissionDenied):
            handling.give_statement(statement, "我来说。", by=other)
        client.force_login(other)
        assert client.get(statement.workbench_url).status_code == 404

    def test_an_institution_speaks_by_its_back_office(self) -> None:
        home = builders.resident_institution()
        office = builders.person("back_office", home.institution)
        complaint = complaints.taken(complaints.filed(about="institution", concerning=home.institution.name))
        statement = handling.ask_statement(complaint, "请说明排班。", by=complaint.handler)
        assert handling.give_statement(statement, "当天有人请假。", by=office).answered_by == office

    def test_nothing_is_founded_before_the_other_side_was_heard_or_could_have_been(self, later: Any) -> None:
        complaint = complaints.taken(complaints.of_resident(builders.answered()))
        with pytest.raises(ValidationError, match="听对方说明"):
            deciding.decide(complaint, complaints.FOUNDED, by=complaint.handler)
        handling.ask_statement(complaint, "请说明。", by=complaint.handler)
        with pytest.raises(ValidationError, match="听对方说明"):
            deciding.decide(complaint, complaints.FOUNDED, by=complaint.handler)
        later(days=3)
        late = replace(complaints.FOUNDED, late_explanation="等待说明。")
        assert deciding.decide(complaint, late, by=complaint.handler).outcome == "founded"

    def test_it_learns_the_result(self, client: Client) -> None:
        complaint = heard(complaints.of_resident(builders.answered()))
        deciding.decide(complaint, complaints.FOUNDED, by=complaint.handler)
        statement = Statement.objects.get()
        assert statement.asked.username in told("您说明过的一件投诉有了结果")
        client.force_login(statement.asked)
        page = client.get(statement.workbench_url).content.decode()
        assert "投诉属实" in page
        assert complaints.FOUNDED.explanation not in page


class TestWhatIsAddedLater:
    SECRET = "机密★10年 关于某部营区搬迁的通知，全文如下，律师还让我发给他。"

    @pytest.mark.parametrize("has_case", [True, False])
    def test_article_25_a_state_secret_added_later_shuts_the_complaint(self, *, has_case: bool) -> None:
        complaint = complaints.of_case(builders.answered()) if has_case else complaints.filed()
        held = complaints.taken(complaint)
        handling.give_more(held, self.SECRET, by=complaints.follower(held))
        assert now(held).is_shut
        assert not Complaint.objects.visible_to(held.handler).filter(pk=held.pk).exists()
        supervisor = builders.person("supervisor")
        handling.give_back(now(held), by=supervisor)
        assert supervisor in who_may_take(now(held))
        assert held.handler not in who_may_take(now(held))

    def test_danger_added_later_makes_it_urgent_and_wakes_who_has_it(self) -> None:
        held = complaints.taken(complaints.filed())
        handling.give_more(held, "我不想活了，今晚就自杀。", by=complaints.follower(held))
        assert now(held).is_urgent
        assert held.handler is not None
        assert held.handler.username in told("可能有危险")

    def test_what_comes_with_the_wish_for_a_second_look_is_looked_at_too(self) -> None:
        complaint = complaints.decided(complaints.filed())
        deciding.look_again(complaint, self.SECRET, by=complaints.follower(complaint))
        assert now(complaint).is_shut


def test_article_25_a_complaint_of_a_child_is_seen_by_supervisors_and_who_was_let_in() -> None:
    case = builders.answered()
    complaint = complaints.of_case(case)
    Consultation.objects.filter(pk=case.pk).update(age_band="under_14")
    moderator, other, supervisor = (builders.person(role) for role in ("moderator", "moderator", "supervisor"))
    minors.let_in(case, moderator, by=supervisor)
    seen = [one for one in (moderator, other, supervisor) if Complaint.objects.visible_to(one).exists()]
    assert seen == [moderator, supervisor]
    assert browser_of(other).get(complaint.workbench_url).status_code == 404


def test_who_took_a_page_off_the_board_does_not_handle_the_complaint_about_it() -> None:
    publication = board.public()
    doer = builders.person("moderator")
    withdrawing.take_down(publication, "other", "内容不合适。", by=doer)
    complaint = complaints.of_case(publication.consultation, about="moderation")
    assert doer not in who_may_take(complaint)
    with pytest.raises(PermissionDenied):
        handling.take(complaint, by=doer)


@pytest.mark.parametrize("about", ["resident", "portal"])
def test_article_22_no_words_to_the_complainant_name_who_bears_a_code_of_the_case(about: str) -> None:
    case = builders.answered()
    assert case.assigned_to is not None
    person, firm = case.assigned_to.practitioner.name, str(case.assigned_to.resident_institution.institution)
    complaint = complaints.of_resident(case) if about == "resident" else complaints.of_case(case, about=about)
    held = complaints.taken(complaint)
    for name in (person, firm):
        with pytest.raises(ValidationError, match="规范第二十二条"):
            handling.ask_more(held, f"{name}说没有见过这份材料，请您补充。", by=held.handler)
        found = replace(complaints.NOT_FOUNDED, explanation=f"已向{name}核实。")
        with pytest.raises(ValidationError) as refused:
            deciding.decide(held, found, by=held.handler)
        assert "explanation" in refused.value.message_dict
    handling.ask_more(held, "请您补充是哪一天。", by=held.handler)
