"""Whole lives of a case through its services."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common import clock
from portal.common.outbox.models import OutboxRow
from portal.consultations.models import Consultation, ConsultationEvent, Deadline
from portal.consultations.models.choices import DeadlineKind, Score
from portal.consultations.policies import WrongState
from portal.consultations.services.answers import answering, instead
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.intake.submitting import submit_question
from portal.consultations.services.residents import claiming
from portal.consultations.services.screening import refusing
from portal.consultations.services.time import sweeping
from portal.consultations.states import State
from tests.consultations import builders

pytestmark = pytest.mark.django_db


def fresh(case: Consultation) -> Consultation:
    return Consultation.objects.get(pk=case.pk)


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Let time pass."""
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moment)


class TestSending:
    def test_35_no_consent_row_no_consultation(self) -> None:
        with pytest.raises(ValidationError) as caught:
            submit_question(builders.asked(agreed=None))
        assert "agreed" in caught.value.message_dict
        assert not Consultation.objects.exists()

    def test_35_a_new_version_of_a_text_asks_again(self) -> None:
        asked = builders.asked()
        from portal.consultations.models import ServiceAgreement

        ServiceAgreement.objects.create(version="new", title="新", text="新", effective_on=clock.today())
        with pytest.raises(ValidationError, match="新的版本"):
            submit_question(asked)

    def test_37_each_consultation_keeps_the_version_of_the_rules_in_force(self) -> None:
        assert builders.submitted().service_rules.version == "2026-01"

    def test_sent_twice_it_is_one_case(self) -> None:
        asked = builders.asked()
        assert submit_question(asked).pk == submit_question(asked).pk
        assert Consultation.objects.count() == 1

    def test_under_14_without_a_guardian_is_asked_for_one(self) -> None:
        with pytest.raises(ValidationError) as caught:
            submit_question(builders.asked(age_band="under_14"))
        assert "guardian" in caught.value.message_dict

    def test_23_the_clock_runs_from_sending(self) -> None:
        case = builders.submitted()
        deadline = Deadline.objects.get(consultation=case)
        assert (deadline.kind, deadline.started_at) == (DeadlineKind.FIRST_ANSWER, case.submitted_at)
        assert deadline.due_at - deadline.started_at == timedelta(hours=5)


class TestAnswering:
    def test_asked_claimed_answered_rated_closed(self) -> None:
        case = builders.answered()
        assert case.state == State.ANSWERED
        citizen_acts.rate(case, case.answers.get(), Score.SATISFIED, by=builders.asker(case))
        assert fresh(case).state == State.CLOSED
        acts = list(ConsultationEvent.objects.filter(consultation=case).values_list("act", flat=True))
        assert acts[0] == "submit"
        assert acts[-4:] == ["claim", "no_conflict", "answer", "rate"]

    def test_21_an_answer_without_its_four_sections_is_not_sent(self) -> None:
        case = builders.claimed()
        with pytest.raises(ValidationError) as caught:
            builders.first_answer(case, WrittenAnswer(conclusion="可以。"))
        assert set(caught.value.message_dict) == {"legal_basis", "reasoning", "next_steps"}
        assert fresh(case).state == State.ASSIGNED

    def test_23_a_late_answer_without_explanation_cannot_be_sent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        case = builders.claimed()
        later(monkeypatch, hours=6)
        with pytest.raises(ValidationError) as caught:
            builders.first_answer(case)
        assert "late_explanation" in caught.value.message_dict

    def test_23_at_most_two_deferrals(self) -> None:
        case = builders.claimed()
        staff = case.assigned_to
        assert staff is not None
        for _time in range(2):
            instead.defer(case, clock.now() + timedelta(days=1), "需要查阅地方规定", by=staff.user)
        with pytest.raises(ValidationError, match="最多约期2次"):
            instead.defer(case, clock.now() + timedelta(days=1), "还需要查阅", by=staff.user)

    def test_23_a_deferral_in_time_counts_as_deferred(self) -> None:
        case = builders.claimed()
        instead.defer(case, clock.now() + timedelta(days=1), "需要查阅", by=case.assigned_to.user)
        assert Deadline.objects.get(consultation=case, kind=DeadlineKind.FIRST_ANSWER).outcome == "deferred"
        assert fresh(case).state == State.DEFERRED

    def test_an_answer_written_before_a_hand_back_sends_nothing(self) -> None:
        case = builders.claimed()
        stale = case.claim_number
        staff = case.assigned_to
        claiming.release(case, by=staff.user)
        claiming.claim(fresh(case), by=staff.user)
        written = WrittenAnswer("一", "二", "三", "四", claim_number=stale)
        with pytest.raises(WrongState):
            builders.first_answer(fresh(case), written)

    def test_23_a_correction_keeps_the_earlier_answer_and_says_why(self) -> None:
        case = builders.answered()
        earlier = case.answers.get()
        by = case.assigned_to.user
        with pytest.raises(ValidationError):
            answering.correct(case, earlier, builders.ANSWER, " ", by=by)
        answering.correct(case, earlier, builders.ANSWER, "原来写错了条文。", by=by)
        assert [answer.kind for answer in case.answers.all()] == ["first", "correction"]


