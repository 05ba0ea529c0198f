"""What of the board can be found: a document a public consultation, of ``PublicPage`` alone. Source key: ``consultation:CODE``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from cms.core.models import Topic
from portal.common.clock import SHANGHAI
from portal.public_board.catalogue import PublicCase, cases_of, public_publications
from portal.public_board.content import PublicAnswer
from portal.public_board.reading.structured_data import answer_text
from portal.public_board.surfaces import SOURCE, search_key
from search.documents import Document, Kind, Source, register_kind, register_source

KIND = "consultation"


def public_keys() -> Iterator[str]:
    """The source keys of all that is public."""
    return map(search_key, public_publications().order_by("pk").values_list("code", flat=True).iterator())


def documents(keys: Sequence[str]) -> Iterator[Document]:
    """Make the documents of the given sources; one query. What is not public any more yields none."""
    codes = [key.partition(":")[2] for key in keys]
    yield from map(document_of, cases_of(public_publications().filter(code__in=codes).order_by("pk")))


def document_of(case: PublicCase) -> Document:
    """The document of one public consultation."""
    page = case.page
    published = case.published_at.astimezone(SHANGHAI).date()
    topic = case.topic
    words = [page.question, *page.facts]
    for answer in page.answers:
        words += _words(answer)
    cited = dict.fromkeys(row.written for answer in page.answers for row in answer.citations)
    return Document(
        key=search_key(case.code),
        kind=KIND,
        source=search_key(case.code),
        title=page.title,
        url=case.url,
        text="\n".join(filter(None, words)),
        context=" ".join([page.title, *([topic.name, *topic.alias_list] if topic is not None else ()), *cited]),
        facets=(*((f"topic:{topic.code}",) if topic is not None else ()), f"published_year:{published.year}"),
        extra={
            "topic": topic.name if topic is not None else "",
            "answered_on": page.answers[0].answered_on if page.answers else None,
            "law_on": page.law_on,
        },
    )


def _words(answer: PublicAnswer) -> list[str]:
    return [answer.further, answer_text(answer)]


def value_labels(name: str, values: Sequence[str]) -> dict[str, str]:
    """Give the names of topics."""
    return dict(Topic.objects.filter(code__in=values).values_list("code", "name")) if name == "topic" else {}


register_kind(
    Kind(
        name=KIND,
        label="公开的咨询",
        template="search/results/consultation.html",
        facets={"topic": _("专题"), "published_year": _("公开年份")},
        position=35,
        value_labels=value_labels,
    )
)
register_source(Source(SOURCE, public_keys, documents))
