"""Article 29.2: equal texts from others are one matter; one answer may serve all, and each case stays its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.common import clock
from portal.common.audit.models import AuditEntry
from portal.common.outbox.drain import drain
from portal.consultations.editor.state import from_json
from portal.consultations.models import Answer, Consultation, Deadline
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.states import State
from portal.group_matters.models import MatterAnswer, MatterDelivery
from portal.group_matters.services import answering_all, taking
from portal.group_matters.services.representing import representative
from portal.notifications.models import Notification
from portal.retention.walking import rows_of
from tests.consultations import builders
from tests.consultations.residents.people import browser_of
from tests.group_matters.people import ANSWER, TEXT, drafted, fresh, held, matter_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def send(matter: Any, case: Consultation, draft: Any, by: Any, **more: Any) -> MatterAnswer:
    key = answering_all.key_of(case, draft.revision, draft.content)
    return answering_all.answer_all(matter, case, from_json(draft.content), key=key, by=by, **more)


class TestAnsweringAll:
    def test_article_29_one_act_gives_each_open_case_an_answer_of_its_own(self) -> None:
        citizen = builders.citizen()
        matter, cases, staff = held(2)
        third, _cases, _staff = held(1, staff, by=citizen)
        assert third == matter
        send(matter, cases[0], drafted(cases[0]), staff.user)
        all_cases = list(Consultation.objects.filter(matter=matter))
        assert len(all_cases) == 3
        assert {case.state for case in all_cases} == {State.ANSWERED}
        answers = Answer.objects.all()
        assert len({answer.consultation_id for answer in answers}) == 3
        assert {answer.conclusion for answer in answers} == {ANSWER.conclusion}
        assert len({answer.salt for answer in answers}) == 3
        for case in all_cases:
            assert case.events.filter(act="answer").count() == 1
            clock_of = Deadline.objects.get(consultation=case, kind="first_answer")
            assert clock_of.met_at is not None
        assert Notification.objects.filter(recipient=citizen, text="您的咨询有了答复。").count() == 1
        assert not list(verify_records(Tally()))

    def test_article_24_each_asker_rates_their_own(self) -> None:
        matter, cases, staff = held(2)
        send(matter, cases[0], drafted(cases[0]), staff.user)
        for case, score in zip(cases, (5, 2), strict=True):
            answer = Answer.objects.get(consultation=case)
            citizen_acts.rate(fresh(case), answer, score, by=builders.receipt(case))
        assert [fresh(case).state for case in cases] == [State.CLOSED, State.FOLLOW_UP]

    def test_pressed_again_nobody_is_answered_twice(self) -> None:
        matter, cases, staff = held(3)
        draft = drafted(cases[0])
        key = answering_all.key_of(cases[0], draft.revision, draft.content)
        state = from_json(draft.content)
        for _press in range(2):
            answering_all.answer_all(matter, cases[0], state, key=key, by=staff.user)
        assert Answer.objects.count() == 3
        assert MatterAnswer.objects.count() == 1

    @pytest.mark.parametrize("again", ["pressed", "outbox"])
    def test_killed_half_way_the_rest_is_answered_once(self, again: str, monkeypatch: pytest.MonkeyPatch) -> None:
        matter, cases, staff = held(3)
        draft = drafted(cases[0])
        real, done = answering_all.deliver, []

        def dies(key: int) -> None:
            if done:
                raise SystemExit
            done.append(key)
            real(key)

        monkeypatch.setattr(answering_all, "deliver", dies)
        with pytest.raises(SystemExit):
            send(matter, cases[0], draft, staff.user)
        assert Answer.objects.count() == 1
        monkeypatch.setattr(answering_all, "deliver", real)
        if again == "pressed":
            send(matter, cases[0], draft, staff.user)
        else:
            drain(answering_all.SINK)
        drain(answering_all.SINK)
        assert Answer.objects.count() == 3
        assert {fresh(case).state for case in cases} == {State.ANSWERED}

    def test_a_case_that_moved_meanwhile_keeps_no_other_back_and_is_named(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        matter, cases, staff = held(3)
        draft = drafted(cases[0])
        real = answering_all.go_on

        def gives_back_first(sent: MatterAnswer) -> None:
            claiming.release(cases[1], by=staff.user)
            real(sent)

        monkeypatch.setattr(answering_all, "go_on", gives_back_first)
        sent = send(matter, cases[0], draft, staff.user)
        assert Answer.objects.count() == 2
        kept = MatterDelivery.objects.get(matter_answer=sent, answer__isnull=True)
        assert (kept.consultation_id, kept.problem) == (cases[1].pk, "moved")

    def test_article_23_only_who_was_late_reads_why(self) -> None:
        matter, cases, staff = held(2)
        ago = clock.now() - timedelta(hours=1)
        Deadline.objects.filter(consultation=cases[1]).update(started_at=ago - timedelta(hours=5), due_at=ago)
        draft = drafted(cases[0])
        state = from_json(draft.content)
        state.words["late_explanation"] = "人手不足，延误了，请原谅。"
        answering_all.answer_all(matter, cases[0], state, key="k", by=staff.user)
        assert Answer.objects.get(consultation=cases[0]).late_explanation == ""
        assert Answer.objects.get(consultation=cases[1]).late_explanation == "人手不足，延误了，请原谅。"

    def test_somebody_else_with_no_case_of_it_answers_nothing(self) -> None:
        matter, cases, _staff = held(2)
        draft = drafted(cases[0])
        with pytest.raises(ValidationError):
            send(matter, cases[0], draft, builders.resident().user)
        with pytest.raises(PermissionDenied):
            send(matter, cases[0], draft, builders.person("moderator"))
        assert not Answer.objects.exists()


class TestWhatIsParticularToOne:
    """Article 30: an answer that all read holds nothing of one of them."""

    @pytest.mark.parametrize(
        ("conclusion", "named"),
        [
            ("王建国先生，开发商应当支付违约金。", "王建国"),
            ("您可以向宏远置业有限公司主张违约金。", "宏远置业有限公司"),
        ],
    )
    def test_article_30_names_of_any_of_the_cases_are_held_back(self, conclusion: str, named: str) -> None:
        staff = builders.resident(most_open=50)
        matter, cases, _staff = held(2, staff)
        held(1, staff, other_side="宏远置业有限公司", questions=[f"我叫王建国。{TEXT}"])
        draft = drafted(cases[0], builders.WrittenAnswer(**{**_sections(), "conclusion": conclusion}))
        with pytest.raises(ValidationError) as refused:
            send(matter, cases[0], draft, staff.user)
        assert named in refused.value.message_dict["sections"][0]
        assert not Answer.objects.exists()

    def test_a_word_that_all_of_them_wrote_passes(self) -> None:
        matter, cases, staff = held(2, other_side="宏远置业有限公司")
        written = builders.WrittenAnswer(**{**_sections(), "conclusion": "宏远置业有限公司应当支付违约金。"})
        send(matter, cases[0], drafted(cases[0], written), staff.user)
        assert Answer.objects.count() == 2

    def test_a_sum_that_only_one_wrote_is_confirmed_first(self) -> None:
        staff = builders.resident(most_open=50)
        matter, cases = matter_of(2, questions=[TEXT, f"{TEXT}违约金大约3500元。"])
        for case in cases:
            conflicts.declare_none(claiming.claim(case, by=staff.user), by=staff.user)
        first = fresh(cases[0])
        written = builders.WrittenAnswer(**{**_sections(), "conclusion": "可以要求支付3500元违约金。"})
        draft = drafted(first, written)
        with pytest.raises(ValidationError) as refused:
            send(matter, first, draft, staff.user)
        assert "3500元" in refused.value.message_dict["figures"][0]
        send(matter, first, draft, staff.user, figures_read=True)
        assert Answer.objects.count() == 2


class TestTaking:
    def test_all_are_claimed_as_one_piece_of_work(self) -> None:
        staff = builders.resident(most_open=1)
        matter, _cases = matter_of(4)
        result = taking.claim_all(matter, by=staff.user)
        assert len(result.taken) == 4
        assert claiming.open_cases(staff) == 1
        with pytest.raises(claiming.TooMany):
            claiming.claim(
                builders.accepted(question="邻居家装修每天很吵，夜里也不停，我能要求停止吗？"), by=staff.user
            )

    def test_minors_quarantined_and_frozen_cases_stand_apart_and_it_is_said(self) -> None:
        staff = builders.resident(most_open=9, may_handle_minors=True)
        matter, cases = matter_of(4)
        Consultation.objects.filter(pk=cases[0].pk).update(age_band="from_14")
        Consultation.objects.filter(pk=cases[1].pk).update(is_quarantined=True)
        result = taking.claim_all(matter, by=staff.user)
        assert {case.pk for case in result.taken} == {cases[2].pk, cases[3].pk}
        assert result.apart == 2
        page = browser_of(staff.user).get(matter.workbench_url).content.decode()
        assert "另有 2 件依照规定单独办理" in page
        assert cases[0].written_number not in page

    def test_article_25_no_text_before_the_other_sides_of_all_are_declared(self) -> None:
        staff = builders.resident(most_open=9)
        matter, cases = matter_of(2, other_side="示例开发商（虚构）")
        browser = browser_of(staff.user)
        assert browser.post(f"{matter.workbench_url}claim/").url == f"{matter.workbench_url}conflict/"
        page = browser.get(f"{matter.workbench_url}conflict/").content.decode()
        assert "示例开发商（虚构）" in page
        assert TEXT[:12] not in page
        assert browser.get(f"{matter.workbench_url}answer/").url == f"{matter.workbench_url}conflict/"
        numbers = [case.receipt_number for case in cases]
        browser.post(f"{matter.workbench_url}conflict/", {"shown": numbers, "away": numbers[0], "who": "self"})
        assert [fresh(case).state for case in cases] == [State.ACCEPTED, State.ASSIGNED]
        assert fresh(cases[1]).conflict_free_claim == fresh(cases[1]).claim_number
        assert claiming.is_recused(staff, cases[0])

    def test_a_case_that_was_not_shown_is_not_declared(self) -> None:
        staff = builders.resident(most_open=9)
        matter, cases = matter_of(2)
        taking.claim_all(matter, by=staff.user)
        taking.declare_all(matter, [cases[0].receipt_number], [], by=staff.user)
        assert [fresh(case).conflict_free_claim for case in cases] == [1, None]
        draft = drafted(fresh(cases[0]))
        sent = send(matter, cases[0], draft, staff.user)
        assert sent.deliveries.get(consultation=cases[1]).problem == "conflict"


def test_article_32_purging_the_case_it_was_written_in_leaves_the_answers_of_the_others() -> None:
    matter, cases, staff = held(2)
    send(matter, cases[0], drafted(cases[0]), staff.user)
    found = rows_of(fresh(cases[0]))
    assert found.of(MatterDelivery) == {MatterDelivery.objects.get(consultation=cases[0]).pk}
    assert not found.of(MatterAnswer)


class TestWhoComesLater:
    def test_a_case_that_joined_later_is_offered_the_answer_after_what_differs_was_read(self) -> None:
        matter, cases, staff = held(2)
        send(matter, cases[0], drafted(cases[0]), staff.user)
        _matter, (late,), _staff = held(1, staff, questions=[f"{TEXT}我的房子还漏水。"])
        browser = browser_of(staff.user)
        assert f"/workbench/matters/{matter.pk}/offer/" in browser.get(late.workbench_url).content.decode()
        address = f"{matter.workbench_url}offer/{late.receipt_number}/"
        assert "<mark>我的房子还漏水。</mark>" in browser.get(address).content.decode()
        assert browser.post(address).status_code == 302
        assert Answer.objects.get(consultation=late).conclusion == ANSWER.conclusion
        assert fresh(late).state == State.ANSWERED

    def test_the_representative_is_the_case_the_answer_was_written_in_and_never_a_childs(self) -> None:
        matter, cases, staff = held(2)
        assert representative(matter) is None
        send(matter, cases[1], drafted(cases[1]), staff.user)
        assert representative(matter) == cases[1]
        Consultation.objects.filter(pk=cases[1].pk).update(age_band="under_14")
        assert representative(matter) == cases[0]


class TestPages:
    def test_the_whole_way_through_the_pages(self) -> None:
        matter, cases, staff = held(3)
        drafted(cases[0])
        browser = browser_of(staff.user)
        page = browser.get(f"{matter.workbench_url}answer/")
        assert page.status_code == 200
        key = page.context["key"]
        numbers = [case.receipt_number for case in cases]
        data = {"key": key, "from": numbers[0], "shown": numbers, "to": numbers[:2]}
        done = browser.post(f"{matter.workbench_url}answer/", data, follow=True)
        assert "答复已经发给2件咨询" in done.content.decode()
        again = browser.post(f"{matter.workbench_url}answer/", data, follow=True)
        assert "答复已经发给2件咨询" in again.content.decode()
        assert Answer.objects.count() == 2
        assert fresh(cases[2]).state == State.ASSIGNED

    def test_who_sees_which_matter_and_no_text_of_what_waits(self) -> None:
        staff, other = builders.resident(), builders.resident()
        matter, cases = matter_of(2, place="示范区")
        page = browser_of(staff.user).get("/workbench/matters/").content.decode()
        assert matter.workbench_url in page
        assert "示范区" in page
        inside = browser_of(staff.user).get(matter.workbench_url).content.decode()
        assert TEXT[:10] not in inside
        assert cases[0].written_number not in inside
        taking.claim_all(matter, by=staff.user)
        assert browser_of(other.user).get(matter.workbench_url).status_code == 404
        for role in ("moderator", "supervisor"):
            assert (
                cases[0].written_number in browser_of(builders.person(role)).get(matter.workbench_url).content.decode()
            )

    def test_each_text_that_is_read_is_logged(self) -> None:
        staff = builders.resident(most_open=9)
        matter, cases = matter_of(2, questions=[TEXT, f"{TEXT}我是代表。"])
        taking.claim_all(matter, by=staff.user)
        taking.declare_all(matter, [case.receipt_number for case in cases], [], by=staff.user)
        drafted(fresh(cases[0]))
        browser_of(staff.user).get(f"{matter.workbench_url}answer/")
        logged = AuditEntry.objects.filter(act="case_opened", actor_id=staff.user_id)
        assert {row.subject for row in logged} == {f"consultations.consultation:{case.pk}" for case in cases}

    @pytest.mark.parametrize(("count", "is_said"), [(4, False), (5, True)])
    def test_an_asker_is_told_of_others_only_where_there_are_many(
        self, client: Client, count: int, is_said: bool
    ) -> None:
        _matter, cases = matter_of(count)
        client.post("/consultations/mine/", {"number": cases[0].written_number, "passphrase": builders.PASSPHRASE})
        page = client.get(cases[0].get_absolute_url()).content.decode()
        assert ("许多人问了同样的事" in page) is is_said
        for other in cases[1:]:
            assert other.written_number not in page

    def test_the_list_costs_the_same_for_any_number(self) -> None:
        supervisor = builders.person("supervisor")
        matter_of(2)
        browser = browser_of(supervisor)
        browser.get("/workbench/matters/")
        with CaptureQueriesContext(connection) as few:
            browser.get("/workbench/matters/")
        matter_of(2, questions=["快递公司把我寄的电脑弄丢了，只肯赔三倍运费，我没有保价怎么办？"] * 2)
        with CaptureQueriesContext(connection) as more:
            browser.get("/workbench/matters/")
        assert len(more) == len(few)


def _sections() -> dict[str, str]:
    return {name: getattr(ANSWER, name) for name in ("conclusion", "legal_basis", "reasoning", "next_steps")}
