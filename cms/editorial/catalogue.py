"""What of the editorial content is public, and how lists of it are cut: the querysets that pages, feeds and API share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from cms.core.open_pages import open_to_all
from cms.editorial.base import EditorialPage
from cms.editorial.models import (
    ExpertReading,
    InstitutionNotice,
    KnowledgeQA,
    NewsArticle,
    ServiceGuide,
    TypicalCase,
)

PAGE_MODELS: dict[str, type[EditorialPage]] = {
    model.kind: model
    for model in (KnowledgeQA, ServiceGuide, TypicalCase, ExpertReading, NewsArticle, InstitutionNotice)
}
"""Kind → model, in the order of the sections."""
ONE_OF_EACH = {"institution_notice": ("institution",)}
"""What a page of a kind has one of, and shows wherever it is shown."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list of pages is cut down to; an empty value cuts nothing. ``exact`` are fields of the kind itself."""

    topic: str = ""
    year: int | None = None
    words: str = ""
    exact: dict[str, Any] = field(default_factory=dict)


def kinds_by_type() -> dict[int, str]:
    """Key of a content type → kind; asked of the database once a process."""
    types = ContentType.objects.get_for_models(*PAGE_MODELS.values())
    return {types[model].pk: kind for kind, model in PAGE_MODELS.items()}


def public_pages(kind: str) -> QuerySet[Any]:
    """Pages of a kind that everybody may read, latest first."""
    model: Any = PAGE_MODELS[kind]
    return open_to_all(model.objects.live()).order_by("-listed_at", "-pk")


def public_page(kind: str, slug: str) -> Any:
    """The page of an address if everybody may read it, else None; one query."""
    return public_pages(kind).filter(slug=slug).select_related(*ONE_OF_EACH.get(kind, ())).first()


def filtered(pages: QuerySet[Any], wanted: ListFilter) -> QuerySet[Any]:
    """Cut a list down to what is wanted."""
    if wanted.topic:
        pages = pages.filter(topics__code=wanted.topic)
    if wanted.year:
        pages = pages.filter(listed_at__year=wanted.year)
    if wanted.words.strip():
        words = wanted.words.strip()
        pages = pages.filter(Q(title__icontains=words) | Q(summary__icontains=words))
    return pages.filter(**wanted.exact) if wanted.exact else pages
