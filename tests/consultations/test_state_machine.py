"""The state machine walked at random: the pure table for 100,000 steps, the services for 5,000 on each database."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.common import clock
from portal.consultations.actors import SYSTEM
from portal.consultations.models import Consultation, ConsultationEvent, Deadline
from portal.consultations.services.answers import answering, instead
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.residents import claiming
from portal.consultations.services.screening import refusing
from portal.consultations.services.time import sweeping
from portal.consultations.states import OPEN, TRANSITIONS, WITH_RESIDENT, Act, State, states_after
from portal.expert_panel.models import AnswerReview
from portal.expert_panel.services import answering as experts
from portal.expert_panel.services import referring
from tests.consultations import builders
from tests.expert_panel import panel

LIVES, STEPS_OF_A_LIFE = 1_000, 100
WALKS, STEPS_OF_A_WALK = 10, 500


@settings(max_examples=LIVES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(list(Act)), min_size=STEPS_OF_A_LIFE, max_size=STEPS_OF_A_LIFE))
def test_a_hundred_thousand_steps_never_leave_the_table(acts: list[Act]) -> None:
    """From every state only what the table allows; who is awaited is always awaited for somebody; withdrawn stays."""
    state, returns_to = State.SUBMITTED, ""
    for act in acts:
        if state not in TRANSITIONS[act].begins:
            with pytest.raises(ValueError, match="does not begin"):
                states_after(state, act, returns_to)
            continue
        if act == Act.REVIVE and not returns_to:
            continue  # closed, but not for want of facts
        after = states_after(state, act, returns_to)
        assert state != State.WITHDRAWN
        if act == Act.ASK_CITIZEN:
            returns_to = str(state)
        assert after != State.AWAITING_CITIZEN or returns_to in (State.SCREENING, *WITH_RESIDENT)
        state = after


@pytest.mark.slow
@pytest.mark.integration
@pytest.mark.django_db
def test_random_lives_keep_what_every_case_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    """5,000 steps: whatever people do in whatever order, nothing but a refusal in words, and each case stays whole."""
    done, seen = [0], set[str]()

    @settings(max_examples=WALKS, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(st.integers(min_value=0, max_value=2**32))
    def walk(seed: int) -> None:
        world = _World(random.Random(seed), monkeypatch)
        for _step in range(STEPS_OF_A_WALK):
            world.step()
        done[0] += world.done
        seen.update(world.seen)

    walk()
    assert done[0] > WALKS * STEPS_OF_A_WALK / 4, "most steps were refused: the walks show nothing"
    assert set(Act) - seen <= {Act.SUBMIT}


class _World:
    """A few cases and people; each step somebody tries something."""

    def __init__(self, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.chance, self.moment, self.done, self.seen = chance, datetime(2026, 3, 2, 1, 0, tzinfo=UTC), 0, set[str]()
        monkeypatch.setattr(clock, "now", self.now)
        home = builders.resident_institution()
        self.residents = [builders.resident(home, most_open=50) for _number in range(3)]
        self.moderators = [builders.person("moderator") for _number in range(2)]
        self.experts = [panel.expert() for _number in range(2)]
        self.cases = [builders.submitted().pk for _number in range(4)]
        self.counts = dict.fromkeys(self.cases, 1)

    def now(self) -> datetime:
        return self.moment

    def step(self) -> None:
        self.moment += timedelta(minutes=self.chance.choice([1, 1, 7, 7, 60, 600]))
        place = self.chance.randrange(len(self.cases))
        case = Consultation.objects.select_related("assigned_to__user").get(pk=self.cases[place])
        before = ConsultationEvent.objects.filter(consultation=case).count()
        try:
            self.try_something(case)
            self.done += 1
        except (ValidationError, PermissionDenied):
            assert ConsultationEvent.objects.filter(consultation=case).count() == before
        self.look_at(case.pk)
        if self.chance.random() < 0.02:
            self.cases[place] = builders.submitted().pk

    def try_something(self, case: Consultation) -> None:
        if case.state == State.REFUSED and self.chance.random() < 0.5:  # else appeals would hardly ever come up
            refusing.appeal(case, "请再看看。", by=builders.receipt(case))
            return
        if referring.open_referral(case) is not None and self.chance.random() < 0.5:  # else it would lapse each time
            self.panel_act(case)
            return
        acts = [
            self.citizen_act,
            self.citizen_act,
            self.resident_act,
            self.resident_act,
            self.resident_act,
            self.moderator_act,
            self.moderator_act,
            self.panel_act,
            self.time_act,
        ]
        self.chance.choice(acts)(case)

    def citizen_act(self, case: Consultation) -> None:
        by = builders.receipt(case)
        last = case.answers.order_by("-sent_at", "-pk").first()
        tries = [
            lambda: citizen_acts.give_facts(case, "补充一点情况。", by=by),
            lambda: citizen_acts.ask_further(case, "还有一个问题。", by=by),
            lambda: citizen_acts.withdraw(case, by=by) if self.chance.random() < 0.1 else None,
            lambda: refusing.appeal(case, "请再看看。", by=by),
            lambda: citizen_acts.ask_further(case, "还有一个问题。", by=by),
            lambda: citizen_acts.rate(case, last, 5, by=by) if last else None,
            lambda: citizen_acts.rate(case, last, self.chance.randint(1, 5), by=by) if last else None,
        ]
        self.chance.choice(tries)()

    def resident_act(self, case: Consultation) -> None:
        staff = self.chance.choice(self.residents)
        holder = case.assigned_to.user if case.assigned_to else staff.user
        written = WrittenAnswer("一", "二", "三", "四", late_explanation="当时人手不够，抱歉。")
        last = case.answers.order_by("-pk").first()
        tries = [
            lambda: claiming.claim(case, by=staff.user),
            lambda: claiming.claim(case, by=staff.user),
            lambda: answering.answer(case, written, by=holder),
            lambda: answering.answer(case, written, by=holder),
            lambda: instead.defer(case, self.moment + timedelta(days=2), "要查资料", by=holder),
            lambda: instead.ask_citizen(case, "请补充。", by=holder),
            lambda: claiming.release(case, by=holder),
            lambda: claiming.hand_over(case, staff, by=holder),
            lambda: instead.propose_refusal(case, "abuse", "", by=holder),
            lambda: answering.correct(case, last, written, "写错了。", by=holder) if last else None,
        ]
        self.chance.choice(tries)()

    def moderator_act(self, case: Consultation) -> None:
        by = self.chance.choice(self.moderators)
        tries = [
            lambda: refusing.hold(case, by=SYSTEM),
            lambda: refusing.accept(case, by=by),
            lambda: refusing.accept(case, by=by),
            lambda: refusing.refuse(case, "abuse", "说明。", "可以拨打12348。", by=by),
            lambda: instead.ask_citizen(case, "请隐去姓名。", by=by),
            lambda: refusing.decide_appeal(case, is_granted=False, explanation="理由", by=by),
            lambda: refusing.decide_appeal(case, is_granted=self.chance.random() < 0.5, explanation="理由", by=by),
        ]
        self.chance.choice(tries)()

    def panel_act(self, case: Consultation) -> None:
        """The resident asks, a moderator decides, the expert answers or gives it back; a review leads to a direct answer."""
        written = WrittenAnswer("一", "二", "三", "四", late_explanation="要查资料，抱歉。")
        referral = referring.open_referral(case)
        if referral is None:
            if case.answered_at is not None and self.chance.random() < 0.7:
                self.review(case, written)
            elif case.assigned_to is not None:
                referring.propose(case, "disputed", "说明", by=case.assigned_to.user)
        elif referral.expert is None:
            by = self.chance.choice(self.moderators)
            if self.chance.random() < 0.8:
                referring.forward(referral, by=by)
            else:
                referring.decline(referral, "已有规定。", by=by)
        else:
            tries = [
                lambda: referring.give_back(referral, "请按通说。", by=referral.expert.user),
                lambda: referring.keep_away(referral, by=referral.expert.user),
                lambda: experts.answer_referral(referral, written, by=referral.expert.user),
            ]
            self.chance.choice(tries)()

    def review(self, case: Consultation, written: WrittenAnswer) -> None:
        reviews = AnswerReview.objects.filter(answer__consultation=case, ended_at=None).select_related("expert__user")
        for review in reviews.filter(done_at=None):
            panel.finished(review)
        review = reviews.exclude(done_at=None).first()
        if review is not None:
            experts.answer_directly(review, written, "有错误。", by=review.expert.user)

    def time_act(self, case: Consultation) -> None:
        self.moment += timedelta(days=self.chance.choice([0, 0, 0, 1, 5, 16]))
        sweeping.sweep()

    def look_at(self, pk: int) -> None:
        """What holds of every case at every moment."""
        case = Consultation.objects.get(pk=pk)
        rows = list(ConsultationEvent.objects.filter(consultation=case).order_by("sequence"))
        self.seen |= {event.act for event in rows}
        assert [event.sequence for event in rows] == list(range(1, len(rows) + 1))
        assert rows[-1].content.get("to", case.state) == case.state or "to" not in rows[-1].content
        assert (case.closed_at is not None) == (case.state in (State.CLOSED, State.WITHDRAWN))
        assert case.answers.filter(kind="first").count() <= 1
        running = Deadline.objects.filter(consultation=case, met_at=None, cancelled_at=None)
        kinds = [deadline.kind for deadline in running]
        assert len(kinds) == len(set(kinds)), "two clocks of one kind run at once"
        if case.state in OPEN:
            assert kinds, f"nothing is due although the case is {case.state}"
        if case.state in (State.WITHDRAWN, State.REFUSED):
            assert not kinds
        if case.state == State.AWAITING_CITIZEN:
            # What was late already when the citizen was asked runs on: it stays late.
            assert case.awaiting_since is not None
            assert all(row.paused_at is not None or row.due_at <= case.awaiting_since for row in running)
