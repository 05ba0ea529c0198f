"""What is due to be read again, what waits, what is old: querysets that panels and the report share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from wagtail.models import Page

from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import PAGE_MODELS

SOON = timedelta(days=14)


def due_pages(today: date) -> QuerySet[EditorialPage]:
    """Live pages whose day to be read again has come or comes within two weeks, the longest overdue first."""
    return EditorialPage.objects.live().filter(review_due_on__lte=today + SOON).order_by("review_due_on", "pk")


@dataclass(frozen=True, slots=True)
class KindCount:
    """How much of a kind there is, and how much of it is old."""

    kind: str
    label: str
    live: int
    overdue: int
    never_reviewed: int
    section_pk: int | None
    model_name: str


def counts_by_kind(today: date) -> list[KindCount]:
    """Count live pages by kind: those past their day, those nobody reviewed; two queries."""
    rows = (
        EditorialPage.objects.live()
        .order_by()
        .values("content_type__model")
        .annotate(
            number=Count("pk"),
            overdue=Count("pk", filter=Q(review_due_on__lte=today)),
            unreviewed=Count("pk", filter=Q(last_reviewed_on__isnull=True)),
        )
    )
    by_model = {row["content_type__model"]: row for row in rows}
    sections = dict(
        Page.objects.filter(depth=3, content_type__app_label="editorial")
        .order_by()
        .values_list("content_type__model", "pk")
    )
    counts = []
    for kind, model in PAGE_MODELS.items():
        row = by_model.get(model._meta.model_name, {"number": 0, "overdue": 0, "unreviewed": 0})
        label = str(model._meta.verbose_name)
        name = str(model._meta.model_name)
        section = sections.get(f"{name}index")
        counts.append(KindCount(kind, label, row["number"], row["overdue"], row["unreviewed"], section, name))
    return counts
