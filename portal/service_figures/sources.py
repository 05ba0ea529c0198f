"""The rows of the message board. Who did not agree to statistics is in none of them (portal/consultations/purposes.py).

The institution and the code are those of who has the case; of a rating, of who wrote the answer that was rated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from portal.common import clock
from portal.consultations.models import (
    AnswerCitation,
    Consultation,
    Deadline,
    DeferredReply,
    Refusal,
    RefusalAppeal,
    SatisfactionRating,
)
from portal.consultations.models.choices import ClosedBecause, DeadlineKind, RefusalReason, Score
from portal.consultations.models.deadlines import RUNNING
from portal.consultations.states import AT_WORK, State
from portal.consultations.timeliness.figures import PURPOSE
from portal.service_figures.facts import Facts
from portal.service_figures.moments import PARTS, PartsOfHour, Twentieths, hours_of
from portal.service_figures.rows import Row, Source, Spans, register_source

OUTCOMES = {"met": _("按时"), "deferred": _("约期"), "late": _("逾期")}
APPEAL_RESULTS = {"open": _("正在复核"), "granted": _("改为受理"), "rejected": _("维持不予解答")}


def agreed(found: QuerySet[Any], to_case: str = "") -> QuerySet[Any]:
    """Those alone whose asker agreed to statistics; ``to_case`` leads from a row to its case (``consultation__``)."""
    purposes = Cast(f"{to_case}consent__purposes", models.TextField())
    return found.alias(agreed_purposes=purposes).filter(agreed_purposes__contains=f'"{PURPOSE}"')


def first_told(told: tuple[Any, ...]) -> str:
    """The kind is the first column that says it."""
    return str(told[0])


def of_case(found: Callable[[], QuerySet[Any]], at: str, case: str = "consultation__", **more: Any) -> Facts:
    """Facts of cases whose askers agreed, in the hands of who has the case."""
    return Facts(lambda: agreed(found(), case), at, case, **{"staff": f"{case}assigned_to", **more})


ASKED = of_case(Consultation.objects.all, "submitted_at", "", more=("state",), kind=first_told)
"""Questions by when they were sent; the kind is the state they are in now."""


def _answered() -> QuerySet[Any]:
    between = (F("answered_at"), F("submitted_at"))
    return Consultation.objects.annotate(parts=PartsOfHour(*between), twentieths=Twentieths(*between))


ANSWERED = of_case(
    _answered,
    "answered_at",
    "",
    exact=("parts",),
    value=lambda told: told[0] / PARTS,
    coarse=("twentieths",),
    coarse_value=lambda told: hours_of(told[0]) if told else None,
)
"""Cases by their first answer; the value is the hours since they were sent."""

CLOSED = of_case(
    lambda: Consultation.objects.filter(state=State.CLOSED), "closed_at", "", more=("closed_because",), kind=first_told
)
"""Closed cases by when; the kind is why. One that was opened again is closed no more."""


def _settled() -> QuerySet[Any]:
    return Deadline.objects.filter(~Q(outcome__in=("", "cancelled")) | (RUNNING & Q(due_at__lt=clock.now())))


CLOCKS = of_case(
    _settled,
    "started_at",
    more=("kind", "outcome"),
    kind=lambda told: f"{told[0]}:{told[1] if told[1] in ('met', 'deferred') else 'late'}",
)
"""Time limits by when they began to run: met, deferred in time, or late, past and still open among the late. What is not due
yet, stands still or was cancelled in time is in none (as on the public page of timeliness)."""

DEFERRALS = of_case(DeferredReply.objects.all, "at")
"""约期答复 by when the time was agreed."""

REFUSALS = of_case(Refusal.objects.all, "decided_at", more=("reason",), kind=first_told)
"""不予解答 by when it was decided; the kind is the reason. One that was lifted was a refusal all the same."""

APPEALS = of_case(
    RefusalAppeal.objects.all,
    "filed_at",
    "refusal__consultation__",
    more=("is_granted",),
    kind=lambda told: {None: "open", True: "granted", False: "rejected"}[told[0]],
)
"""Requests for a second look by when they were filed; the kind is the result."""

RATINGS = of_case(
    SatisfactionRating.objects.all,
    "at",
    staff="answer__author",
    more=("score",),
    kind=first_told,
    exact=("score",),
    value=lambda told: float(told[0]),
)
"""Ratings by when they were given; kind and value are the score. Later ones stand beside the first."""


def citations(spans: Spans) -> Iterator[Row]:
    """Articles that answers rest on, by when the answer was sent; the kind is the article as it is cited, once an answer."""
    case = "answer__consultation__"
    # Of an article that an answer cites twice the first citation alone.
    before = AnswerCitation.objects.filter(
        answer=OuterRef("answer"), written=OuterRef("written"), pk__lt=OuterRef("pk")
    )
    found = AnswerCitation.objects.filter(~Exists(before))
    yield from of_case(lambda: found, "answer__sent_at", case, more=("written",), kind=first_told).rows(spans)


def _clock_kinds() -> Mapping[str, Any]:
    from django.utils.text import format_lazy

    return {
        f"{kind}:{outcome}": format_lazy("{}：{}", kind.label, words)
        for kind in DeadlineKind
        for outcome, words in OUTCOMES.items()
    }


def register() -> None:
    """Make the board's sources known; called from ``AppConfig.ready``."""
    for name, label, facts, kinds in (
        ("asked", _("提出的咨询"), ASKED, AT_WORK),
        ("answered", _("首次答复"), ANSWERED, {}),
        ("closed", _("办结的咨询"), CLOSED, dict(ClosedBecause.choices)),
        ("clocks", _("时限"), CLOCKS, _clock_kinds()),
        ("deferrals", _("约期答复"), DEFERRALS, {}),
        ("refusals", _("不予解答"), REFUSALS, dict(RefusalReason.choices)),
        ("appeals", _("复核申请"), APPEALS, APPEAL_RESULTS),
        ("ratings", _("满意度测评"), RATINGS, {str(score.value): score.label for score in reversed(Score)}),
    ):
        register_source(Source(name, label, facts.rows, kinds, facts))
    register_source(Source("citations", _("答复引用的条文"), citations, {}))
