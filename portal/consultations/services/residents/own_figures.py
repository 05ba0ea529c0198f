"""A resident's own figures, month by month, counted from rows. They are shown to that resident and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from portal.common.clock import SHANGHAI
from portal.consultations.models import Answer, Deadline, DeferredReply, ResidentStaff, SatisfactionRating
from portal.consultations.models.choices import UNSATISFIED, AnswerKind, DeadlineKind


@dataclass(frozen=True, slots=True)
class Month:
    """What a resident did in a month (Asia/Shanghai). ``in_time`` of ``first_answers`` missed no time limit; ``mean`` is
    the mean of ``rated`` scores, 1 to 5."""

    month: date
    answers: int = 0
    first_answers: int = 0
    in_time: int = 0
    deferred: int = 0
    rated: int = 0
    mean: float | None = None
    unsatisfied: int = 0
    corrected: int = 0


def own_figures(staff: ResidentStaff) -> list[Month]:
    """Every month in which there is something to count, the latest first: three queries, whatever there is."""
    missed = Deadline.objects.filter(
        consultation=OuterRef("consultation"),
        kind__in=(DeadlineKind.FIRST_ANSWER, DeadlineKind.DEFERRED_REPLY),
        outcome="late",
        cancelled_at__isnull=True,
    )
    is_first = Q(kind=AnswerKind.FIRST)
    written = (
        Answer.objects.filter(author=staff)
        .annotate(month=TruncMonth("sent_at", tzinfo=SHANGHAI), is_late=Exists(missed))
        .order_by()
        .values("month")
        .annotate(
            answers=Count("pk", filter=~Q(kind=AnswerKind.CORRECTION)),
            first_answers=Count("pk", filter=is_first),
            in_time=Count("pk", filter=is_first & Q(is_late=False)),
            corrected=Count("pk", filter=Q(kind=AnswerKind.CORRECTION)),
        )
    )
    deferred = _monthly(DeferredReply.objects.filter(author=staff), "at").annotate(deferred=Count("pk"))
    rated = _monthly(SatisfactionRating.objects.filter(answer__author=staff), "at").annotate(
        rated=Count("pk"), mean=Avg("score"), unsatisfied=Count("pk", filter=Q(score__in=UNSATISFIED))
    )
    months: dict[date, dict] = {}
    for row in (*written, *deferred, *rated):
        month = row.pop("month").astimezone(SHANGHAI).date()
        months.setdefault(month, {"month": month}).update(row)
    return [Month(**months[month]) for month in sorted(months, reverse=True)]


def _monthly(found: QuerySet[Any], moment: str) -> QuerySet[Any, dict[str, Any]]:
    return found.annotate(month=TruncMonth(moment, tzinfo=SHANGHAI)).order_by().values("month")
