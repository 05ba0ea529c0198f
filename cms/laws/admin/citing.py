"""What the citation input offers while somebody types: the article that was named, in each law of that name, or articles in
which the words stand. For whoever may enter the admin: nothing but public law is in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.laws.citations import LONGEST_QUERY, cite
from cms.laws.cited import ShownCitation, shown_citations
from cms.laws.cited_places import CitedPlace
from cms.laws.documents import PROVISION
from cms.laws.reading_places import NotFound, places_named, read_locators, read_place
from portal.common.clock import request_today
from search.query import make_plan
from search.service import find

MOST = 8
SHORTEST = 2
"""Characters from which on articles are looked for by their words."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered; ``is_exact`` where the words named it, and a sentence where there is nothing or not the whole."""

    shown: Sequence[ShownCitation] = ()
    is_exact: bool = False
    message: str = ""


@never_cache
@require_safe
def candidates(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with what can be chosen."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    offer = offer_for(words, request_today(request))
    found = [candidate(one) for one in offer.shown]
    return JsonResponse({"query": words, "found": found, "exact": offer.is_exact, "message": offer.message})


def offer_for(words: str, today: date) -> Offer:
    """Find what somebody may mean: first as a citation, from the database; else by words, through the search."""
    if not words:
        return Offer()
    recognised = cite(words)
    if recognised is None and "/laws/" not in words:
        return _by_words(words, today)
    if recognised is not None and recognised.place is None:
        return Offer(message=_("请接着写第几条，例如：%(name)s39。") % {"name": words[:40]})
    places = places_named(recognised, today) if recognised is not None else []
    if not places:
        try:
            places = [read_place(words, today)]  # an address of this site, else the reason why not
        except NotFound as error:
            return Offer(message=str(error))
    return Offer(shown_citations(places[:MOST], today), is_exact=True)


def candidate(shown: ShownCitation) -> dict[str, str]:
    """One thing to choose: what is shown of it, and what the hidden field gets."""
    return {
        "title": shown.title,
        "law": shown.law_title,
        "about": shown.about,
        "text": shown.text,
        "url": shown.url,
        "was": json.dumps(shown.cited.as_json(), ensure_ascii=False),
    }


def _by_words(words: str, today: date) -> Offer:
    if len(words) < SHORTEST:
        return Offer()
    results = find(make_plan(words, today=today, kind=PROVISION, page_size=MOST))
    if results.is_out:
        return Offer(message=_("现在不能按词查找条文。写法律名称和条号仍可引用，例如：民法典1087。"))
    named = [(item.document.extra.get("instrument"), item.document.extra.get("locator")) for item in results.items]
    places = _places(((str(slug), str(locator)) for slug, locator in named if slug and locator), today)
    if not places:
        return Offer(message=_("没有找到。请写法律名称和条号，例如：民法典1087；或者条文里的词，例如：经济补偿。"))
    return Offer(shown_citations(places, today))


def _places(found: Iterable[tuple[str, str]], today: date) -> list[CitedPlace]:
    """What the index found, as the database has it today; what has no digest cannot be watched and is not offered."""
    return [place for place in read_locators(list(found), today) if place.digest]
