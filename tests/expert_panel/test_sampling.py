"""Which answers are looked at, and by whom (articles 7, 27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from portal.common import clock
from portal.consultations.models import Answer, Consultation
from portal.consultations.services.answers import answering
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen.erasing import grant_erasure
from portal.expert_panel.models import AnswerReview, ReviewSample, SampledBecause
from portal.expert_panel.services import appointing, referring, sampling
from tests.consultations import builders
from tests.expert_panel import panel

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def quiet() -> None:
    panel.settle()


def because(case: Consultation) -> list[str]:
    found = ReviewSample.objects.filter(answer__consultation=case).order_by("-pk").first()
    return found.because if found is not None else []


def test_article_7_the_rate_is_a_setting_and_holds_for_each_answer() -> None:
    panel.expert()
    assert because(builders.answered()) == []
    panel.settle(sampling_percent=100)
    assert because(builders.answered()) == ["rate"]


def test_article_24_what_was_rated_unsatisfactory_is_sampled_and_what_was_rated_well_is_not() -> None:
    panel.expert()
    good, bad = builders.answered(), builders.answered()
    citizen_acts.rate(good, panel.answer_of(good), 3, by=builders.receipt(good))
    citizen_acts.rate(bad, panel.answer_of(bad), 2, by=builders.receipt(bad))
    assert (because(good), because(bad)) == ([], ["low_rating"])


def test_article_23_a_late_answer_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    panel.expert()
    case = builders.claimed()
    late = clock.now() + timedelta(hours=6)
    monkeypatch.setattr(clock, "now", lambda: late)
    builders.first_answer(case, replace(builders.ANSWER, late_explanation="当时人手不够，抱歉。"))
    assert because(case) == ["late"]


def test_article_23_a_corrected_answer_is_sampled() -> None:
    panel.expert()
    case = builders.answered()
    answering.correct(case, panel.answer_of(case), builders.ANSWER, "写错了金额。", by=case.assigned_to.user)
    assert because(case) == ["corrected"]


def test_the_first_answers_of_a_new_resident_are_sampled_and_later_ones_are_not() -> None:
    panel.settle(first_answers=2)
    panel.expert()
    staff = builders.resident()
    assert [because(builders.answered(staff)) for _number in range(3)] == [["new_resident"], ["new_resident"], []]


def test_article_26_an_answer_after_a_dispute_that_was_not_referred_is_sampled() -> None:
    panel.expert()
    referral = panel.proposed(reason="disputed")
    referring.decline(referral, "已有规定。", by=builders.person("moderator"))
    builders.first_answer(panel.fresh(referral.consultation))
    assert because(referral.consultation) == ["disputed"]


def test_what_is_complained_of_is_sampled_by_the_act_of_that_name() -> None:
    panel.expert()
    case = builders.answered()
    from portal.consultations.actors import Signature
    from portal.consultations.models.choices import ActorKind

    write_event(case, "complain", Signature(ActorKind.CITIZEN), at=clock.now(), content={})
    assert because(case) == ["complaint"]


def test_two_reasons_are_one_sample_and_one_review() -> None:
    panel.settle(sampling_percent=100)
    panel.expert()
    case = builders.answered()
    panel.sampled(case)
    assert because(case) == ["rate", "complaint"]
    assert AnswerReview.objects.filter(answer__consultation=case).count() == 1


def test_a_share_goes_to_two_experts_who_are_not_the_same() -> None:
    panel.settle(double_percent=100)
    first, second = panel.expert(), panel.expert()
    reviews = panel.sampled()
    assert {review.expert for review in reviews} == {first, second}


def test_nobody_reviews_the_same_answer_twice() -> None:
    panel.settle(double_percent=100)
    panel.expert()
    (only,) = panel.sampled()
    assert sampling.fill_samples() == 0
    newcomer = panel.expert()
    assert AnswerReview.objects.filter(sample=only.sample).exclude(pk=only.pk).get().expert == newcomer


def test_article_27_never_of_oneself_nor_of_ones_institution() -> None:
    staff = builders.resident()
    colleague = builders.resident(staff.resident_institution)
    panel.expert(user=staff.user)
    panel.expert(user=colleague.user)
    panel.expert(institution=staff.resident_institution.institution)
    back_office = builders.person("expert", staff.resident_institution.institution)
    panel.expert(user=back_office)
    assert panel.sampled(builders.answered(staff)) == []
    neutral = panel.expert()
    assert [review.expert for review in AnswerReview.objects.all()] == [neutral], "given out when somebody may have it"


def test_load_is_spread_and_topics_go_first() -> None:
    one, two = panel.expert(), panel.expert()
    for _number in range(4):
        panel.sampled()
    counts = [AnswerReview.objects.filter(expert=member).count() for member in (one, two)]
    assert counts == [2, 2]
    knows = panel.expert("labour")
    (review,) = panel.sampled(builders.answered(topic=builders.topic()))
    assert review.expert == knows


def test_nothing_of_a_childs_quarantined_or_frozen_case_is_sampled() -> None:
    panel.expert()
    shut = builders.answered()
    Consultation.objects.filter(pk=shut.pk).update(is_quarantined=True)
    frozen = builders.answered()
    Consultation.objects.filter(pk=frozen.pk).update(frozen_at=clock.now())
    child = builders.answered()
    Consultation.objects.filter(pk=child.pk).update(age_band="under_14")
    for case in (shut, frozen, child):
        assert sampling.sample_because(panel.fresh(case), SampledBecause.COMPLAINT) is None


def test_article_32_erasure_ends_open_reviews() -> None:
    panel.expert()
    (review,) = panel.sampled()
    case = review.answer.consultation
    request = citizen_acts.request_erasure(case, "", by=builders.receipt(case))
    grant_erasure(request, "依照规范第三十二条保存两年。", by=builders.person("moderator"))
    review.refresh_from_db()
    assert review.ended_at is not None


def test_who_leaves_the_panel_leaves_what_they_held_to_others() -> None:
    leaving = panel.expert("labour")
    (review,) = panel.sampled(builders.answered(topic=builders.topic()))
    referral = panel.forwarded(topic=builders.topic())
    assert review.expert == referral.expert == leaving
    other = panel.expert()
    appointing.end(leaving, by=builders.person("supervisor"))
    referral.refresh_from_db()
    assert referral.expert == other
    assert AnswerReview.objects.get(sample=review.sample, ended_at=None).expert == other


def test_a_term_that_is_over_by_its_date_is_followed_in_the_night() -> None:
    leaving = panel.expert("labour")
    panel.sampled(builders.answered(topic=builders.topic()))
    other = panel.expert()
    leaving.terms.update(begins_on=clock.today() - timedelta(days=9), ends_on=clock.today() - timedelta(days=1))
    assert appointing.follow_the_day() == 1
    assert AnswerReview.objects.get(ended_at=None).expert == other
    assert appointing.follow_the_day() == 0


def test_the_panels_own_answers_are_not_sampled() -> None:
    from portal.expert_panel.services import answering as experts

    panel.settle(sampling_percent=100)
    member = panel.expert()
    referral = panel.forwarded()
    experts.answer_referral(referral, builders.ANSWER, by=member.user)
    assert not ReviewSample.objects.exists()
    assert Answer.objects.filter(kind="expert").count() == 1


@pytest.mark.parametrize("role", ["moderator", "supervisor"])
def test_article_7_who_opens_every_case_is_no_expert_whose_reviews_are_blind(role: str) -> None:
    with pytest.raises(ValidationError, match="不能兼任"):
        panel.expert(user=builders.person(role))
