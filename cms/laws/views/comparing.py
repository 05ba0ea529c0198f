"""``/laws/SLUG/compare/DATE..DATE/``: two texts of one law side by side, article by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms.laws.diff import ArticleDiff, ArticleText, Change, Segment, compare
from cms.laws.effectivity import effectivity, text_in_force
from cms.laws.forms import CompareForm
from cms.laws.locators import anchor_of, citation_text
from cms.laws.models import InstrumentVersion, Provision
from cms.laws.parser.tree import Node
from cms.laws.tree_rows import nodes_of
from cms.laws.views import presenting
from cms.laws.views.finding import Found, find, follows_old_slugs
from portal.common.clock import request_today
from portal.common.page_cache import cached_page

PER_PAGE = 80
"""Articles a page shows, so that a law revised throughout stays readable on a phone."""

LABELS = {
    Change.ADDED: gettext_lazy("新增"),
    Change.REMOVED: gettext_lazy("删去"),
    Change.CHANGED: gettext_lazy("有变动"),
    Change.MOVED: gettext_lazy("仅条号变动"),
    Change.SAME: gettext_lazy("未变"),
}


@require_safe
@cached_page(params=("all", "page"))
@follows_old_slugs
def comparison(request: HttpRequest, slug: str, older: date, newer: date) -> HttpResponseBase:
    """Show what changed from one text to another; ``?all=1`` shows what did not as well."""
    found, today = find(slug), request_today(request)
    old, new = _text(found, older, today), _text(found, newer, today)
    if old is new:
        return HttpResponseRedirect(found.address(old))
    address = presenting.comparison_address(found, old, new)
    if request.path != address:
        return HttpResponseRedirect(address)
    form = CompareForm(request.GET)
    differences = compare(*_trees(old, new))
    numbers = Counter(one.change for one in differences)
    shown = differences if form.everything else [one for one in differences if one.change is not Change.SAME]
    pages = max(1, -(-len(shown) // PER_PAGE))
    if form.page_number > pages:
        raise Http404(_("没有这一页。"))
    first = (form.page_number - 1) * PER_PAGE
    context = {
        "found": found,
        "instrument": found.instrument,
        "old": _side(found, old, today),
        "new": _side(found, new, today),
        "summary": [{"kind": kind.value, "label": label, "number": numbers[kind]} for kind, label in LABELS.items()],
        "rows": [_row(one) for one in shown[first : first + PER_PAGE]],
        "elsewhere": _elsewhere(shown, address, form) if form.page_number == 1 else [],
        "number": form.page_number,
        "pages": pages,
        "everything": form.everything,
        "address": address,
        "pairs": _pairs(found, old, new),
        "trail": [
            {"title": _("法律法规"), "url": "/laws/"},
            {"title": found.instrument.short_title, "url": found.instrument.get_absolute_url()},
        ],
    }
    return render(request, "laws/compare.html", context)


def _text(found: Found, day: date, today: date) -> InstrumentVersion:
    answer = found.text_from(day) or text_in_force(found.texts, day, today=today)
    if not isinstance(answer, InstrumentVersion) or answer.effective_on is None:
        raise Http404(_("当日没有有效的文本。"))
    return answer


def _trees(old: InstrumentVersion, new: InstrumentVersion) -> list[tuple[Node, ...]]:
    """Read both trees in one query, the older first."""
    rows: dict[int, list[Provision]] = {old.pk: [], new.pk: []}
    for row in Provision.objects.filter(version__in=rows).order_by("version", "position"):
        rows[row.version_id].append(row)
    first, second = sorted((old, new), key=lambda text: text.effective_on or date.min)
    return [nodes_of(rows[first.pk]), nodes_of(rows[second.pk])]


def _side(found: Found, text: InstrumentVersion, today: date) -> dict[str, Any]:
    return {
        "words": presenting.effective_words(text),
        "url": found.address(text),
        "badge": presenting.badge(effectivity(text, found.texts, today)),
    }


def _row(one: ArticleDiff) -> dict[str, Any]:
    """One article as the template shows it: its name, what became of it, and the words of both sides."""
    row: dict[str, Any] = {"kind": one.change.value, "label": LABELS[one.change], "anchor": _anchor(one)}
    row["title"] = _name(one.new or one.old)
    if one.is_renumbered and one.old and one.new:
        row["title"] = f"{_name(one.old)} → {_name(one.new)}"
    if one.change is Change.CHANGED:
        row["old"] = [word for word in one.words if word.kind != "added"]
        row["new"] = [word for word in one.words if word.kind != "removed"]
    elif one.change is Change.ADDED and one.new:
        row["new"] = [Segment("added", _wording(one.new))]
    elif one.change is Change.REMOVED and one.old:
        row["old"] = [Segment("removed", _wording(one.old))]
    elif one.new:
        row["both"] = _wording(one.new)
    return row


def _name(article: ArticleText | None) -> str:
    if article is None:
        return ""
    # 第三条 of an annex must not look like that of the law.
    return citation_text(article.locator) if not article.label or "annex" in article.locator else article.label


def _wording(article: ArticleText) -> str:
    return f"{article.heading}\n{article.text}" if article.heading else article.text


def _anchor(one: ArticleDiff) -> str:
    if one.new is not None:
        return anchor_of(one.new.locator)
    return f"old-{anchor_of(one.old.locator)}" if one.old else ""


def _elsewhere(shown: Sequence[ArticleDiff], address: str, form: CompareForm) -> list[dict[str, str]]:
    """The articles on later pages, as links that carry their ids: a link to one of them arrives on the first page."""
    links = []
    for place, one in enumerate(shown[PER_PAGE:], PER_PAGE):
        query = f"{'all=1&' if form.everything else ''}page={place // PER_PAGE + 1}"
        anchor = _anchor(one)
        links.append({"anchor": anchor, "url": f"{address}?{query}#{anchor}", "title": _name(one.new or one.old)})
    return links


def _pairs(found: Found, old: InstrumentVersion, new: InstrumentVersion) -> list[dict[str, Any]]:
    """Other comparisons of this law: each text with the one before it."""
    dated = [text for text in found.texts if text.effective_on]
    if len(dated) < 3:
        return []
    return [
        {
            "url": presenting.comparison_address(found, one, other),
            "title": f"{one.effective_on} → {other.effective_on}",
            "current": {one.pk, other.pk} == {old.pk, new.pk},
        }
        for one, other in pairwise(dated)
    ]
