"""All that there is on a topic: pages of every kind, and laws; two queries however many there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Value, When, Window
from django.db.models.functions import RowNumber

from cms.core.models import Topic
from cms.core.open_pages import open_to_all
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import kinds_by_type
from cms.editorial.sections import SECTION_OF
from cms.laws.catalogue import with_effectivity
from cms.laws.models import Effectivity, Instrument, Level
from portal.common.clock import SHANGHAI

PAGES = 5
"""Pages of a kind that a topic shows; the section's list shows the rest."""
LAWS = 12


@dataclass(frozen=True, slots=True)
class PageOnTopic:
    """A page as a topic names it."""

    title: str
    url: str
    day: date | None


@dataclass(slots=True)
class KindOnTopic:
    """The latest pages of a kind, and how many there are in all."""

    total: int
    pages: list[PageOnTopic] = field(default_factory=list)


def pages_on(topic: Topic) -> dict[str, KindOnTopic]:
    """Give the latest public pages on a topic, by kind; one query."""
    types, of_kind = kinds_by_type(), [F("content_type_id")]
    latest = [F("listed_at").desc(), F("pk").desc()]
    rows = (
        open_to_all(EditorialPage.objects.filter(live=True, topics=topic))
        .annotate(
            rank_in_kind=Window(RowNumber(), partition_by=of_kind, order_by=latest),
            number_of_kind=Window(Count("pk"), partition_by=of_kind),
        )
        .filter(rank_in_kind__lte=PAGES)
        .order_by("rank_in_kind")
        .values_list("content_type_id", "slug", "title", "listed_at", "number_of_kind")
    )
    found: dict[str, KindOnTopic] = {}
    for key, slug, title, listed_at, number in rows:
        kind = types[key]
        day = listed_at.astimezone(SHANGHAI).date() if listed_at else None
        found.setdefault(kind, KindOnTopic(number)).pages.append(
            PageOnTopic(title, f"{SECTION_OF[kind].url}{slug}/", day)
        )
    return found


def laws_on(topic: Topic, today: date) -> list[Instrument]:
    """Give the public laws on a topic that are law or will be, the highest first; one query."""
    by_rank = Case(*[When(level=level, then=Value(place)) for place, level in enumerate(Level.values)])
    laws: Any = with_effectivity(Instrument.objects.filter(is_public=True, topics=topic), today)
    return list(laws.exclude(effectivity_that_day=Effectivity.REPEALED).order_by(by_rank, "slug")[: LAWS + 1])


MorePart = Callable[[Topic], dict[str, Any] | None]
_more: dict[str, tuple[int, MorePart]] = {}


def register_topic_part(name: str, place: int, part: MorePart) -> None:
    """What another room shows on a topic's page, at a place among the parts: ``name``, ``title``, ``items`` (each with title, url,
    note), ``more_label``, ``more_url``; None where there is nothing. It costs the page one query."""
    _more[name] = place, part


def more_parts(topic: Topic) -> list[tuple[int, dict[str, Any]]]:
    """The parts of other rooms that have something, each with its place."""
    asked = [(place, part(topic)) for place, part in sorted(_more.values(), key=lambda row: row[0])]
    return [(place, part) for place, part in asked if part is not None]