class TestAfterTheAnswer:
    def test_24_unsatisfied_opens_a_follow_up_of_three_working_days(self) -> None:
        case = builders.answered()
        citizen_acts.rate(case, case.answers.get(), Score.DISSATISFIED, by=builders.asker(case))
        assert fresh(case).state == State.FOLLOW_UP
        deadline = Deadline.objects.get(consultation=case, kind=DeadlineKind.FOLLOW_UP)
        assert (deadline.amount, deadline.unit) == (3, "working_days")

    def test_24_a_later_rating_never_overwrites_the_first(self) -> None:
        case = builders.answered()
        citizen_acts.rate(case, case.answers.get(), Score.VERY_DISSATISFIED, by=builders.asker(case))
        builders.first_answer(fresh(case))
        second = case.answers.order_by("-pk").first()
        citizen_acts.rate(fresh(case), second, Score.SATISFIED, by=builders.asker(case))
        assert list(case.ratings.values_list("score", flat=True)) == [1, 4]
        assert fresh(case).state == State.CLOSED

    def test_at_most_two_further_questions_one_at_a_time(self) -> None:
        case = builders.answered()
        citizen_acts.ask_further(case, "那仲裁要多久？", by=builders.asker(case))
        with pytest.raises(ValidationError, match="还没有答复"):
            citizen_acts.ask_further(fresh(case), "还有一个问题", by=builders.asker(case))
        builders.first_answer(fresh(case), WrittenAnswer(conclusion="一般四十五天。"))
        citizen_acts.ask_further(fresh(case), "要带什么材料？", by=builders.asker(case))
        builders.first_answer(fresh(case), WrittenAnswer(conclusion="劳动合同和工资记录。"))
        with pytest.raises(ValidationError, match="最多追问2次"):
            citizen_acts.ask_further(fresh(case), "第三个", by=builders.asker(case))

    def test_silence_does_not_close_a_case_with_an_open_further_question(self, monkeypatch: pytest.MonkeyPatch) -> None:
        case = builders.answered()
        citizen_acts.ask_further(case, "那仲裁要多久？", by=builders.asker(case))
        later(monkeypatch, days=20)
        sweeping.close_answered()
        assert fresh(case).state == State.ANSWERED

    def test_fifteen_silent_days_close_a_case_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        case = builders.answered()
        later(monkeypatch, days=16)
        assert (sweeping.close_answered(), sweeping.close_answered()) == (1, 0)
        assert fresh(case).closed_because == "silent"

    def test_a_closed_case_is_reopened_once(self) -> None:
        case = builders.answered()
        citizen_acts.rate(case, case.answers.get(), Score.SATISFIED, by=builders.asker(case))
        citizen_acts.ask_further(fresh(case), "还有一点不明白", by=builders.asker(case))
        assert fresh(case).state == State.ANSWERED
        builders.first_answer(fresh(case), WrittenAnswer(conclusion="是的。"))
        citizen_acts.rate(fresh(case), case.answers.order_by("-pk").first(), Score.SATISFIED, by=builders.asker(case))
        with pytest.raises(WrongState):
            citizen_acts.ask_further(fresh(case), "又有问题", by=builders.asker(case))


class TestAwaiting:
    def test_facts_given_lead_back_to_the_resident_and_the_clock_paused_meanwhile(self) -> None:
        case = builders.claimed()
        instead.ask_citizen(case, "请补充入职时间。", by=case.assigned_to.user)
        assert fresh(case).state == State.AWAITING_CITIZEN
        assert Deadline.objects.get(consultation=case).paused_at is not None
        citizen_acts.give_facts(fresh(case), "2024年3月入职。", by=builders.asker(case))
        assert fresh(case).state == State.ASSIGNED
        assert Deadline.objects.get(consultation=case).paused_at is None

    def test_two_reminders_then_closed_then_new_facts_reopen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        case = builders.claimed()
        instead.ask_citizen(case, "请补充入职时间。", by=case.assigned_to.user)
        later(monkeypatch, days=6)
        sweeping.sweep()
        sweeping.sweep()
        assert fresh(case).reminders_sent == 1
        later(monkeypatch, days=5)
        sweeping.sweep()
        assert fresh(case).reminders_sent == 2
        later(monkeypatch, days=5)
        sweeping.sweep()
        assert (fresh(case).state, fresh(case).closed_because) == (State.CLOSED, "no_facts")
        citizen_acts.give_facts(fresh(case), "2024年3月入职。", by=builders.asker(case))
        assert fresh(case).state == State.ASSIGNED
        assert Deadline.objects.filter(consultation=case, met_at=None, cancelled_at=None).exists()

    def test_facts_for_a_resident_who_left_go_back_to_the_queue(self) -> None:
        case = builders.claimed()
        staff = case.assigned_to
        assert staff is not None
        instead.ask_citizen(case, "请补充入职时间。", by=staff.user)
        staff.duty = "suspended"
        staff.save()
        citizen_acts.give_facts(fresh(case), "2024年3月入职。", by=builders.asker(case))
        assert (fresh(case).state, fresh(case).assigned_to) == (State.ACCEPTED, None)


