"""``/laws/``: every public law, filtered by links that can be shared, in six queries at most however many there are."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.collecting.freshness import data_as_of
from cms.collecting.models import SourceKind
from cms.laws.catalogue import filtered, public_instruments, public_versions, shown_effectivity
from cms.laws.effectivity import text_to_show
from cms.laws.forms import BY_TITLE, LIST_EFFECTIVITIES, PARAMS, SORTS, ListForm
from cms.laws.models import Effectivity, Instrument, InstrumentVersion, Level
from cms.laws.views.facets import Counts, count
from cms.laws.views.presenting import badge, effective_words
from portal.common.clock import request_today
from portal.common.page_cache import cached_page

PER_PAGE = 30
LONGEST_FILTER = 12
"""Values a filter lists; of the authorities there are hundreds."""


@require_safe
@cached_page(params=PARAMS, uncached=("q",))
def law_list(request: HttpRequest) -> HttpResponse:
    """Show a page of the list."""
    form, today = ListForm(request.GET), request_today(request)
    counts = count(form.wanted(), today)
    pages = max(1, -(-counts.total // PER_PAGE))
    if form.page_number > pages:
        raise Http404(_("没有这一页。"))
    start = (form.page_number - 1) * PER_PAGE
    rows = _sorted(filtered(_laws(), form.wanted(), today), form.order, today)[start : start + PER_PAGE]
    context = {
        "form": form,
        "words": form.value("q"),
        "total": counts.total,
        "checked_on": max(filter(None, [counts.checked_on, data_as_of(SourceKind.LAWS)]), default=None),
        "items": [_item(law, today) for law in rows],
        "number": form.page_number,
        "pages": pages,
        "filters": _filters(form, counts),
        "chosen": _chosen(form),
        "sorts": [
            {"label": label, "url": _url(form, sort=value), "current": value == form.order} for value, label in SORTS
        ],
        "kept": [(name, value) for name, value in form.chosen.items() if name != "q"],
        "nothing_chosen": not form.chosen,
        "advice": _("换一个说法，或者取消一些条件。要查条文里的话，请用全站搜索。"),
        "actions": _ways_on(form),
    }
    return render(request, "laws/list.html", context)


def _laws() -> QuerySet[Instrument]:
    return (
        public_instruments()
        .prefetch_related(None)
        .prefetch_related(Prefetch("versions", queryset=public_versions(), to_attr="public_texts"))
    )


def _sorted(laws: QuerySet[Instrument], sort: str, today: date) -> QuerySet[Instrument]:
    if sort == BY_TITLE:
        return laws.order_by("slug")
    dated = InstrumentVersion.objects.filter(instrument=OuterRef("pk"), live=True, effective_on__isnull=False)
    started = dated.filter(effective_on__lte=today).order_by("-effective_on").values("effective_on")[:1]
    coming = dated.order_by("effective_on").values("effective_on")[:1]
    shown_from = Coalesce(Subquery(started), Subquery(coming))
    return laws.annotate(shown_from=shown_from).order_by(F("shown_from").desc(nulls_last=True), "slug")


def _item(law: Instrument, today: date) -> dict[str, Any]:
    texts = law.public_texts
    shown = text_to_show(texts, today)
    meta = [str(law.get_level_display()), law.issuing_authority, law.region]
    if shown is not None:
        meta += [shown.document_number, effective_words(shown)]
    if len(texts) > 1:
        meta.append(_("共 %(number)s 个文本") % {"number": len(texts)})
    return {
        "title": law.title,
        "url": law.get_absolute_url(),
        "badge": badge(shown_effectivity(texts, today)),
        "meta": [words for words in meta if words],
    }


def _filters(form: ListForm, counts: Counts) -> list[dict[str, Any]]:
    """The groups of links; a group that could not narrow the list is left out."""
    labels: dict[str, Any] = {
        "level": _("效力位阶"),
        "authority": _("制定机关"),
        "region": _("地区"),
        "category": _("门类"),
    }
    groups = []
    for name, title in labels.items():
        found = counts.by.get(name, {})
        options = _options(form, name, found)
        if len(options) > 1 or form.value(name):
            groups.append({"title": title, "options": options})
    states = [(state.value, str(state.label)) for state in LIST_EFFECTIVITIES]
    options = [_option(form, "effectivity", value, label, None) for value, label in states]
    groups.insert(1, {"title": _("时效性"), "options": options})
    return groups


def _options(form: ListForm, name: str, found: dict[str, int]) -> list[dict[str, Any]]:
    chosen = form.value(name)
    if name == "level":  # in the order of rank, not of number
        return [
            _option(form, name, value, str(label), found[value]) for value, label in Level.choices if value in found
        ]
    most = sorted(found, key=lambda value: (value != chosen, -found[value], value))[:LONGEST_FILTER]
    return [_option(form, name, value, value, found[value]) for value in most]


def _option(form: ListForm, name: str, value: str, label: str, number: int | None) -> dict[str, Any]:
    current = form.value(name) == value
    url = _url(form, **{name: "" if current else value})
    return {"label": label, "url": url, "count": number, "current": current}


def _chosen(form: ListForm) -> list[dict[str, str]]:
    """What is chosen, each as a link that takes it away again."""
    taken = []
    labels = {**dict(Level.choices), **dict(Effectivity.choices)}
    for name, value in form.chosen.items():
        label = str(labels[value]) if name in ("level", "effectivity") else value
        taken.append({"label": label, "url": _url(form, **{name: ""})})
    return taken


def _ways_on(form: ListForm) -> list[dict[str, str]]:
    """What to do with an empty list."""
    words = form.value("q")
    search = [{"label": _("全站搜索“%(words)s”") % {"words": words}, "url": f"/search/?{urlencode({'q': words})}"}]
    return [*(search if words else []), {"label": _("看全部法律法规"), "url": "/laws/"}]


def _url(form: ListForm, **changes: str) -> str:
    """The list's address with some parameters changed, back on its first page; parameters in one order, so that one list
    has one address."""
    values = {**form.chosen, **({"sort": form.order} if form.value("sort") else {}), **changes}
    query = [(name, values[name]) for name in ("q", *PARAMS) if values.get(name)]
    return f"/laws/?{urlencode(query)}" if query else "/laws/"
