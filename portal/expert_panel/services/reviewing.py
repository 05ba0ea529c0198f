"""An expert's review (articles 7, 21, 27): opened blind, marked by criterion, with a suggestion where one is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.models import Consultation
from portal.consultations.policies import WrongState
from portal.expert_panel.membership import is_clear, member_of
from portal.expert_panel.models import AnswerReview, Criterion, Mark, Overall, PanelMember, ReviewMark
from portal.expert_panel.services.sampling import REVIEWABLE, assign
from portal.expert_panel.services.suggesting import Suggested, suggest
from portal.expert_panel.services.training import make_training_case

LONGEST = 2000


def reviews_of(user: Any) -> QuerySet[AnswerReview]:
    """The reviews that an account may open, open and done: its own as a member of the panel, of cases that may be shown at
    all. Nothing else leads a reviewer to an answer."""
    member = member_of(user)
    if member is None:
        return AnswerReview.objects.none()
    shown = Consultation.objects.filter(REVIEWABLE).exclude(citizen=user)
    found = AnswerReview.objects.filter(
        expert=member, ended_at__isnull=True, answer__consultation__in=shown.values("pk")
    )
    return found.select_related(
        "expert", "sample", "answer__author__staff_code", "answer__risk_notice", "answer__consultation__topic"
    )


def open_review(pk: int, user: Any, *, page: str) -> AnswerReview:
    """A review, its opening put on file; Http404 for another's, as for what does not exist. Who has become involved in the
    case since is turned away alike, and the answer goes to somebody else."""
    review = reviews_of(user).filter(pk=pk).first()
    if review is None:
        raise Http404
    if review.done_at is None and not is_clear(review.expert, review.answer.consultation):
        _pass_on(review)
        raise Http404
    record(
        AuditAct.CASE_OPENED,
        actor=user,
        subject=review.answer.consultation,
        details={"page": page, "review": review.pk},
    )
    return review


def finish(
    review: AnswerReview,
    marks: Mapping[str, tuple[int, str]],
    overall: str,
    comment: str,
    *,
    by: Any,
    suggested: Suggested | None = None,
) -> AnswerReview:
    """Mark by each criterion of article 21 (1 to 3, with a comment), give a verdict, suggest a change. Done once.

    Raises ValidationError by field: a mark is missing, 有问题 without a comment, a suggestion without why.
    """
    member = member_of(by)
    _demand_whole(marks, overall)
    with transaction.atomic():
        found = AnswerReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
        if member is None or found.expert_id != member.pk:
            raise PermissionDenied(_("这份答复不是由您审阅的。"))
        if found.done_at is not None or found.ended_at is not None:
            raise WrongState(_("这份审阅已经提交，或者已经结束。"))
        found.done_at, found.overall, found.comment = clock.now(), overall, comment.strip()[:LONGEST]
        found.save(update_fields=["done_at", "overall", "comment"])
        ReviewMark.objects.bulk_create(
            ReviewMark(review=found, criterion=code, mark=mark, comment=words.strip()[:LONGEST])
            for code, (mark, words) in marks.items()
        )
        if suggested is not None:
            suggest(found, suggested, by=by)
        make_training_case(found.sample)
    return found


def keep_away(review: AnswerReview, *, by: Any) -> None:
    """回避: somebody else looks at the answer."""
    member = member_of(by)
    if member is None or review.expert_id != member.pk or review.done_at is not None:
        raise PermissionDenied(_("这份答复不是由您审阅的。"))
    _pass_on(review)


def _pass_on(review: AnswerReview) -> None:
    with transaction.atomic():
        if AnswerReview.objects.filter(pk=review.pk, ended_at__isnull=True).update(ended_at=clock.now()):
            assign(review.sample)


def _demand_whole(marks: Mapping[str, tuple[int, str]], overall: str) -> None:
    errors = {}
    for criterion in Criterion:
        mark, words = marks.get(criterion, (0, ""))
        if mark not in Mark.values:
            errors[f"mark_{criterion}"] = _("请给“%s”评分。") % criterion.label
        elif mark == Mark.POOR and not words.strip():
            errors[f"comment_{criterion}"] = _("评为“有问题”的，请写明问题在哪里。")
    if overall not in Overall.values:
        errors["overall"] = _("请选总的看法。")
    if errors:
        raise ValidationError(errors)


def open_reviews(member: PanelMember) -> QuerySet[AnswerReview]:
    """What waits for a member, the oldest first."""
    return reviews_of(member.user).filter(done_at__isnull=True).order_by("assigned_at", "pk")