class TestRefusing:
    def test_28_out_of_scope_without_an_authority_is_not_saved(self) -> None:
        case = refusing.hold(builders.submitted(), by=builders.SYSTEM)
        with pytest.raises(ValidationError) as caught:
            refusing.refuse(case, "out_of_scope", "不归我们管。", "请找有关机关。", by=builders.person("moderator"))
        assert "authority" in caught.value.message_dict

    def test_refused_appealed_by_another_moderator_accepted(self) -> None:
        first, second = builders.person("moderator"), builders.person("moderator")
        case = builders.refused(first)
        refusing.appeal(case, "还没有立案。", by=builders.asker(case))
        with pytest.raises(PermissionDenied):
            refusing.decide_appeal(fresh(case), is_granted=True, explanation="可以。", by=first)
        refusing.decide_appeal(fresh(case), is_granted=True, explanation="确实没有立案。", by=second)
        assert fresh(case).state == State.ACCEPTED
        assert (
            Deadline.objects.filter(consultation=case, kind="first_answer", met_at=None, cancelled_at=None).count() == 1
        )

    def test_where_there_is_one_moderator_the_supervisor_decides(self) -> None:
        only, supervisor = builders.person("moderator"), builders.person("supervisor")
        case = builders.refused(only)
        refusing.appeal(case, "还没有立案。", by=builders.asker(case))
        refusing.decide_appeal(fresh(case), is_granted=False, explanation="已经立案。", by=supervisor)
        assert (fresh(case).state, fresh(case).closed_because) == (State.CLOSED, "appeal_rejected")

    def test_an_appeal_is_filed_once(self) -> None:
        first, second = builders.person("moderator"), builders.person("moderator")
        case = builders.refused(first)
        refusing.appeal(case, "还没有立案。", by=builders.asker(case))
        refusing.decide_appeal(fresh(case), is_granted=False, explanation="已经立案。", by=second)
        with pytest.raises(WrongState):
            refusing.appeal(fresh(case), "再看看。", by=builders.asker(case))

    def test_a_resident_proposes_and_a_moderator_confirms(self) -> None:
        case = builders.claimed()
        instead.propose_refusal(case, "pending_case", "咨询人说已经开庭。", by=case.assigned_to.user)
        assert (fresh(case).state, fresh(case).assigned_to) == (State.SCREENING, None)
        refusing.refuse(fresh(case), "pending_case", "已经开庭。", "请问法官。", by=builders.person("moderator"))
        assert case.proposals.get().is_confirmed
        assert "审核员已经同意" in case.proposals.get().staff.user.notifications.get().text

    def test_a_resident_whose_proposal_was_declined_is_told_where_the_question_waits(self) -> None:
        case = builders.claimed()
        staff = case.assigned_to
        instead.propose_refusal(case, "pending_case", "咨询人说已经开庭。", by=staff.user)
        refusing.accept(fresh(case), by=builders.person("moderator"))
        told = staff.user.notifications.get()
        assert ("没有同意" in told.text, told.url) == (True, "/workbench/queue/")

    def test_who_proposed_a_refusal_as_a_resident_neither_confirms_it_nor_looks_a_second_time(self) -> None:
        staff = builders.resident()
        staff.user.groups.add(group_of("moderator"))
        by, other = User.objects.get(pk=staff.user.pk), builders.person("moderator")
        case = builders.claimed(staff)
        instead.propose_refusal(case, "pending_case", "咨询人说已经开庭。", by=by)
        with pytest.raises(PermissionDenied):
            refusing.refuse(fresh(case), "pending_case", "已经开庭。", "请问法官。", by=by)
        refusing.refuse(fresh(case), "pending_case", "已经开庭。", "请问法官。", by=other)
        refusing.appeal(fresh(case), "还没有立案。", by=builders.asker(case))
        with pytest.raises(PermissionDenied):
            refusing.decide_appeal(fresh(case), is_granted=False, explanation="维持。", by=by)


class TestWhoMay:
    def test_nobody_is_staff_of_their_own_question(self) -> None:
        moderator = builders.person("moderator")
        case = refusing.hold(builders.submitted(moderator), by=builders.SYSTEM)
        with pytest.raises(PermissionDenied):
            refusing.refuse(case, "abuse", "不是真的。", "请拨打12348。", by=moderator)

    def test_a_stranger_may_do_nothing(self) -> None:
        case = builders.answered()
        with pytest.raises(PermissionDenied):
            citizen_acts.rate(case, case.answers.get(), 5, by=builders.citizen())

    def test_a_refusal_leaves_nothing_half_done(self) -> None:
        case = builders.claimed()
        before = OutboxRow.objects.count()
        with pytest.raises(ValidationError):
            builders.first_answer(case, WrittenAnswer(conclusion=""))
        assert OutboxRow.objects.count() == before
