"""The one box: ``/search/?q=&kind=&on=&page=``."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.common.clock import request_today
from search.documents import kinds
from search.failed_searches import is_question, note_failed_search
from search.forms import Asked, read_asked
from search.models import Lacked
from search.presenting import address, effectivity_group, filter_groups, page_count, result_lists, tabs
from search.query import Effective, make_plan, recognise
from search.service import Results, find


@require_safe
@cache_control(no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words find. Whatever was typed, and whatever is out, a page is shown."""
    asked = read_asked(request.GET)
    today = request_today(request)
    plan = make_plan(
        asked.words,
        today=today,
        kind=asked.kind,
        filters=asked.filters,
        effective=asked.effective,
        on=asked.on,
        page=asked.page,
        pins=recognise(asked.words, asked.on, today),
    )
    results = find(plan)
    is_narrowed = bool(asked.kind or asked.filters or asked.on or asked.effective is not Effective.IN_FORCE)
    if plan.terms and not results.is_out:
        _note_lack(asked, results, today)
    context = {
        "asked": asked,
        "results": results,
        "lists": result_lists(results),
        "tabs": tabs(asked, results.kinds),
        "effectivity": effectivity_group(asked),
        "groups": filter_groups(asked, results.facets),
        "pages": page_count(results),
        "is_narrowed": is_narrowed,
        "widest": address(asked, kind="", on="", effectivity=str(Effective.ALL), **dict.fromkeys(asked.filters, "")),
        "rest": address(asked, effectivity=str(Effective.ALL), on=""),
        "first_page": address(asked),
        "kept": _kept(asked),
    }
    return render(request, "search/results.html", context)


def _note_lack(asked: Asked, results: Results, today: date) -> None:
    """Count words that found nothing in all that is published, and questions that found no answer."""
    if asked.kind or asked.filters:
        return
    if results.total == 0:
        note_failed_search(asked.words, today)
        return
    answering = [kind.name for kind in kinds.values() if kind.is_answer]
    answered = any(results.kinds.get(name) for name in answering)
    if answering and not answered and asked.page == 1 and not results.plan.pins and is_question(asked.words):
        note_failed_search(asked.words, today, Lacked.ANSWER)


def _kept(asked: Asked) -> list[tuple[str, str]]:
    """What the form of the date sends along."""
    pairs = [("q", asked.words), ("kind", asked.kind)]
    pairs += [(name, value) for name, values in asked.filters.items() for value in values]
    return [(name, value) for name, value in pairs if value]
