"""``/directory/``: institutions or practitioners, filtered by links that can be shared, in six queries at most however many
there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.collecting.freshness import checked_sources
from cms.collecting.models import SourceKind
from cms.core.models import Topic
from cms.directory import catalogue
from cms.directory.models import Entry, Institution, Practitioner
from cms.directory.models.enums import EntryStatus, StandingCode
from cms.directory.views.list_form import INSTITUTIONS, PRACTITIONERS, ListForm, bare_url, tabs_for
from cms.directory.views.presenting import badge
from portal.common.clock import request_today

PER_PAGE = 30
LONGEST_FILTER = 20
"""Values a filter lists."""


@dataclass(slots=True)
class Counts:
    """How many entries there are, how many a filter's value would leave, and when they were last checked."""

    total: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    districts: Counter[str] = field(default_factory=Counter)
    checked_on: date | None = None


@require_safe
@cache_control(no_store=True)
def entry_list(request: HttpRequest) -> HttpResponse:
    """Show a page of the list."""
    form, today = ListForm(request.GET), request_today(request)
    form.topics = _topics(form)
    counts = _count_people(form, today) if form.is_people else _count_institutions(form, today)
    pages = max(1, -(-counts.total // PER_PAGE))
    if form.page_number > pages:
        raise Http404(_("没有这一页。"))
    start = (form.page_number - 1) * PER_PAGE
    found = list(_matching(form, today, **_narrowed(form))[start : start + PER_PAGE])
    entries: list[Entry] = catalogue.with_standing(found, today)
    model = Practitioner if form.is_people else Institution
    context = {
        "words": form.value("q"),
        "is_people": form.is_people,
        "total": counts.total,
        "checked_on": counts.checked_on
        if entries
        else catalogue.latest(counts.checked_on, catalogue.entries_checked_on(model)),
        "items": [_item(entry) for entry in entries],
        "number": form.page_number,
        "pages": pages,
        "tabs": tabs_for(PRACTITIONERS if form.is_people else INSTITUTIONS, form),
        "filters": _filters(form, counts),
        "chosen": _chosen(form, entries),
        "clear_url": bare_url(form.is_people),
        "kept": [*([("tab", PRACTITIONERS)] if form.is_people else []), *_kept(form)],
        "is_whole": not form.chosen,
        "empty": _ways_on(form),
    }
    return render(request, "directory/list.html", context)


def _topics(form: ListForm) -> dict[str, str]:
    """The fields that anyone listed works in, by code."""
    model: type[Entry] = Practitioner if form.is_people else Institution
    listed = model._default_manager.filter(status=EntryStatus.LISTED, topics=OuterRef("pk"))
    return dict(Topic.objects.filter(Exists(listed)).values_list("code", "name"))


def _narrowed(form: ListForm, *without: str) -> dict[str, str]:
    """The filters in use as the catalogue takes them, but for some."""
    return {name: value for name, value in form.chosen.items() if name != "q" and name not in without}


def _matching(form: ListForm, today: date, **filters: str) -> Any:
    entries = catalogue.practitioners if form.is_people else catalogue.institutions
    return entries(today, words=form.value("q"), **filters)


def _count_institutions(form: ListForm, today: date) -> Counts:
    """One query: what the other filters leave, by kind and district."""
    counts, kind, district = Counts(), form.value("kind"), form.value("district")
    groups = _matching(form, today, **_narrowed(form, "kind", "district")).order_by().values_list("kind", "district")
    for its_kind, its_district, number, checked_on in groups.annotate(Count("pk"), Max("checked_on")):
        fits_kind, fits_district = kind in ("", its_kind), district in ("", its_district)
        if fits_district:
            counts.kinds[its_kind] += number
        if fits_kind and its_district:
            counts.districts[its_district] += number
        if fits_kind and fits_district:
            counts.total += number
            counts.checked_on = catalogue.latest(counts.checked_on, checked_on)
    counts.checked_on = catalogue.latest(counts.checked_on, catalogue.sources_checked_on(Institution))
    return counts


def _count_people(form: ListForm, today: date) -> Counts:
    """One query: the people by kind, the districts there are, and when their sources were checked. How many work in each
    district is not counted: that would read every affiliation for each list."""
    counts, kind = Counts(), form.value("kind")
    people = _matching(form, today, **_narrowed(form, "kind")).prefetch_related(None).order_by()
    groups = people.annotate(of=Value("kind", CharField()), named=F("kind")).values_list("of", "named")
    places: QuerySet[Any, Any] = Institution.objects.public_on(today).exclude(district="").order_by()
    places = places.annotate(of=Value("district", CharField()), named=F("district")).values_list("of", "named")
    sources: QuerySet[Any, Any] = checked_sources(SourceKind.PRACTITIONER).order_by()
    sources = sources.annotate(of=Value("source", CharField()), named=Value("", CharField())).values_list("of", "named")
    found = groups.annotate(Count("pk"), Max("checked_on")).union(
        places.annotate(Count("pk"), Max("checked_on")), sources.annotate(Count("pk"), Max("day")), all=True
    )
    for of, name, number, checked_on in found:
        if of == "district":
            counts.districts[name] = number
            continue
        if of == "source":
            counts.checked_on = catalogue.latest(counts.checked_on, checked_on)
            continue
        counts.kinds[name] = number
        if kind in ("", name):
            counts.total += number
            counts.checked_on = catalogue.latest(counts.checked_on, checked_on)
    return counts


def _item(entry: Any) -> dict[str, Any]:
    meta = [str(entry.get_kind_display())]
    if isinstance(entry, Practitioner):
        meta += [one.institution.name for one in entry.current_affiliations]
    else:
        meta += [entry.district, entry.registered_address]
    if entry.licence_number:
        meta.append(_("证号%(number)s") % {"number": entry.licence_number})
    return {
        "title": entry.name,
        "url": entry.get_absolute_url(),
        "badge": badge(entry.standing),
        "meta": [words for words in meta if words],
    }


def _filters(form: ListForm, counts: Counts) -> list[dict[str, Any]]:
    """The groups of links; a group that could not narrow the list is left out."""
    kinds = [
        _option(form, "kind", value, str(label), counts.kinds[value])
        for value, label in form.kinds.items()
        if counts.kinds[value] or value == form.value("kind")
    ]
    chosen = form.value("district")
    most = sorted(counts.districts, key=lambda name: (name != chosen, -counts.districts[name], name))[:LONGEST_FILTER]
    districts = [
        _option(form, "district", name, name, None if form.is_people else counts.districts[name]) for name in most
    ]
    topics = [_option(form, "topic", code, name, None) for code, name in form.topics.items()]
    standings = [_option(form, "standing", code, str(label), None) for code, label in StandingCode.choices]
    groups = [
        ("kind", _("类别"), kinds),
        ("district", _("所在区"), districts),
        ("topic", _("业务领域"), topics),
        ("standing", _("执业状态"), standings),
    ]
    return [
        {"title": title, "options": options} for name, title, options in groups if len(options) > 1 or form.value(name)
    ]


def _option(form: ListForm, name: str, value: str, label: str, number: int | None) -> dict[str, Any]:
    current = form.value(name) == value
    return {
        "label": label,
        "url": form.url(**{name: "" if current else value}),
        "count": number,
        "current": current,
    }


def _chosen(form: ListForm, entries: list[Entry]) -> list[dict[str, str]]:
    """What is chosen, each as a link that takes it away again."""
    labels = {
        "kind": str(form.kinds.get(form.value("kind"), "")),
        "topic": form.topics.get(form.value("topic"), ""),
        "standing": str(dict(StandingCode.choices).get(form.value("standing"), "")),
        "institution": _institution_name(form, entries),
    }
    return [{"label": labels.get(name, value), "url": form.url(**{name: ""})} for name, value in form.chosen.items()]


def _institution_name(form: ListForm, entries: list[Entry]) -> str:
    """The name of the institution the list is limited to, as its people on this page give it."""
    for entry in entries:
        for one in getattr(entry, "current_affiliations", ()):
            if one.institution.slug == form.value("institution"):
                return str(one.institution.name)
    return _("一家机构")


def _kept(form: ListForm) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.chosen.items() if name != "q"]


def _ways_on(form: ListForm) -> dict[str, Any]:
    """What an empty list says, and what to do then."""
    if not form.chosen:
        return {
            "title": _("名录中还没有人员") if form.is_people else _("名录中还没有机构"),
            "text": _("需要法律服务的，请拨打公共法律服务热线，或者先查法律法规。"),
            "actions": [{"label": _("查法律法规"), "url": "/laws/"}],
        }
    words = form.value("q")
    search = {"label": _("全站搜索“%(words)s”") % {"words": words}, "url": f"/search/?{urlencode({'q': words})}"}
    everything = {
        "label": _("看全部人员") if form.is_people else _("看全部机构"),
        "url": bare_url(form.is_people),
    }
    return {
        "title": _("没有符合条件的人员") if form.is_people else _("没有符合条件的机构"),
        "text": _("请核对名称，可以只输入其中几个字或者拼音首字母；也可以取消一些条件。"),
        "actions": [everything, *([search] if words else [])],
    }
