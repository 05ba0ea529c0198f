"""How cases, their clocks and their history are said to the staff. Nothing here reads who asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, Min, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.consultations import shown_cases
from portal.consultations.models import Consultation, ConsultationEvent, Deadline, FurtherQuestion, ScreeningFlag
from portal.consultations.models.deadlines import RUNNING
from portal.consultations.models.querysets import ConsultationQuerySet
from portal.consultations.record_words import actor_words, staff_words
from portal.consultations.screening.marked_words import words_of
from portal.consultations.shown_clocks import left_words

RELEASED_BECAUSE = {
    "returned": gettext_lazy("主动交回"),
    "recused": gettext_lazy("回避"),
    "off_duty": gettext_lazy("办理人不在岗"),
    "another_wanted": gettext_lazy("咨询人希望换一位律师"),
}


def with_due(found: ConsultationQuerySet) -> QuerySet[Any]:
    """Cases with ``due_at``, the nearest end of a clock that runs (None where none does), and ``has_further``: 追问 waits."""
    running = Deadline.objects.filter(RUNNING, consultation=OuterRef("pk")).order_by().values("consultation")
    nearest = running.annotate(nearest=Min("due_at")).values("nearest")
    further = FurtherQuestion.objects.filter(consultation=OuterRef("pk"), answer__isnull=True)
    return found.annotate(due_at=Subquery(nearest, output_field=DateTimeField()), has_further=Exists(further))


def by_due(found: QuerySet[Any]) -> QuerySet[Any]:
    """What is due first, first; then what is due at no time, the latest first."""
    is_due = Case(When(due_at__isnull=True, then=Value(1)), default=Value(0))
    return found.order_by(is_due, F("due_at").asc(), "-submitted_at", "-pk")


def moment(at: datetime | None) -> str:
    """The same as on a citizen's page; "" for none."""
    return "" if at is None else shown_cases.moment(at)


def due_words(due_at: datetime | None, now: datetime) -> tuple[str, bool]:
    """What is said of a clock, and whether it is past."""
    if due_at is None:
        return "", False
    if due_at < now:
        return _("已逾期 %(span)s") % {"span": left_words(now - due_at)}, True
    return _("还剩 %(span)s") % {"span": left_words(due_at - now)}, False


def row_of(case: Any, now: datetime) -> dict[str, Any]:
    """A line of a list; the case comes from ``with_due``."""
    words, is_overdue = due_words(case.due_at, now)
    return {
        "case": case,
        "number": case.written_number,
        "topic": case.topic.name if case.topic else _("未选专题"),
        "due": moment(case.due_at),
        "due_words": words,
        "is_overdue": is_overdue,
        "age": left_words(now - case.submitted_at),
    }


def timeline(events: Iterable[ConsultationEvent]) -> list[dict[str, Any]]:
    """What happened. A resident is named by the code, everybody else by their part alone."""
    lines = []
    for event in events:
        words = staff_words(event.act)
        if not words:
            continue
        because = RELEASED_BECAUSE.get(event.content.get("because", ""))
        to = event.content.get("to_staff_code", "")
        more = f"：{because}" if because else f" → {to}" if to else ""
        lines.append({"when": moment(event.at), "text": f"{actor_words(event)}　{words}{more}", "current": False})
    if lines:
        lines[-1]["current"] = True
    return lines


def flags_of(case: Consultation) -> list[dict[str, Any]]:
    """What screening suggests, with the words that led to it."""
    flags: QuerySet[ScreeningFlag] = case.flags.all()
    return [{"explanation": flag.explanation, "words": "、".join(words_of(flag.words))} for flag in flags]
