"""``/qa/`` and the five other sections: every public page, filtered by links that can be shared, in six queries at most
however many there are."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms.collecting.freshness import data_as_of
from cms.collecting.models import SourceKind
from cms.core.front_page import doors
from cms.core.structured_data import breadcrumbs
from cms.editorial.catalogue import ONE_OF_EACH, filtered, public_pages
from cms.editorial.facets import Facet
from cms.editorial.sections import SectionIndexPage
from cms.editorial.service_guide import ServiceKind
from cms.editorial.views.asked import Asked
from cms.editorial.views.counting import Counts, count
from cms.editorial.views.lines import line
from portal.common.clock import request_today

PER_PAGE = 30
LONGEST_FILTER = 12
"""Values a filter lists; of courts and institutions there may be hundreds."""
HEAVY = {
    "knowledge_qa": ("question", "detail", "next_steps"),
    "service_guide": ("eligibility", "conditions", "materials", "steps", "place", "forms_to_download", "remedies"),
    "typical_case": ("facts", "ruling", "reasoning"),
    "expert_reading": ("body",),
    "news_article": ("body",),
    "institution_notice": ("body",),
}
"""Texts that no list shows."""

SOURCES = {
    "knowledge_qa": SourceKind.KNOWLEDGE_QA,
    "service_guide": SourceKind.SERVICE_GUIDE,
    "typical_case": SourceKind.TYPICAL_CASE,
    "news_article": SourceKind.NEWS,
}
"""Where the pages of a kind are collected from; readings and notices are sent in."""


def section_list(request: HttpRequest, page: SectionIndexPage) -> HttpResponse:
    """Show a page of the list of a section."""
    asked, today = Asked(page.kind, request.GET), request_today(request)
    counts = count(asked)
    pages = max(1, -(-counts.total // PER_PAGE))
    if asked.page > pages:
        raise Http404(_("没有这一页。"))
    start = (asked.page - 1) * PER_PAGE
    shown = list(_pages(asked)[start : start + PER_PAGE])
    context = {
        "page": page,
        "section": page.section,
        "words": asked.words,
        "total": counts.total,
        "groups": _groups(asked, shown, today),
        "number": asked.page,
        "pages": pages,
        "filters": _filters(asked, counts),
        "chosen": _chosen(asked, counts),
        "kept": list(asked.filters.items()),
        "is_whole": asked.is_whole,
        "empty": _ways_on(asked),
        "data_as_of": data_as_of(SOURCES[page.kind]) if page.kind in SOURCES else None,
        "structured_data": breadcrumbs([], page.title, page.section.url),
    }
    return render(request, "editorial/list.html", context)


def _pages(asked: Asked) -> Any:
    kind = asked.section.kind
    found = filtered(public_pages(kind), asked.wanted())
    found = found.select_related(*ONE_OF_EACH.get(kind, ())).defer("citations", *HEAVY[kind])
    if kind != "service_guide":
        return found
    in_order = [When(service_kind=value, then=Value(place)) for place, value in enumerate(ServiceKind.values)]
    return found.order_by(Case(*in_order), "-listed_at", "-pk")


def _groups(asked: Asked, shown: list[Any], today: date) -> list[dict[str, Any]]:
    """The lines of the list; guides under the kind of service they belong to."""
    if asked.section.kind != "service_guide":
        return [{"title": "", "level": 3, "items": [line(page, today) for page in shown]}] if shown else []
    return [
        {"title": str(label), "name": value, "level": 4, "items": [line(page, today) for page in pages]}
        for (value, label), pages in groupby(shown, lambda page: (page.service_kind, page.get_service_kind_display()))
    ]


def _filters(asked: Asked, counts: Counts) -> list[dict[str, Any]]:
    """The groups of links; a group that could not narrow the list is left out."""
    groups = []
    for facet in asked.facets:
        found = counts.by[facet.name]
        if len(found) > 1 or facet.name in asked.filters:
            groups.append({"title": facet.title, "options": _options(asked, facet, counts)})
    return groups


def _options(asked: Asked, facet: Facet, counts: Counts) -> list[dict[str, Any]]:
    found, chosen = counts.by[facet.name], asked.filters.get(facet.name, "")
    if facet.choices:
        values = [value for value in facet.choices if value in found or value == chosen]
    elif facet.name == "year":
        values = sorted({*found, *filter(None, [chosen])}, reverse=True)[:LONGEST_FILTER]
    else:
        most = sorted(found, key=lambda value: (value != chosen, -found[value], value))
        values = most[:LONGEST_FILTER] if chosen in ("", *most) else [chosen, *most[: LONGEST_FILTER - 1]]
    return [
        {
            "label": _words(facet, value, counts),
            "url": asked.url(**{facet.name: "" if value == chosen else value}),
            "count": found.get(value, 0),
            "current": value == chosen,
        }
        for value in values
    ]


def _words(facet: Facet, value: str, counts: Counts) -> str:
    if facet.name == "year":
        return _("%(year)s年") % {"year": value}
    return str(facet.choices.get(value) or counts.words[facet.name].get(value, value))


def _chosen(asked: Asked, counts: Counts) -> list[dict[str, str]]:
    """What is chosen, each as a link that takes it away again."""
    chosen = [{"label": f"“{asked.words}”", "url": asked.url(q="")}] if asked.words else []
    return chosen + [
        {"label": _words(facet, asked.filters[facet.name], counts), "url": asked.url(**{facet.name: ""})}
        for facet in asked.facets
        if facet.name in asked.filters
    ]


def _ways_on(asked: Asked) -> dict[str, Any]:
    """What an empty list says, and what to do then."""
    if asked.is_whole:
        return {
            "title": _("这个栏目还没有内容"),
            "text": _("编辑正在准备。着急的事情，请先搜索全站，或者拨打公共法律服务热线。"),
            "actions": [{"label": _("搜索全站"), "url": "/search/"}, *_ask("")],
        }
    words = asked.words
    search = [{"label": _("全站搜索“%(words)s”") % {"words": words}, "url": f"/search/?{urlencode({'q': words})}"}]
    everything = {"label": _("看本栏目全部内容"), "url": asked.section.url}
    return {
        "title": _("没有符合条件的内容"),
        "text": _("换一个说法，或者取消一些条件。这里只查标题和摘要；要查正文里的话，请用全站搜索。"),
        "actions": [*(search if words else []), everything, *_ask(words)],
    }


def _ask(words: str) -> list[dict[str, str]]:
    """The way to ask a lawyer, once there is one."""
    query = f"?{urlencode({'q': words})}" if words else ""
    return [{"label": _("问律师"), "url": f"{door.url}{query}"} for door in doors() if door.url == "/ask/"]
