"""What a case leaves for figures: codes, counts, months. One function, so that a purge and a recount read the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from portal.common.clock import SHANGHAI
from portal.consultations.models import Consultation
from portal.consultations.models.choices import AnswerKind
from portal.retention.districts import district_of

STATISTICS = "statistics"
"""The purpose whose consent lets a case into figures (``consultations.purposes``)."""

Figures = Mapping[str, str | int | bool | None]
_MONTH = re.compile(r"(?<!\d)(\d{4})-(0[1-9]|1[0-2])(?!\d)")
_more: dict[str, Callable[[Consultation], Figures]] = {}
_apart: list[Callable[[Consultation], None]] = []


def register_figures(name: str, figures: Callable[[Consultation], Figures]) -> None:
    """Let a room leave figures of its own: they lie in ``PurgedCase.more[name]``. Codes and numbers alone, no words and no
    day, months as ``2026-03``; called from ``AppConfig.ready``, asked with the case just before it goes."""
    _more[name] = figures


def register_leaving(leave: Callable[[Consultation], None]) -> None:
    """Let a room count what must not lie with a purged case, whose row is found by who knows the number; called with the case in
    the transaction of its purge, before anything of it is erased."""
    _apart.append(leave)


def leave_apart(case: Consultation) -> None:
    """What rooms count of a case that goes, apart from its row."""
    for leave in _apart:
        leave(case)


def facts_of(case: Consultation) -> dict[str, Any]:
    """The columns of ``PurgedCase`` that figures count."""
    answers = list(case.answers.order_by("sent_at", "pk"))
    scores = list(case.ratings.order_by("at", "pk").values_list("score", flat=True))
    consent, refusal = getattr(case, "consent", None), getattr(case, "refusal", None)
    author = next((answer.author for answer in answers if answer.author is not None), None)
    more = {name: dict(figures(case)) for name, figures in _more.items()}
    begun = [month_of(at) for at in case.deadlines.values_list("started_at", flat=True)]
    ended = [month_of(case.closed_at)] if case.closed_at else []
    return {
        "in_statistics": consent is not None and STATISTICS in consent.purposes,
        "channel": case.channel,
        "topic": case.topic.code if case.topic else "",
        "district": district_of(case.place),
        "asked_month": month_of(case.submitted_at),
        "closed_month": month_of(case.closed_at) if case.closed_at else None,
        "state": case.state,
        "closed_because": case.closed_because,
        "refusal_reason": refusal.reason if refusal is not None else "",
        "appeal": _appeal(refusal),
        "first_score": scores[0] if scores else None,
        "scores": scores,
        "answers": len(answers),
        "corrections": sum(answer.kind == AnswerKind.CORRECTION for answer in answers),
        "expert_answers": sum(answer.kind == AnswerKind.EXPERT for answer in answers),
        "further": case.further.count(),
        "deferrals": case.deferrals.count(),
        "follow_ups": case.follow_ups.count(),
        "staff_code": author.code if author else "",
        "institution_id": author.resident_institution.institution_id if author else None,
        "is_urgent": case.is_urgent,
        "is_of_minor": case.is_of_minor,
        "was_reopened": case.was_reopened,
        "more": more,
        "last_month": max([month_of(case.submitted_at), *begun, *ended, *months_said(more)]),
    }


def clocks_of(case: Consultation) -> list[dict[str, Any]]:
    """How each of its clocks ended (``PurgedDeadline``)."""
    rows = case.deadlines.order_by("pk").values("kind", "outcome", "started_at")
    return [
        {"kind": row["kind"], "outcome": row["outcome"], "started_month": month_of(row["started_at"])} for row in rows
    ]


def months_said(more: Mapping[str, Any]) -> list[date]:
    """The months that rooms left figures of, as they write them: ``2026-03``."""
    return [date(int(year), int(month), 1) for year, month in _MONTH.findall(json.dumps(more))]


def month_of(at: datetime) -> date:
    """The first day of a moment's month in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).date().replace(day=1)


def _appeal(refusal: Any) -> str:
    appeal = getattr(refusal, "appeal", None)
    if appeal is None:
        return ""
    return "open" if appeal.is_granted is None else "granted" if appeal.is_granted else "upheld"
