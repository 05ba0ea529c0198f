"""What cites a law: the public pages whose citations point at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cms.laws.locators import anchor_of, article_locator, citation_text
from cms.laws.models import Citation, Instrument

MOST = 30


@dataclass(frozen=True, slots=True)
class CitingPage:
    """A public page that cites a law, and the first place it cites."""

    title: str
    url: str
    place: str
    anchor: str


def citing_pages(instrument: Instrument, limit: int = MOST) -> list[CitingPage]:
    """Give what cites an instrument, by place: one query, and one more for each kind of thing that does.

    Only what says of itself that it is live is shown: a draft that cites a law is nobody's business.
    """
    citations = (
        Citation.objects.filter(instrument=instrument, content_type__isnull=False)
        .order_by("locator", "pk")
        .prefetch_related("citing")[: 4 * limit]
    )
    pages: dict[str, CitingPage] = {}
    for citation in citations:
        citing: Any = citation.citing
        url = _public_address(citing)
        if url:
            article = article_locator(citation.locator) or citation.locator
            place = citation_text(citation.locator)
            pages.setdefault(url, CitingPage(str(citing), url, place, anchor_of(article)))
    return list(pages.values())[:limit]


def _public_address(citing: Any) -> str:
    if citing is None or not getattr(citing, "live", False):
        return ""
    if hasattr(citing, "get_absolute_url"):
        return citing.get_absolute_url()
    return getattr(citing, "url", None) or ""
