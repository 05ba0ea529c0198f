"""The rows of the message board. Who did not agree to statistics is in none of them (portal/consultations/purposes.py).

The institution and the code are those of who has the case; of a rating, of who wrote the answer that was rated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from portal.common import clock
from portal.common.clock import SHANGHAI
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
from portal.consultations.states import State
from portal.consultations.timeliness.figures import NO_TOPIC, PURPOSE
from portal.service_figures.districts import district_of
from portal.service_figures.rows import Row, Source, Spans, register_source, within

OUTCOMES = {"met": _("按时"), "deferred": _("约期"), "late": _("逾期")}
APPEALS = {"open": _("正在复核"), "granted": _("改为受理"), "rejected": _("维持不予解答")}


def agreed(found: QuerySet[Any], to_case: str = "") -> QuerySet[Any]:
    """Those alone whose asker agreed to statistics; ``to_case`` leads from a row to its case (``consultation__``)."""
    purposes = Cast(f"{to_case}consent__purposes", models.TextField())
    return found.annotate(agreed_purposes=purposes).filter(agreed_purposes__contains=f'"{PURPOSE}"')


def rows(
    found: QuerySet[Any],
    at: str,
    to_case: str = "",
    *,
    holder: str = "assigned_to__",
    kind: Callable[[tuple[Any, ...]], str] = lambda _more: "",
    value: Callable[[tuple[Any, ...]], float | None] = lambda _more: None,
    more: tuple[str, ...] = (),
) -> Iterator[Row]:
    """Rows from a queryset, one query. ``more`` names further columns, which ``kind`` and ``value`` are made from."""
    by = holder if holder.startswith("answer__") else f"{to_case}{holder}"
    columns = (
        f"{to_case}receipt_number",
        at,
        f"{to_case}topic__code",
        f"{to_case}place",
        f"{to_case}channel",
        f"{by}resident_institution__institution__name",
        f"{by}staff_code__code",
        *more,
    )
    for number, moment, topic, place, channel, institution, code, *rest in agreed(found, to_case).values_list(*columns):
        told = tuple(rest)
        yield Row(
            number,
            moment.astimezone(SHANGHAI),
            topic or NO_TOPIC,
            district_of(place),
            channel,
            institution or "",
            code or "",
            kind(told),
            value(told),
        )


def first_told(told: tuple[Any, ...]) -> str:
    """The kind is the first further column."""
    return str(told[0])


def asked(spans: Spans) -> Iterable[Row]:
    """Questions by when they were sent; the kind is the state they are in now."""
    return rows(
        Consultation.objects.filter(within("submitted_at", spans)), "submitted_at", kind=first_told, more=("state",)
    )


def answered(spans: Spans) -> Iterable[Row]:
    """Cases by their first answer; the value is the hours since they were sent."""
    return rows(
        Consultation.objects.filter(within("answered_at", spans)),
        "answered_at",
        value=lambda told: round((told[1] - told[0]).total_seconds() / 3600, 4),
        more=("submitted_at", "answered_at"),
    )


def closed(spans: Spans) -> Iterable[Row]:
    """Closed cases by when; the kind is why. One that was opened again is closed no more."""
    found = Consultation.objects.filter(within("closed_at", spans), state=State.CLOSED)
    return rows(found, "closed_at", kind=first_told, more=("closed_because",))


def clocks(spans: Spans) -> Iterable[Row]:
    """Time limits by when they began to run: met, deferred in time, or late, past and still open among the late. What is
    not due yet, stands still or was cancelled in time is in none (as on the public page of timeliness)."""
    settled = ~Q(outcome__in=("", "cancelled")) | (RUNNING & Q(due_at__lt=clock.now()))
    return rows(
        Deadline.objects.filter(within("started_at", spans) & settled),
        "started_at",
        "consultation__",
        kind=lambda told: f"{told[0]}:{told[1] if told[1] in ('met', 'deferred') else 'late'}",
        more=("kind", "outcome"),
    )


def deferrals(spans: Spans) -> Iterable[Row]:
    """约期答复 by when the time was agreed."""
    return rows(DeferredReply.objects.filter(within("at", spans)), "at", "consultation__")


def refusals(spans: Spans) -> Iterable[Row]:
    """不予解答 by when it was decided; the kind is the reason. One that was lifted was a refusal all the same."""
    found = Refusal.objects.filter(within("decided_at", spans))
    return rows(found, "decided_at", "consultation__", kind=first_told, more=("reason",))


def appeals(spans: Spans) -> Iterable[Row]:
    """Requests for a second look by when they were filed; the kind is the result."""
    results = {None: "open", True: "granted", False: "rejected"}
    return rows(
        RefusalAppeal.objects.filter(within("filed_at", spans)),
        "filed_at",
        "refusal__consultation__",
        kind=lambda told: results[told[0]],
        more=("is_granted",),
    )


def ratings(spans: Spans) -> Iterable[Row]:
    """Ratings by when they were given; kind and value are the score. Later ones stand beside the first."""
    return rows(
        SatisfactionRating.objects.filter(within("at", spans)),
        "at",
        "consultation__",
        holder="answer__author__",
        kind=first_told,
        value=lambda told: float(told[0]),
        more=("score",),
    )


def citations(spans: Spans) -> Iterable[Row]:
    """Articles that answers rest on, by when the answer was sent; the kind is the article as it is cited, once an answer."""
    found = AnswerCitation.objects.filter(within("answer__sent_at", spans)).annotate(sent_at=F("answer__sent_at"))
    seen: set[tuple[str, datetime, str]] = set()
    for row in rows(found, "sent_at", "answer__consultation__", kind=first_told, more=("written",)):
        key = (row.number, row.at, row.kind)
        if key not in seen:
            seen.add(key)
            yield row


def _clock_kinds() -> Mapping[str, Any]:
    from django.utils.text import format_lazy

    return {
        f"{kind}:{outcome}": format_lazy("{}：{}", kind.label, words)
        for kind in DeadlineKind
        for outcome, words in OUTCOMES.items()
    }


def register() -> None:
    """Make the board's sources known; called from ``AppConfig.ready``."""
    for name, label, load, kinds in (
        ("asked", _("提出的咨询"), asked, dict(State.choices)),
        ("answered", _("首次答复"), answered, {}),
        ("closed", _("办结的咨询"), closed, dict(ClosedBecause.choices)),
        ("clocks", _("时限"), clocks, _clock_kinds()),
        ("deferrals", _("约期答复"), deferrals, {}),
        ("refusals", _("不予解答"), refusals, dict(RefusalReason.choices)),
        ("appeals", _("复核申请"), appeals, APPEALS),
        ("ratings", _("满意度测评"), ratings, {str(score.value): score.label for score in reversed(Score)}),
        ("citations", _("答复引用的条文"), citations, {}),
    ):
        register_source(Source(name, label, load, kinds))
