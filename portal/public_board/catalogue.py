"""What is public of consultations: the one queryset that every surface starts from, and the page that each row holds.

Page, board, feed, search, API, copies and editors read ``PublicCase`` and nothing of the case behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.text import Truncator

from cms.core.models import Topic
from portal.consultations import neighbours
from portal.consultations.models.choices import AgeBand
from portal.consultations.states import Visibility
from portal.public_board.content import PublicPage, page_from
from portal.public_board.models import Publication, PublicationState

BOARD_URL = "/consultations/"
FEED_URL = "/consultations/feed/"
LONGEST_LEAD = 120
CHILDREN = (AgeBand.UNDER_14, AgeBand.FROM_14)


@dataclass(frozen=True, slots=True)
class PublicCase:
    """One public consultation as every surface knows it: by its public code, with the page that was agreed to.
    ``is_doubted``, known of one that is read whole: somebody is looking at an answer of it again."""

    code: str
    topic: Topic | None
    published_at: datetime
    page: PublicPage
    is_doubted: bool = False

    @property
    def url(self) -> str:
        """The public page."""
        return public_url(self.code)

    @property
    def lead(self) -> str:
        """The beginning of the first conclusion, in a line."""
        conclusion = self.page.answers[0].conclusion if self.page.answers else self.page.question
        return Truncator(" ".join(conclusion.split())).chars(LONGEST_LEAD)


def public_publications() -> QuerySet[Publication]:
    """The rows that everybody may read, the latest first. The row says that it is public and the case says nothing against
    it: not taken back, not frozen, not quarantined, not of a child."""
    return (
        Publication.objects.filter(
            state=PublicationState.PUBLIC,
            consultation__visibility=Visibility.PUBLIC,
            consultation__is_quarantined=False,
            consultation__frozen_at__isnull=True,
        )
        .exclude(consultation__age_band__in=CHILDREN)
        .select_related("topic")
        .order_by("-published_at", "-pk")
    )


def public_case(code: str) -> PublicCase | None:
    """The public consultation of a code; None where there is none now. Two queries."""
    row = public_publications().filter(code=code).first()
    if row is None:
        return None
    return replace(case_of(row), is_doubted=bool(neighbours.cases_in_doubt([row.consultation_id])))


def was_public(code: str) -> bool:
    """Whether a code was public once; of one that never was nothing is known to anybody."""
    return Publication.objects.filter(code=code, published_at__isnull=False).exists()


def cases_of(rows: Iterable[Publication]) -> Iterator[PublicCase]:
    """Read rows of ``public_publications``."""
    return map(case_of, rows)


def case_of(row: Publication) -> PublicCase:
    """Read one row of ``public_publications``."""
    at: Any = row.published_at
    return PublicCase(row.code, row.topic, at, page_from(row.content))


def titles_of(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and address of those rows, given by key, that are public; one query."""
    rows = public_publications().filter(pk__in=list(keys))
    return {str(row.pk): (case.page.title, case.url) for row in rows for case in [case_of(row)]}


def public_url(code: str) -> str:
    """The address of a public page."""
    return f"{BOARD_URL}public/{code}/"


def feed_url(topic: str = "") -> str:
    """The address of the feed, whole or of a topic."""
    return f"{FEED_URL}{topic}/" if topic else FEED_URL
