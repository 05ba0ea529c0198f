"""``/directory/institutions/SLUG/`` and ``/directory/practitioners/SLUG/``: all that is public of one entry on the day, in
eight queries at most. An entry that is unknown, not listed, or public no more is not found: the answers do not differ.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.directory.catalogue import current_affiliations, records_as_of, records_of, team_of, withdrawal_notes_of
from cms.directory.models import Affiliation, Entry, Institution, Practitioner
from cms.directory.models.enums import StandingCode
from cms.directory.models.querysets import EntryQuerySet
from cms.directory.photos import photo_of
from cms.directory.standing import Standing, standing_on
from cms.directory.views.describing_records import described_note, described_record
from cms.directory.views.presenting import (
    badge,
    correction_address,
    day_words,
    map_address,
    rows,
    telephone_address,
    web_address,
)
from cms.directory.views.structured_data import legal_service, person
from portal.common.clock import request_today

TEAM_SHOWN = 50


@require_safe
@cache_control(no_store=True)
def institution_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an institution with its team."""
    today = request_today(request)
    found: Institution = _public(Institution.objects.public_on(today), slug)
    context = _shared(found, today)
    team = list(team_of(found, today)[: TEAM_SHOWN + 1])
    place = map_address(found.map_url, found.latitude, found.longitude)
    context |= {
        "facts": rows(
            [
                (_("执业许可证号"), found.licence_number),
                (_("统一社会信用代码"), found.unified_social_credit_code),
                (_("类别"), found.get_kind_display()),
                (_("曾用名"), "、".join(found.former_name_list)),
                (_("成立时间"), day_words(found.founded_on)),
                *_ceased(found, context["standing"]),
                (_("所在区"), found.district),
                (_("住所"), found.registered_address),
                (_("地图"), _("在地图上查看位置") if place else "", place),
                (_("电话"), found.telephone, telephone_address(found.telephone)),
                (_("办公时间"), found.opening_hours),
                (_("网站"), found.website, web_address(found.website)),
                *_shared_facts(found),
            ]
        ),
        "team": [{"title": one.name, "url": one.get_absolute_url(), "note": _member(one)} for one in team[:TEAM_SHOWN]],
        "whole_team_url": f"/directory/?tab=practitioners&institution={found.slug}" if len(team) > TEAM_SHOWN else "",
        "structured_data": legal_service(found),
    }
    return render(request, "directory/institution.html", context)


@require_safe
@cache_control(no_store=True)
def practitioner_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a practitioner with where they work."""
    today = request_today(request)
    people = Practitioner.objects.public_on(today).select_related("photo")
    found: Practitioner = _public(people.prefetch_related(current_affiliations(today)), slug)
    affiliations: list[Affiliation] = found.current_affiliations
    main = [one.institution for one in affiliations if one.is_main]
    context = _shared(found, today)
    photo = photo_of(found)
    context |= {
        "photo": photo,
        "facts": rows(
            [
                (_("执业证号"), found.licence_number),
                (_("类别"), found.get_kind_display()),
                *[(_("执业机构"), one.name, one.get_absolute_url()) for one in main],
                (_("首次执业日期"), day_words(found.first_licensed_on)),
                (_("执业年限"), _years(found, context["standing"], today)),
                *_ceased(found, context["standing"]),
                *_shared_facts(found),
            ]
        ),
        "affiliations": [
            {"title": one.institution.name, "url": one.institution.get_absolute_url(), "note": _affiliation(one)}
            for one in affiliations
        ],
        "biography": found.biography,
        "structured_data": person(found, [one.institution for one in affiliations], photo),
    }
    return render(request, "directory/practitioner.html", context)


def _public(entries: EntryQuerySet, slug: str) -> Any:
    found = entries.filter(slug=slug).first()
    if found is None:
        raise Http404(_("名录中没有这一页。"))
    return found


def _shared(entry: Entry, today: date) -> dict[str, Any]:
    """What both pages show: standing, records, notes of withdrawal. Only records shown today bear on the standing of
    a public entry, so that it takes no query of its own."""
    records = [one for _model, found in records_of(entry, today) for one in found]
    standing = standing_on(today, [record.facts() for record in records], entry.ceased_on)
    for record in records:  # read by their subject, which is this one: nobody has to look it up
        setattr(record, str(entry._meta.model_name), entry)
    return {
        "entry": entry,
        "kind_label": entry.get_kind_display(),
        "standing": standing,
        "badge": badge(standing),
        "records": [described_record(record) for record in records],
        "records_as_of": None if records else records_as_of(entry),
        "notes": [described_note(note) for note in withdrawal_notes_of(entry, today)],
        "correction_url": correction_address(entry.get_absolute_url()),
        "trail": [{"title": _("找律师、找机构"), "url": _list_url(entry)}],
    }


def _list_url(entry: Entry) -> str:
    return "/directory/?tab=practitioners" if entry.is_person else "/directory/"


def _shared_facts(entry: Entry) -> list[Any]:
    fields = [topic.name for topic in entry.topics.all()] + ([entry.other_fields] if entry.other_fields else [])
    return [
        (_("业务领域"), "、".join(fields)),
        (_("服务语言"), "、".join(entry.language_list)),
        (_("信息来源"), entry.source_name, web_address(entry.source_url)),
        (_("核对日期"), day_words(entry.checked_on)),
    ]


def _ceased(entry: Entry, standing: Standing) -> list[tuple[str, str]]:
    is_over = standing.code == StandingCode.CEASED
    return [(_("注销或者终止日期"), day_words(entry.ceased_on))] if is_over else []


def _years(person: Practitioner, standing: Standing, today: date) -> str:
    """Years of practice: counted to the day it ended, and not told of who was barred from it."""
    if standing.code == StandingCode.REVOKED:
        return ""
    day = person.ceased_on if standing.code == StandingCode.CEASED and person.ceased_on else today
    years = person.years_of_practice(day)
    if years is None:
        return ""
    return _("%(years)s年") % {"years": years} if years else _("不满1年")


def _member(person: Practitioner) -> str:
    return "　".join(word for word in (str(person.get_kind_display()), person.licence_number or "") if word)


def _affiliation(affiliation: Affiliation) -> str:
    words = [_("主执业机构") if affiliation.is_main else _("兼职机构"), affiliation.role]
    if affiliation.started_on:
        words.append(_("自%(day)s起") % {"day": day_words(affiliation.started_on)})
    if affiliation.ended_on:
        words.append(_("至%(day)s前") % {"day": day_words(affiliation.ended_on)})
    return "　".join(word for word in words if word)
