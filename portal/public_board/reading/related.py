"""What else to read: other public consultations and the editors' pages, by the articles they share, then by topic; two queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from cms.core.open_pages import open_to_all
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import kinds_by_type
from cms.editorial.sections import SECTION_OF
from cms.laws.cited_places import CitedPlace
from cms.laws.models import Citation
from portal.public_board.catalogue import PublicCase, cases_of, public_publications
from portal.public_board.models import Publication

ANSWERING = ("knowledge_qa", "service_guide")
EACH = 4
CANDIDATES = 24
"""How many of each sort are weighed: of a popular article or topic there may be thousands."""
MOST_PLACES = 20


def related_to(case: PublicCase, places: Sequence[CitedPlace]) -> list[dict[str, str]]:
    """The nearest consultations and the nearest answers of editors, as lines of links."""
    return [*_consultations(case, places), *_pages(case, places)]


def _consultations(case: PublicCase, places: Sequence[CitedPlace]) -> Iterable[dict[str, str]]:
    types = [ContentType.objects.get_for_model(Publication).pk]
    of_topic = public_publications().filter(topic=case.topic).values("pk")[: CANDIDATES + 1] if case.topic else None
    near = _near(places, types, of_topic)
    rows = _by_shared(public_publications().filter(near).exclude(code=case.code), places, types)
    others = cases_of(rows.order_by("-shared", "-published_at", "-pk")[:EACH])
    return [{"title": other.page.title, "url": other.url, "note": _("公开的咨询")} for other in others]


def _pages(case: PublicCase, places: Sequence[CitedPlace]) -> Iterable[dict[str, str]]:
    kinds = {key: kind for key, kind in kinds_by_type().items() if kind in ANSWERING}
    types, of_topic = list(kinds), None
    pages = open_to_all(EditorialPage.objects.filter(live=True, content_type__in=types))
    if case.topic is not None:
        of_topic = pages.filter(topics=case.topic).order_by("-listed_at", "-pk").values("pk")[:CANDIDATES]
    rows = _by_shared(pages.filter(_near(places, types, of_topic)), places, types)
    shown = rows.order_by("-shared", "-listed_at", "-pk").values_list("content_type_id", "slug", "title")[:EACH]
    return [
        {"title": title, "url": f"{SECTION_OF[kinds[key]].url}{slug}/", "note": str(SECTION_OF[kinds[key]].title)}
        for key, slug, title in shown
    ]


def _near(places: Sequence[CitedPlace], types: Sequence[int], of_topic: QuerySet[Any, Any] | None) -> Q:
    rows = _citations(places, types).order_by().annotate(key=Cast("object_id", BigIntegerField()))
    most = rows.values("key").annotate(number=Count("pk")).order_by("-number", "-key").values("key")[:CANDIDATES]
    near = Q(pk__in=most) if places else Q(pk__in=[])
    return near | Q(pk__in=of_topic) if of_topic is not None else near


def _by_shared(rows: QuerySet[Any], places: Sequence[CitedPlace], types: Sequence[int]) -> QuerySet[Any]:
    """Rows with how many of the articles each shares."""
    if not places:
        return rows.annotate(shared=Value(0))
    of_one = _citations(places, types).filter(object_id=Cast(OuterRef("pk"), CharField())).order_by()
    counted = of_one.values("object_id").annotate(number=Count("pk")).values("number")
    return rows.annotate(shared=Coalesce(Subquery(counted), 0))


def _citations(places: Sequence[CitedPlace], types: Sequence[int]) -> QuerySet[Citation]:
    same = Q(pk__in=[])
    for slug, unit in list(dict.fromkeys((place.slug, place.unit) for place in places))[:MOST_PLACES]:
        inside = Q(locator=unit) | Q(locator__startswith=f"{unit}-p") | Q(locator__startswith=f"{unit}-i")
        same |= Q(instrument__slug=slug) & inside
    return Citation.objects.filter(same, content_type__in=types)
