"""What of the editorial content can be found: a document a page, of the six kinds. Source key: ``knowledge_qa:SLUG``.

Only what everybody may read. A notice past its day is found like any other and says so on its page. The everyday words of
a topic lead to its answers and guides, with little weight: as names (``aliases``) they would put every page of a topic
before the law that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.models import Topic
from cms.editorial.catalogue import ONE_OF_EACH, PAGE_MODELS, public_pages
from cms.editorial.institution_notice import NoticeKind
from cms.editorial.page_text import body_text
from cms.editorial.sections import SECTION_OF
from cms.editorial.service_guide import ServiceKind
from search.documents import Document, Kind, Source, register_kind, register_source

TEMPLATE = "search/results/editorial.html"
GUIDING = {"yes": _("指导性案例")}
SHARED_FACETS: dict[str, Any] = {"topic": _("专题"), "published_year": _("发布年份")}
OWN_FACETS: dict[str, dict[str, Any]] = {
    "service_guide": {"service_kind": _("服务类别")},
    "typical_case": {"guiding": _("指导性案例")},
    "institution_notice": {"notice_kind": _("公告类型")},
}
POSITIONS = {
    "knowledge_qa": 30,
    "service_guide": 40,
    "typical_case": 50,
    "expert_reading": 60,
    "news_article": 70,
    "institution_notice": 75,
}
"""Among the tabs: after laws and articles, before the directory."""
HELPING = ("knowledge_qa", "service_guide")
"""What a person with a problem is looking for, in whichever words."""
RELATED_ROWS = {"expert_reading": ("topics", "instruments")}


def public_keys(kind: str) -> Iterator[str]:
    """The source keys of all public pages of a kind."""
    slugs = public_pages(kind).order_by("pk").values_list("slug", flat=True)
    return (f"{kind}:{slug}" for slug in slugs.iterator())


def documents(kind: str, keys: Sequence[str]) -> Iterator[Document]:
    """Make the documents of the given sources: two queries (three for readings), however many they are."""
    slugs = [key.partition(":")[2] for key in keys]
    pages = public_pages(kind).filter(slug__in=slugs).select_related(*ONE_OF_EACH.get(kind, ())).order_by("pk")
    for page in pages.prefetch_related(*RELATED_ROWS.get(kind, ("topics",))):
        yield document_of(page)


def document_of(page: Any) -> Document:
    """The document of one page."""
    topics = list(page.topics.all())
    published = page.published_on
    return Document(
        key=page.source_key,
        kind=page.kind,
        source=page.source_key,
        title=page.title,
        url=page.get_absolute_url(),
        text="\n".join(filter(None, (page.summary, body_text(page)))),
        context=" ".join(_context(page, topics)),
        aliases=" ".join("".join(words.split()) for words in _names(page) if words),
        facets=tuple(_facets(page, topics)),
        extra={
            "kind": str(SECTION_OF[page.kind].title),
            "published_on": published.isoformat() if published else None,
            "reviewed_on": page.last_reviewed_on.isoformat() if page.last_reviewed_on else None,
            **_facts(page),
        },
    )


def _context(page: Any, topics: Sequence[Topic]) -> Iterator[str]:
    yield page.title  # the question itself counts for more than a title of a law among its articles does
    for topic in topics:
        yield topic.name
        if page.kind in HELPING:
            yield from topic.alias_list
    yield from dict.fromkeys(place.words for place in page.cited_places)
    if page.kind == "expert_reading":
        yield from (law.title for law in page.instruments.all() if law.is_public)
        yield page.author_name
    if page.kind == "institution_notice" and page.institution is not None:
        yield page.institution.name
    if page.kind == "typical_case":
        yield page.court
    if page.kind == "news_article":
        yield from (page.original_title, page.source_name)


def _names(page: Any) -> Sequence[str]:
    """What else people type to mean exactly this page."""
    return (page.case_number, page.guiding_number) if page.kind == "typical_case" else ()


def _facets(page: Any, topics: Sequence[Topic]) -> Iterator[str]:
    yield from (f"topic:{topic.code}" for topic in topics)
    if page.published_on:
        yield f"published_year:{page.published_on.year}"
    if page.kind == "service_guide":
        yield f"service_kind:{page.service_kind}"
    if page.kind == "typical_case" and page.is_guiding:
        yield "guiding:yes"
    if page.kind == "institution_notice":
        yield f"notice_kind:{page.notice_kind}"


def _facts(page: Any) -> dict[str, str | None]:
    """What a result shows besides title and words."""
    if page.kind == "typical_case":
        return {"court": page.court, "guiding": page.guiding_number or str(GUIDING["yes"]) if page.is_guiding else ""}
    if page.kind == "service_guide":
        return {"service_kind": str(page.get_service_kind_display())}
    if page.kind == "institution_notice":
        until = page.holds_until.isoformat() if page.holds_until else None
        return {"institution": page.institution.name if page.institution else "", "holds_until": until}
    return {"author": page.author_name if page.kind == "expert_reading" else page.source_name}


def value_labels(name: str, values: Sequence[str]) -> dict[str, str]:
    """Give the words for codes among the values of a facet."""
    if name == "topic":
        return dict(Topic.objects.filter(code__in=values).values_list("code", "name"))
    fixed: dict[str, dict[str, Any]] = {
        "service_kind": dict(ServiceKind.choices),
        "notice_kind": dict(NoticeKind.choices),
        "guiding": GUIDING,
    }
    return {value: str(fixed[name][value]) for value in values if value in fixed.get(name, {})}


for _kind in PAGE_MODELS:
    register_kind(
        Kind(
            name=_kind,
            label=SECTION_OF[_kind].title,
            template=TEMPLATE,
            facets={**SHARED_FACETS, **OWN_FACETS.get(_kind, {})},
            position=POSITIONS[_kind],
            value_labels=value_labels,
        )
    )
    register_source(Source(_kind, partial(public_keys, _kind), partial(documents, _kind)))
