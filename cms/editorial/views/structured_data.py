"""Editorial pages for programs, in schema.org's words: ``FAQPage``, ``GovernmentService``, ``NewsArticle``, ``Article``. Only what
the page shows to people is described."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import strip_tags
from wagtail.rich_text import get_text_for_indexing

from cms.core.models import Topic
from cms.core.structured_data import absolute, breadcrumbs, thing
from cms.editorial.base import EditorialPage
from cms.editorial.views.addresses import web_address


def described(
    page: EditorialPage, topics: Sequence[Topic], trail: list[dict[str, Any]], description: str
) -> list[dict[str, Any]]:
    """Describe a page and the way to it."""
    shared = {
        "url": absolute(page.get_absolute_url()),
        "inLanguage": "zh-Hans",
        "description": description,
        "datePublished": page.published_on,
        "dateModified": page.last_reviewed_on,
        "about": [topic.name for topic in topics],
    }
    return [
        _DESCRIBED.get(page.kind, _article)(page, shared),
        breadcrumbs(trail, page.title, page.get_absolute_url()),
    ]


def _question(page: Any, shared: dict[str, Any]) -> dict[str, Any]:
    answer = get_text_for_indexing(page.short_answer)
    question = thing(
        "Question",
        name=page.title,
        text=page.question,
        acceptedAnswer=thing("Answer", text=answer, author=_person(page.author_name)),
    )
    return thing("FAQPage", name=page.title, mainEntity=[question], **shared)


def _guide(page: Any, shared: dict[str, Any]) -> dict[str, Any]:
    online = web_address(page.online_url)
    place = " ".join(strip_tags(page.place).split())
    of_service = {name: shared[name] for name in ("url", "description")}  # the rest is of the page
    return thing(
        "GovernmentService",
        name=page.title,
        serviceType=page.get_service_kind_display(),
        availableChannel=[
            thing("ServiceChannel", name=page.online_label, serviceUrl=online) if online else "",
            thing("ServiceChannel", serviceLocation=thing("Place", description=place)) if place else "",
        ],
        termsOfService=" ".join(get_text_for_indexing(page.conditions).split()),
        **of_service,
    )


def _news(page: Any, shared: dict[str, Any]) -> dict[str, Any]:
    source = page.source_name
    return thing(
        "NewsArticle",
        headline=page.title,
        alternativeHeadline=page.original_title if page.original_title != page.title else "",
        author=_person(page.original_author or page.author_name),
        editor=_person(page.original_editor),
        sourceOrganization=thing("Organization", name=source) if source else None,
        isBasedOn=web_address(page.source_url),
        **shared,
    )


def _notice(page: Any, shared: dict[str, Any]) -> dict[str, Any]:
    issuer = page.institution
    return thing(
        "Article",
        headline=page.title,
        articleSection=page.get_notice_kind_display(),
        author=thing("Organization", name=issuer.name) if issuer else None,
        expires=page.holds_until,
        **shared,
    )


def _article(page: Any, shared: dict[str, Any]) -> dict[str, Any]:
    return thing("Article", headline=page.title, author=_person(page.author_name), **shared)


def _person(name: str) -> dict[str, Any] | None:
    return thing("Person", name=name) if name else None


_DESCRIBED = {
    "knowledge_qa": _question,
    "service_guide": _guide,
    "news_article": _news,
    "institution_notice": _notice,
}
