"""What else to read: pages that cite the same articles first, then pages of the same topics; one query, whatever there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from cms.core.models import Topic
from cms.core.open_pages import open_to_all
from cms.core.templatetags.dates import chinese_date
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import kinds_by_type
from cms.editorial.sections import SECTION_OF
from cms.laws.cited_places import CitedPlace
from cms.laws.models import Citation
from portal.common.clock import SHANGHAI

RELATED = 6
"""How many a page shows."""
CANDIDATES = 24
"""How many pages of each sort are weighed against each other: of a popular article there may be thousands."""
MOST_PLACES = 20
PASSING = ("news_article", "institution_notice")


def related_to(
    page: EditorialPage, places: Sequence[CitedPlace], topics: Iterable[Topic], limit: int = RELATED
) -> list[dict[str, Any]]:
    """Give the nearest pages of all kinds, the page itself left out: those that share most articles, then most topics,
    then what is no news, then the latest."""
    types = kinds_by_type()
    topic_keys = [topic.pk for topic in topics]
    shared = _sharing(places, types)
    if shared is None and not topic_keys:
        return []
    shared_places: Any = Value(0)
    shared_topics: Any = Count("topics", filter=Q(topics__in=topic_keys)) if topic_keys else Value(0)
    near = Q(pk__in=_of_topics(topic_keys, types)) if topic_keys else Q()
    if shared is not None:
        near |= Q(pk__in=_most_sharing(shared, page))
        of_one = shared.filter(object_id=Cast(OuterRef("pk"), CharField())).order_by().values("object_id")
        shared_places = Coalesce(Subquery(of_one.annotate(number=Count("pk")).values("number")), 0)
    found = (
        open_to_all(EditorialPage.objects.filter(near, live=True).exclude(pk=page.pk))
        .annotate(shared_places=shared_places, shared_topics=shared_topics)
        .order_by("-shared_places", "-shared_topics", _of_the_day("content_type", types), "-listed_at", "-pk")
        .values_list("content_type_id", "slug", "title", "listed_at")
    )
    return [_line(types[kind], *values) for kind, *values in found[:limit]]


def _sharing(places: Sequence[CitedPlace], types: dict[int, str]) -> QuerySet[Citation] | None:
    """The citations of pages that cite the same articles, at whichever paragraph."""
    same = Q()
    for slug, unit in list(dict.fromkeys((place.slug, place.unit) for place in places))[:MOST_PLACES]:
        inside = Q(locator=unit) | Q(locator__startswith=f"{unit}-p") | Q(locator__startswith=f"{unit}-i")
        same |= Q(instrument__slug=slug) & inside
    return Citation.objects.filter(same, content_type__in=list(types)) if same else None


def _most_sharing(shared: QuerySet[Citation], page: EditorialPage) -> QuerySet[Any]:
    others = shared.exclude(object_id=str(page.pk)).order_by()
    counted = others.values("object_id").annotate(number=Count("pk"), key=Cast("object_id", BigIntegerField()))
    return counted.order_by("-number", "-key").values("key")[:CANDIDATES]


def _of_the_day(path: str, types: dict[int, str]) -> Case:
    """News and notices, of which there are many, behind what explains and helps."""
    passing = [key for key, kind in types.items() if kind in PASSING]
    return Case(When(**{f"{path}__in": passing}, then=Value(1)), default=Value(0))


def _of_topics(keys: Sequence[int], types: dict[int, str]) -> QuerySet[Any]:
    through: Any = EditorialPage.topics.through
    rows = through.objects.filter(topic__in=keys, editorialpage__live=True).order_by()
    counted = rows.values("editorialpage").annotate(
        number=Count("pk"),
        passing=_of_the_day("editorialpage__content_type", types),
        day=F("editorialpage__listed_at"),
    )
    # One more than are weighed: the page itself is among them.
    return counted.order_by("-number", "passing", "-day").values("editorialpage")[: CANDIDATES + 1]


def _line(kind: str, slug: str, title: str, listed_at: Any) -> dict[str, Any]:
    section = SECTION_OF[kind]
    day = chinese_date(listed_at.astimezone(SHANGHAI).date()) if listed_at else ""
    return {
        "kind": kind,
        "slug": slug,
        "title": title,
        "url": f"{section.url}{slug}/",
        "note": _("%(kind)s　%(day)s") % {"kind": section.title, "day": day},
    }
