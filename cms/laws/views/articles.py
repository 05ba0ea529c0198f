"""Addresses of one article, wherever the law is split: ``/laws/SLUG/articles/577/``, and the small form that asks for it."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.laws.effectivity import DateUnknown, NoneInForce, text_in_force, text_to_show
from cms.laws.forms import DayForm
from cms.laws.locators import anchor_of, is_locator, match_citation
from cms.laws.models import InstrumentVersion
from cms.laws.views.finding import Found, find, follows_old_slugs
from cms.laws.views.parts import part_address, read_parts
from portal.common.clock import request_today


@require_safe
@follows_old_slugs
def article(request: HttpRequest, slug: str, locator: str) -> HttpResponseBase:
    """Lead to an article (``577``, ``133-1``, finer: ``39-p2-i1``) of the text of today, or of the day ``on``."""
    found, today = find(slug), request_today(request)
    on = DayForm(request.GET).day()
    text = _text(found, on, today)
    base = found.address(text) if on else found.instrument.get_absolute_url()
    part = read_parts(text, "").part_of(locator) if is_locator(locator) else None
    if part is None:
        return _unknown(request, found, text, locator)
    return _leading_to(f"{part_address(base, part)}#{anchor_of(locator)}")


@require_safe
@follows_old_slugs
def article_asked(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Lead to the article somebody typed into the box of a law's page: 39, 第三十九条, 133之一."""
    found = find(slug)
    typed = request.GET.get("number", "").strip()[:40]
    read = match_citation(typed, bare_number=True)
    if read is None or read[1] != len(typed):
        return _unknown(request, found, _text(found, None, request_today(request)), typed)
    asked = DayForm(request.GET)
    query = f"?on={asked.day()}" if asked.day() else ""
    return _leading_to(f"{found.instrument.get_absolute_url()}articles/{read[0].locator}/{query}")


def _text(found: Found, on: date | None, today: date) -> InstrumentVersion:
    if on is None:
        shown = text_to_show(found.texts, today)
    else:
        answer = found.text_from(on) or text_in_force(found.texts, on, today=today)
        if isinstance(answer, DateUnknown | NoneInForce):
            raise Http404(_("当日没有有效的文本。"))
        shown = answer
    if shown is None:
        raise Http404
    return shown


def _leading_to(address: str) -> HttpResponseBase:
    response = HttpResponseRedirect(address)
    # Where it leads changes with the day and with the next publication.
    response["Cache-Control"] = "no-store"
    return response


def _unknown(request: HttpRequest, found: Found, text: InstrumentVersion, asked: str) -> HttpResponseBase:
    """No such article: say so, and offer what may help."""
    name = found.instrument.short_title
    context = {
        "found": found,
        "instrument": found.instrument,
        "asked": asked,
        "words": f"{name} {asked}",
        "search": f"/search/?q={quote(f'{name} {asked}')}",
        "trail": [
            {"title": _("法律法规"), "url": "/laws/"},
            {"title": name, "url": found.instrument.get_absolute_url()},
        ],
        "text": text,
    }
    return render(request, "laws/no_article.html", context, status=404)
