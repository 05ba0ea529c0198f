"""Reviews by the criteria of article 21, suggestions and direct answers (article 27)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from portal.common import clock
from portal.common.audit.models import AuditEntry
from portal.consultations.models import Consultation, Deadline
from portal.consultations.policies import WrongState
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.answers import answering as residents
from portal.consultations.services.case.reading import find_case
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.shown_answers import shown_answers
from portal.expert_panel.models import AnswerReview, RevisionSuggestion, SuggestionState
from portal.expert_panel.services import answering, reviewing, suggesting
from portal.expert_panel.services.blinding import blind_case
from portal.expert_panel.services.suggesting import Suggested
from portal.notifications.models import Notification
from tests.consultations import builders
from tests.expert_panel import panel

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def quiet() -> None:
    panel.settle()


@pytest.fixture
def review() -> AnswerReview:
    panel.expert()
    return panel.sampled()[0]


def suggested(review: AnswerReview) -> RevisionSuggestion:
    panel.finished(review, panel.marks(2), "improvable", suggested=panel.SUGGESTED)
    return RevisionSuggestion.objects.get(review=review)


def test_a_review_is_opened_by_its_expert_alone_and_each_opening_is_logged(review: AnswerReview) -> None:
    other = panel.expert()
    before = AuditEntry.objects.filter(act="case_opened").count()
    assert reviewing.open_review(review.pk, review.expert.user, page="review") == review
    assert AuditEntry.objects.filter(act="case_opened").count() == before + 1
    for somebody in (other.user, builders.person("supervisor"), review.answer.author.user):
        with pytest.raises(Http404):
            reviewing.open_review(review.pk, somebody, page="review")


def test_a_review_lets_nobody_into_the_case(review: AnswerReview) -> None:
    with pytest.raises(Http404):
        find_case(review.answer.consultation.receipt_number, review.expert.user)


@pytest.mark.parametrize("shut", [{"is_quarantined": True}, {"age_band": "under_14"}, {"frozen_at": "now"}])
def test_what_is_shut_away_later_is_not_there_for_reviewers(review: AnswerReview, shut: dict) -> None:
    values = {"frozen_at": clock.now()} if "frozen_at" in shut else shut
    Consultation.objects.filter(pk=review.answer.consultation.pk).update(**values)
    with pytest.raises(Http404):
        reviewing.open_review(review.pk, review.expert.user, page="review")


def test_an_expert_who_joined_the_institution_since_is_turned_away_and_another_has_it(review: AnswerReview) -> None:
    other = panel.expert()
    member = review.expert
    member.institution = review.answer.author.resident_institution.institution
    member.save()
    with pytest.raises(Http404):
        reviewing.open_review(review.pk, member.user, page="review")
    assert AnswerReview.objects.get(sample=review.sample, ended_at=None).expert == other


def test_the_reviewer_reads_no_name_number_code_or_contact() -> None:
    panel.expert()
    staff = builders.resident()
    question = (
        f"我叫王小明，电话13812345678，公司是示范启明科技有限公司。律师编号{staff.code}上次答复过，"
        "对方是张示例，咨询编号ABCDE-12345-X。拖欠工资怎么办？"
    )
    case = builders.answered(staff, question=question, other_side="张示例")
    (review,) = panel.sampled(case)
    blind = blind_case(review.answer, clock.today())
    shown = str(blind)
    hidden = ("王小明", "13812345678", "示范启明科技", staff.code, "张示例", "ABCDE", case.receipt_number)
    assert [word for word in hidden if word in shown] == []
    assert "拖欠工资怎么办" in blind.question


@pytest.mark.parametrize("missing", ["accurate", "overall"])
def test_article_21_a_review_marks_every_criterion_and_gives_a_verdict(review: AnswerReview, missing: str) -> None:
    marks = {code: mark for code, mark in panel.GOOD.items() if code != missing}
    with pytest.raises(ValidationError) as refused:
        reviewing.finish(review, marks, "" if missing == "overall" else "sound", "", by=review.expert.user)
    assert {"accurate": "mark_accurate", "overall": "overall"}[missing] in refused.value.message_dict


def test_a_poor_mark_says_what_is_poor(review: AnswerReview) -> None:
    marks = panel.GOOD | {"accurate": (1, " ")}
    with pytest.raises(ValidationError) as refused:
        reviewing.finish(review, marks, "wrong", "", by=review.expert.user)
    assert "comment_accurate" in refused.value.message_dict


def test_a_review_is_done_once_and_by_its_expert(review: AnswerReview) -> None:
    with pytest.raises(PermissionDenied):
        reviewing.finish(review, panel.GOOD, "sound", "", by=panel.expert().user)
    panel.finished(review)
    with pytest.raises(WrongState):
        panel.finished(review)


def test_article_27_a_suggestion_goes_to_the_resident_who_has_the_case(review: AnswerReview) -> None:
    row = suggested(review)
    staff = review.answer.author
    assert list(suggesting.suggestions_of(staff.user)) == [row]
    assert not suggesting.suggestions_of(builders.resident().user).exists()
    assert Notification.objects.filter(recipient=staff.user, url=f"/workbench/panel/suggestions/{row.pk}/").exists()


@pytest.mark.parametrize(
    ("said", "field"), [(Suggested("", conclusion="改"), "why"), (Suggested("因为"), "conclusion")]
)
def test_a_suggestion_says_what_and_why(review: AnswerReview, said: Suggested, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        panel.finished(review, suggested=said)
    assert field in refused.value.message_dict
    review.refresh_from_db()
    assert review.done_at is None, "all or nothing"


def test_article_27_accepted_it_leads_to_a_correction_with_its_words(review: AnswerReview) -> None:
    row = suggested(review)
    case, user = review.answer.consultation, review.answer.author.user
    suggesting.accept(row, by=user)
    assert suggesting.words_for_correction(user, case, review.answer)["conclusion"] == panel.SUGGESTED.conclusion
    assert Deadline.objects.filter(consultation=case, kind="correction", met_at=None).exists()
    sent = residents.correct(case, review.answer, builders.ANSWER, "补充经济补偿。", by=user)
    row.refresh_from_db()
    assert (row.state, row.correction) == (SuggestionState.ACCEPTED, sent)
    assert suggesting.words_for_correction(user, case, sent) == {}
    assert not Deadline.objects.filter(consultation=case, kind="correction", met_at=None).exists()


def test_article_27_declined_it_gives_a_reason_that_supervisors_read(review: AnswerReview) -> None:
    row = suggested(review)
    supervisor = builders.person("supervisor")
    with pytest.raises(ValidationError):
        suggesting.decline(row, " ", by=review.answer.author.user)
    suggesting.decline(row, "经济补偿不在咨询范围。", by=review.answer.author.user)
    row.refresh_from_db()
    assert list(suggesting.suggestions_for_supervisors(supervisor)) == [row]
    assert row.reason == "经济补偿不在咨询范围。"
    assert Notification.objects.filter(recipient=supervisor).exists()


def test_only_who_has_the_case_answers_a_suggestion_and_once(review: AnswerReview) -> None:
    row = suggested(review)
    for somebody in (builders.resident().user, builders.person("supervisor"), review.expert.user):
        with pytest.raises(PermissionDenied):
            suggesting.accept(row, by=somebody)
    suggesting.accept(row, by=review.answer.author.user)
    with pytest.raises(WrongState):
        suggesting.decline(row, "不", by=review.answer.author.user)


def test_a_correction_of_ones_own_accord_ends_an_open_suggestion(review: AnswerReview) -> None:
    row = suggested(review)
    case = review.answer.consultation
    residents.correct(case, review.answer, builders.ANSWER, "写错了。", by=review.answer.author.user)
    row.refresh_from_db()
    assert row.state == SuggestionState.LAPSED


def test_article_27_a_direct_answer_stands_beside_the_residents_and_says_专家组(review: AnswerReview) -> None:
    panel.finished(review, panel.marks(1), "wrong")
    sent = answering.answer_directly(review, builders.ANSWER, "原答复的期限有错误。", by=review.expert.user)
    case = panel.fresh(review.answer.consultation)
    first, second = shown_answers(case, clock.today())
    assert (first.staff_code, second.staff_code) == (review.answer.author.code, "")
    assert second.is_expert
    assert (sent.kind, sent.author) == ("expert", None)
    assert not list(verify_records(Tally(), case.receipt_number))


def test_a_direct_answer_reopens_a_closed_case(review: AnswerReview) -> None:
    case = review.answer.consultation
    citizen_acts.rate(case, review.answer, 5, by=builders.receipt(case))
    panel.finished(review, panel.marks(1), "wrong")
    answering.answer_directly(review, builders.ANSWER, "有错误。", by=review.expert.user)
    assert panel.fresh(case).state == "answered"


def test_a_direct_answer_needs_a_reason_a_finished_review_and_is_sent_once(review: AnswerReview) -> None:
    with pytest.raises(WrongState):
        answering.answer_directly(review, builders.ANSWER, "有错误。", by=review.expert.user)
    panel.finished(review)
    with pytest.raises(ValidationError) as refused:
        answering.answer_directly(review, builders.ANSWER, " ", by=review.expert.user)
    assert "direct_reason" in refused.value.message_dict
    answering.answer_directly(review, builders.ANSWER, "有错误。", by=review.expert.user)
    with pytest.raises(WrongState):
        answering.answer_directly(review, builders.ANSWER, "有错误。", by=review.expert.user)


def test_a_direct_answer_passes_what_every_answer_passes(review: AnswerReview) -> None:
    from dataclasses import replace

    panel.finished(review)
    for written, field in (
        (replace(builders.ANSWER, next_steps=""), "next_steps"),
        (replace(builders.ANSWER, reasoning="请加我微信abc12345。"), "reasoning"),
    ):
        with pytest.raises(ValidationError) as refused:
            answering.answer_directly(review, written, "有错误。", by=review.expert.user)
        assert field in refused.value.message_dict


def test_every_word_of_the_panel_is_held_against_the_record(review: AnswerReview) -> None:
    row = suggested(review)
    suggesting.decline(row, "不同意。", by=review.answer.author.user)
    number = review.answer.consultation.receipt_number
    assert not list(verify_records(Tally(), number))
    RevisionSuggestion.objects.filter(pk=row.pk).update(reason="改过的话。")
    assert list(verify_records(Tally(), number))


def test_the_database_holds_reasons_verdicts_and_marks(review: AnswerReview) -> None:
    from portal.expert_panel.models import ReviewMark

    for wrong in (
        lambda: AnswerReview.objects.filter(pk=review.pk).update(done_at=clock.now()),
        lambda: ReviewMark.objects.create(review=review, criterion="accurate", mark=4),
        lambda: AnswerReview.objects.create(
            sample=review.sample, answer=review.answer, expert=review.expert, assigned_at=clock.now()
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
