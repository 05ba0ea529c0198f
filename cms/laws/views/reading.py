"""The page of a law: the text of today, of a day, of unknown date; whole or one part of it; and its print view."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.laws.citing import citing_pages
from cms.laws.effectivity import effectivity, text_in_force, text_to_show
from cms.laws.locators import anchor_of, is_locator
from cms.laws.models import InstrumentVersion, Provision
from cms.laws.parser.tree import ProvisionKind
from cms.laws.published_html import index_html, trusted
from cms.laws.views import presenting
from cms.laws.views.finding import UNDATED, Found, find, follows_old_slugs
from cms.laws.views.parts import WHOLE, TextParts, article_index, contents_entries, part_address, read_parts
from cms.laws.views.structured_data import legislation
from portal.common.clock import request_today
from portal.common.page_cache import cached_page, keep_out


@require_safe
@cached_page(params=("print",))
@follows_old_slugs
def text_of_today(request: HttpRequest, slug: str, part: str = "") -> HttpResponseBase:
    """Show the text in force today; where there is none, the one that comes nearest, which says so."""
    found = find(slug)
    shown = text_to_show(found.texts, request_today(request))
    if shown is None:
        raise Http404
    return _page(request, found, shown, found.instrument.get_absolute_url(), part)


@require_safe
@cached_page(params=("print",))
@follows_old_slugs
def text_of_day(request: HttpRequest, slug: str, day: date, part: str = "") -> HttpResponseBase:
    """Show the text that was law on a day. A text is always read at the day it took effect, whatever became of it."""
    found, today = find(slug), request_today(request)
    own = found.text_from(day)
    if own is not None:
        return _page(request, found, own, found.address(own), part, asked=day)
    # Any day has an address: keeping them all would fill the cache with copies.
    keep_out(request)
    answer = text_in_force(found.texts, day, today=today)
    if isinstance(answer, InstrumentVersion):
        if part:
            return HttpResponseRedirect(part_address(found.address(answer), part))
        return _page(request, found, answer, found.address(answer), asked=day)
    words, near = presenting.why_none(answer, found, day)
    context = {"found": found, "words": words, "near": [_near(found, text, today) for text in near]}
    return render(request, "laws/no_text.html", context, status=404)


@require_safe
@cached_page(params=("print",))
@follows_old_slugs
def text_without_date(request: HttpRequest, slug: str, part: str = "") -> HttpResponseBase:
    """Show the text whose date of effect nobody knows."""
    found = find(slug)
    shown = found.text_from(None)
    if shown is None:
        raise Http404
    return _page(request, found, shown, f"{found.instrument.get_absolute_url()}{UNDATED}/", part)


def _near(found: Found, text: InstrumentVersion, today: date) -> dict[str, Any]:
    state = presenting.badge(effectivity(text, found.texts, today))
    return {"words": presenting.effective_words(text), "url": found.address(text), "badge": state}


def _page(
    request: HttpRequest, found: Found, text: InstrumentVersion, base: str, part: str = "", asked: date | None = None
) -> HttpResponseBase:
    printing = bool(request.GET.get("print"))
    parts = read_parts(text, WHOLE if printing else part)
    if parts.shown is None and parts.rows:
        return _elsewhere(parts, base, part)
    today = request_today(request)
    other = presenting.compared_with(found, text, today)
    comparison = presenting.comparison_address(found, text, other) if other else ""
    opening = parts.is_split and not part and not printing
    context = {
        **presenting.what_is_said(found, text, today, asked),
        "comparison": comparison,
        "html": trusted(parts.htmls, {} if printing else _changed(parts, text, other, comparison)),
        "parts": parts,
        "part_title": parts.shown.title if parts.shown and part else "",
        "index": index_html(article_index(parts, base)) if opening else "",
        "contents": [] if printing else contents_entries(parts, base),
        "pager": _pager(parts, base),
        "base": base,
        "jump": any(row.article_locators for row in parts.rows),
        "canonical": f"{_origin()}{part_address(base, part)}",
        "citing": citing_pages(found.instrument) if found.is_cited else [],
        "citation_suffix": _citation_suffix(found, text, today),
        "trail": _trail(found, base, part),
        "description": _description(found, text),
        "structured_data": None if part or printing else legislation(found, text, base, today),
    }
    if part:
        context["facts"] = []  # they stand on the first page
    return render(request, "laws/print.html" if printing else "laws/text.html", context)


def _elsewhere(parts: TextParts, base: str, part: str) -> HttpResponse:
    """A division that is no page of its own (or no longer is): lead to where it stands."""
    home = parts.part_of(part) if is_locator(part) else None
    if home is None:
        raise Http404
    return HttpResponseRedirect(f"{part_address(base, home)}#{anchor_of(part)}")


def _changed(
    parts: TextParts, text: InstrumentVersion, other: InstrumentVersion | None, comparison: str
) -> dict[str, str]:
    """Give the anchors of the shown articles whose wording the other text does not have, and where that is compared."""
    shown = parts.shown.article_locators if parts.shown else []
    if other is None or not shown:
        return {}
    rows = Provision.objects.filter(
        version__in=(text.pk, other.pk), kind=ProvisionKind.ARTICLE.value, locator__in=shown
    )
    digests: dict[int, dict[str, str]] = {text.pk: {}, other.pk: {}}
    for version, locator, digest in rows.values_list("version_id", "locator", "digest"):
        digests[version][locator] = digest
    before = digests[other.pk]
    changed = [locator for locator, digest in digests[text.pk].items() if before.get(locator) != digest]
    anchors = [anchor_of(locator) for locator in changed]
    return {anchor: f"{comparison}#{anchor}" for anchor in anchors}


def _pager(parts: TextParts, base: str) -> dict[str, dict[str, str] | None]:
    if not parts.is_split:
        return {"previous": None, "next": None}
    before, after = parts.neighbours()
    return {
        "previous": {"title": before.title or _("目录"), "url": part_address(base, before.slug)} if before else None,
        "next": {"title": after.title, "url": part_address(base, after.slug)} if after else None,
    }


def _citation_suffix(found: Found, text: InstrumentVersion, today: date) -> str:
    """Say which text is cited, where it is not the one a reader would find today."""
    if text is text_to_show(found.texts, today):
        return ""
    return f"（{presenting.effective_words(text, brief=True)}）"


def _trail(found: Found, base: str, part: str) -> list[dict[str, str]]:
    trail = [{"title": _("法律法规"), "url": "/laws/"}]
    if part:
        trail.append({"title": found.instrument.short_title, "url": base})
    return trail


def _description(found: Found, text: InstrumentVersion) -> str:
    instrument = found.instrument
    words = [instrument.title, str(instrument.get_level_display()), instrument.issuing_authority]
    return "，".join([*(word for word in words if word), presenting.effective_words(text)]) + "。"


def _origin() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")
