"""The words of each question, written once it was accepted and gone with it: figures never decrypt a question.

Not of who did not agree to statistics, not of minors, not of what is quarantined; what becomes one of these later is left out
when words are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.core.models import Topic
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue
from portal.consultations import neighbours
from portal.consultations.models import Consultation
from portal.service_figures.issues.vocabulary import listed, terms_of
from portal.service_figures.models import IssueTerm
from portal.service_figures.rows import Source, register_source
from portal.service_figures.sources import agreed, first_told, of_case

SINK = "service_figures.terms"
ACCEPTED = "accept"


def write_terms(numbers: Sequence[str]) -> None:
    """Write the words of cases anew, by receipt number; the outbox's handler. Twice does no harm."""
    words = listed((topic.name, topic.alias_list) for topic in Topic.objects.all())
    cases = agreed(countable(Consultation.objects.filter(receipt_number__in=numbers)))
    with transaction.atomic():
        IssueTerm.objects.filter(consultation__receipt_number__in=numbers).delete()
        IssueTerm.objects.bulk_create(
            IssueTerm(consultation=case, term=term, asked_at=case.submitted_at)
            for case in cases.only("question", "submitted_at")
            for term in sorted(terms_of(case.question, words))
        )


def countable(cases: QuerySet[Any], to_case: str = "") -> QuerySet[Any]:
    """Those whose words may be counted: no minor's, nothing quarantined, nothing that was erased."""
    names = {"is_quarantined": False, "is_of_minor": False, "frozen_at": None}
    return cases.filter(**{f"{to_case}{name}": value for name, value in names.items()})


TERMS = of_case(
    lambda: countable(IssueTerm.objects.all(), "consultation__"),
    "asked_at",
    more=("term",),
    kind=first_told,
)
"""Words by when they were asked with; the kind is the word."""


def _on_event(sender: Any, *, case: Consultation, event: Any, **_more: Any) -> None:
    if event.act == ACCEPTED:
        enqueue(SINK, [case.receipt_number])


def _forget(case: Consultation) -> list[str]:
    gone, _by_model = IssueTerm.objects.filter(consultation=case).delete()
    return [_("用于发现多发问题的词")] if gone else []


def register() -> None:
    """Called from ``AppConfig.ready``."""
    register_sink(SINK, write_terms)
    neighbours.event_written.connect(_on_event, dispatch_uid="service_figures.terms")
    neighbours.register_forgetting(_forget)
    register_source(Source("terms", _("问题里的词"), TERMS.rows, {}, TERMS))
