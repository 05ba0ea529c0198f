"""提请专家组 (article 26): asked, forwarded, answered or given back; whose clock runs meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from portal.consultations.models import Deadline, Recusal, ResidentStaff
from portal.consultations.policies import WrongState
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.answers import answering as residents
from portal.consultations.services.case.reading import find_case
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.screening import minors
from portal.consultations.services.time import watching
from portal.consultations.states import State
from portal.expert_panel.models import ExpertReferral, ReferralState
from portal.expert_panel.services import answering, referring
from portal.notifications.models import Notification
from tests.consultations import builders
from tests.expert_panel import panel

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def quiet() -> None:
    panel.settle()


def running(case: object) -> set[str]:
    rows = Deadline.objects.filter(consultation=case, met_at=None, cancelled_at=None)
    return set(rows.values_list("kind", flat=True))


def test_article_26_a_request_stays_with_its_resident_until_a_moderator_decides() -> None:
    referral = panel.proposed()
    case = panel.fresh(referral.consultation)
    assert case.state == State.ASSIGNED
    assert running(case) == {"first_answer"}
    assert referring.may_propose(referral.asked_by.user, case) is False, "one request at a time"


@pytest.mark.parametrize(("reason", "note", "field"), [("", "写了", "reason"), ("disputed", " ", "note")])
def test_article_26_a_request_gives_its_reason(reason: str, note: str, field: str) -> None:
    case = builders.claimed()
    with pytest.raises(ValidationError) as refused:
        referring.propose(case, reason, note, by=case.assigned_to.user)
    assert field in refused.value.message_dict


def test_only_the_resident_of_a_case_asks() -> None:
    case = builders.claimed()
    for somebody in (builders.resident().user, builders.person("moderator"), builders.person("back_office")):
        with pytest.raises(PermissionDenied):
            referring.propose(case, "unclear", "说明", by=somebody)


def test_article_26_forwarded_it_is_with_the_panel_and_so_is_the_promise() -> None:
    member = panel.expert("labour")
    referral = panel.forwarded(topic=builders.topic())
    case = panel.fresh(referral.consultation)
    assert (case.state, referral.expert) == (State.REFERRED_TO_EXPERT, member)
    assert running(case) == {"expert_referral"}
    assert Deadline.objects.get(consultation=case, kind="first_answer").outcome == "deferred"
    assert Deadline.objects.get(consultation=case, kind="expert_referral").amount == 2
    assert Notification.objects.filter(recipient=member.user).exists()


def test_the_citizen_is_told_and_sees_state_and_clock(client) -> None:
    asker = builders.citizen()
    panel.expert()
    referral = panel.forwarded(by=asker)
    assert Notification.objects.filter(recipient=asker, text__contains="转交了专家组").exists()
    from portal.consultations.models import ConsultationSettings
    from portal.consultations.shown_cases import next_words
    from portal.consultations.shown_clocks import clocks_of

    case = panel.fresh(referral.consultation)
    assert "专家组" in next_words(case, ConsultationSettings.load())
    assert [one.title for one in clocks_of(case, referral.decided_at)] == ["专家组答复"]


def test_a_moderator_declines_with_a_reason_and_the_resident_reads_it() -> None:
    referral = panel.proposed()
    with pytest.raises(ValidationError):
        referring.decline(referral, " ", by=builders.person("moderator"))
    referring.decline(referral, "民法典第五百八十四条已有规定。", by=builders.person("moderator"))
    referral.refresh_from_db()
    assert (referral.state, referral.words) == (ReferralState.DECLINED, "民法典第五百八十四条已有规定。")
    assert referring.may_propose(referral.asked_by.user, panel.fresh(referral.consultation))


def test_nobody_decides_what_they_asked_themselves() -> None:
    panel.expert()
    referral = panel.proposed()
    from portal.accounts.roles import group_of

    user = referral.asked_by.user
    user.groups.add(group_of("moderator"))
    both = type(user).objects.get(pk=user.pk)
    with pytest.raises(PermissionDenied):
        referring.forward(referral, by=both)


def test_the_expert_knows_the_topic_and_has_the_fewest_open() -> None:
    panel.expert("debt")
    busy, free = panel.expert("labour"), panel.expert("labour")
    first = panel.forwarded(topic=builders.topic())
    assert first.expert == busy, "of two alike the one who came first"
    assert panel.forwarded(topic=builders.topic()).expert == free


def test_never_of_the_residents_institution_nor_who_keeps_away_nor_who_asked() -> None:
    staff = builders.resident()
    home = staff.resident_institution.institution
    asker = builders.person("expert")
    panel.expert(user=asker)
    panel.expert(institution=home)
    colleague = builders.resident(staff.resident_institution)
    panel.expert(user=colleague.user)
    recused = builders.resident()
    panel.expert(user=recused.user)
    case = builders.claimed(staff)
    case.citizen = asker
    case.save()
    from portal.common import clock

    Recusal.objects.create(consultation=case, staff=recused, at=clock.now())
    referral = referring.propose(case, "no_rule", "没有规定。", by=staff.user)
    with pytest.raises(ValidationError, match="没有可以承办的成员"):
        referring.forward(referral, by=builders.person("moderator"))
    neutral = panel.expert()
    assert referring.forward(referral, by=builders.person("moderator")).expert == neutral


def test_never_who_held_the_case_before() -> None:
    before = builders.resident()
    panel.expert(user=before.user)
    case = builders.claimed(before)
    claiming.release(case, by=before.user)
    after = builders.resident()
    case = conflicts.declare_none(claiming.claim(panel.fresh(case), by=after.user), by=after.user)
    referral = referring.propose(case, "unclear", "不明确。", by=after.user)
    with pytest.raises(ValidationError):
        referring.forward(referral, by=builders.person("moderator"))


def test_never_whose_firm_is_the_other_side() -> None:
    firm = builders.resident_institution("示范对方律师事务所").institution
    panel.expert(institution=firm)
    referral = panel.proposed(other_side="示范对方律师事务所")
    with pytest.raises(ValidationError):
        referring.forward(referral, by=builders.person("moderator"))


def test_article_25_the_expert_opens_the_case_and_no_other_expert_does() -> None:
    member, other = panel.expert("labour"), panel.expert()
    referral = panel.forwarded(topic=builders.topic())
    number = referral.consultation.receipt_number
    assert find_case(number, member.user).pk == referral.consultation.pk
    from django.http import Http404

    with pytest.raises(Http404):
        find_case(number, other.user)
    referring.give_back(referral, "请按通说答复。", by=member.user)
    with pytest.raises(Http404):
        find_case(number, member.user)


def test_a_childs_case_is_opened_once_the_expert_was_let_in_by_name() -> None:
    from django.http import Http404

    member = panel.expert()
    staff = builders.resident(may_handle_minors=True)
    case = builders.claimed(staff, age_band="under_14", guardian="agrees")
    minors.let_in(case, staff.user, by=builders.person("supervisor"))
    referral = referring.forward(
        referring.propose(case, "unclear", "不明确。", by=staff.user), by=builders.person("moderator")
    )
    with pytest.raises(Http404):
        find_case(case.receipt_number, member.user)
    assert member.user in minors.staff_to_let_in()
    minors.let_in(case, member.user, by=builders.person("supervisor"))
    assert find_case(case.receipt_number, member.user).pk == case.pk
    assert referral.expert == member


def test_article_26_given_back_it_goes_to_its_resident_and_what_was_left_runs_on(monkeypatch) -> None:
    from portal.common import clock

    member = panel.expert()
    referral = panel.forwarded()
    left = Deadline.objects.get(consultation=referral.consultation, kind="first_answer")
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    referring.give_back(referral, "请按通说答复。", by=member.user)
    case = panel.fresh(referral.consultation)
    assert (case.state, case.assigned_to) == (State.ASSIGNED, referral.asked_by)
    due = Deadline.objects.get(consultation=case, kind="deferred_reply", met_at=None)
    assert due.due_at - later == max(left.due_at - left.met_at, timedelta(hours=1))
    assert running(case) == {"deferred_reply"}
    residents.answer(case, builders.ANSWER, by=referral.asked_by.user)


def test_given_back_late_it_leaves_an_hour_and_owes_an_explanation(monkeypatch) -> None:
    from portal.common import clock

    member = panel.expert()
    case = builders.claimed()
    late = clock.now() + timedelta(hours=6)
    monkeypatch.setattr(clock, "now", lambda: late)
    referral = referring.propose(case, "disputed", "有争议。", by=case.assigned_to.user)
    referring.forward(referral, by=builders.person("moderator"))
    referring.give_back(referral, "请按通说答复。", by=member.user)
    due = Deadline.objects.get(consultation=case, kind="deferred_reply", met_at=None)
    assert due.due_at - late == timedelta(hours=1)
    with pytest.raises(ValidationError) as refused:
        residents.answer(panel.fresh(case), builders.ANSWER, by=case.assigned_to.user)
    assert "late_explanation" in refused.value.message_dict


def test_of_a_resident_who_has_gone_it_waits_for_another() -> None:
    member = panel.expert()
    referral = panel.forwarded()
    ResidentStaff.objects.filter(pk=referral.asked_by.pk).update(duty="suspended")
    referring.give_back(referral, "请按通说答复。", by=member.user)
    case = panel.fresh(referral.consultation)
    assert (case.state, case.assigned_to) == (State.ACCEPTED, None)
    assert running(case) == {"deferred_reply"}


def test_a_resident_who_leaves_meanwhile_takes_the_referral_with_them() -> None:
    member = panel.expert()
    referral = panel.forwarded()
    claiming.release_all(referral.asked_by, because="leave")
    referral.refresh_from_db()
    case = panel.fresh(referral.consultation)
    assert (referral.state, case.state) == (ReferralState.LAPSED, State.ACCEPTED)
    assert running(case) == {"deferred_reply"}
    assert Notification.objects.filter(recipient=member.user, text__contains="不用再办理").exists()


def test_a_citizen_who_withdraws_ends_the_referral() -> None:
    panel.expert()
    referral = panel.forwarded()
    case = panel.fresh(referral.consultation)
    citizen_acts.withdraw(case, by=builders.receipt(case))
    referral.refresh_from_db()
    assert referral.state == ReferralState.LAPSED
    assert running(case) == set()


def test_an_answer_of_the_resident_ends_a_request() -> None:
    referral = panel.proposed()
    builders.first_answer(panel.fresh(referral.consultation))
    referral.refresh_from_db()
    assert referral.state == ReferralState.LAPSED


def test_an_expert_who_keeps_away_is_followed_by_another_and_never_asked_again() -> None:
    first, second = panel.expert("labour"), panel.expert()
    referral = panel.forwarded(topic=builders.topic())
    assert referral.expert == first
    referring.keep_away(referral, by=first.user)
    referral.refresh_from_db()
    assert referral.expert == second
    referring.keep_away(referral, by=second.user)
    referral.refresh_from_db()
    assert referral.state == ReferralState.RETURNED, "nobody is left: it goes back"


def test_article_26_the_experts_answer_is_the_answer_that_was_owed() -> None:
    member = panel.expert()
    referral = panel.forwarded()
    sent = answering.answer_referral(referral, builders.ANSWER, by=member.user)
    case = panel.fresh(referral.consultation)
    assert (case.state, sent.kind, sent.author) == (State.ANSWERED, "expert", None)
    assert case.answered_at == sent.sent_at
    assert running(case) == set()
    referral.refresh_from_db()
    assert (referral.state, referral.answer) == (ReferralState.ANSWERED, sent)
    assert not list(verify_records(Tally(), case.receipt_number)), "the record holds"


def test_article_22_an_expert_who_is_a_resident_too_answers_without_a_code() -> None:
    staff = builders.resident()
    member = panel.expert(user=staff.user)
    referral = panel.forwarded()
    sent = answering.answer_referral(referral, builders.ANSWER, by=member.user)
    assert sent.author is None


def test_article_22_the_experts_name_and_firm_are_held_back() -> None:
    from dataclasses import replace

    firm = builders.resident_institution("示范某某公道律师事务所").institution
    member = panel.expert(institution=firm)
    referral = panel.forwarded()
    written = replace(builders.ANSWER, reasoning="我在示范某某公道律师事务所办过这样的案子。")
    with pytest.raises(ValidationError) as refused:
        answering.answer_referral(referral, written, by=member.user)
    assert "reasoning" in refused.value.message_dict


def test_article_23_a_late_expert_explains(monkeypatch) -> None:
    from portal.common import clock

    member = panel.expert()
    referral = panel.forwarded()
    late = clock.now() + timedelta(days=12)
    monkeypatch.setattr(clock, "now", lambda: late)
    with pytest.raises(ValidationError) as refused:
        answering.answer_referral(referral, builders.ANSWER, by=member.user)
    assert "late_explanation" in refused.value.message_dict


def test_the_expert_is_warned_of_their_deadline_and_the_resident_is_not() -> None:
    member = panel.expert()
    referral = panel.forwarded()
    Notification.objects.all().delete()
    due = Deadline.objects.get(consultation=referral.consultation, kind="expert_referral")
    watching.watch(due.half_at)
    watching.watch(due.late_warning_at)
    assert Notification.objects.filter(recipient=member.user, url__contains="/panel/referrals/").count() == 2
    watching.watch(due.due_at + timedelta(minutes=1))
    assert Notification.objects.filter(recipient=member.user).count() == 3
    assert not Notification.objects.filter(recipient=referral.asked_by.user).exists()


def test_somebody_who_is_no_expert_of_the_case_does_nothing_to_it() -> None:
    panel.expert("labour")
    other = panel.expert()
    referral = panel.forwarded(topic=builders.topic())
    for act in (
        lambda: referring.give_back(referral, "意见", by=other.user),
        lambda: referring.keep_away(referral, by=other.user),
        lambda: answering.answer_referral(referral, builders.ANSWER, by=other.user),
        lambda: answering.answer_referral(referral, builders.ANSWER, by=referral.asked_by.user),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_has_moved_on_is_not_decided_twice() -> None:
    panel.expert()
    referral = panel.forwarded()
    with pytest.raises(WrongState):
        referring.forward(referral, by=builders.person("moderator"))


def test_the_database_holds_one_open_referral_a_case_and_no_refusal_without_a_reason() -> None:
    referral = panel.proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertReferral.objects.create(
            consultation=referral.consultation,
            asked_by=referral.asked_by,
            reason="unclear",
            note="再来一次",
            note_salt="0",
            asked_at=referral.asked_at,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertReferral.objects.filter(pk=referral.pk).update(state="declined")
