"""``/directory/institutions/SLUG/`` and ``/directory/practitioners/SLUG/``: all that is public of one entry on the day, in
eight queries at most. An entry that is unknown, not listed, or public no more is not found: the answers do not differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.directory.catalogue import current_affiliations, records_of, team_of, withdrawal_notes_of
from cms.directory.models import DisciplinaryRecord, Entry, Institution, Practitioner
from cms.directory.models.enums import StandingCode
from cms.directory.models.querysets import EntryQuerySet
from cms.directory.standing import Standing, standing_on
from cms.directory.views.presenting import badge, day_words, rows, telephone_address, web_address
from portal.common.clock import request_today

SomeEntry = TypeVar("SomeEntry", bound=Entry)
TEAM_SHOWN = 50


@require_safe
@cache_control(no_store=True)
def institution_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an institution with its team."""
    today = request_today(request)
    found: Institution = _public(Institution.objects.public_on(today), slug)
    context = _shared(found, today)
    team = list(team_of(found, today)[: TEAM_SHOWN + 1])
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
                (_("住所"), found.registered_address, web_address(found.map_url)),
                (_("电话"), found.telephone, telephone_address(found.telephone)),
                (_("办公时间"), found.opening_hours),
                (_("网站"), found.website, web_address(found.website)),
                *_shared_facts(found),
            ]
        ),
        "team": [{"title": one.name, "url": one.get_absolute_url(), "note": _member(one)} for one in team[:TEAM_SHOWN]],
        "whole_team_url": f"/directory/?tab=practitioners&institution={found.slug}" if len(team) > TEAM_SHOWN else "",
    }
    return render(request, "directory/institution.html", context)


@require_safe
@cache_control(no_store=True)
def practitioner_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a practitioner with where they work."""
    today = request_today(request)
    people = Practitioner.objects.public_on(today).prefetch_related(current_affiliations(today))
    found: Practitioner = _public(people, slug)
    context = _shared(found, today)
    context |= {
        "facts": rows(
            [
                (_("执业证号"), found.licence_number),
                (_("类别"), found.get_kind_display()),
                (_("首次执业日期"), day_words(found.first_licensed_on)),
                (_("执业年限"), _years(found, context["standing"], today)),
                *_ceased(found, context["standing"]),
                *_shared_facts(found),
            ]
        ),
        "affiliations": [
            {
                "title": one.institution.name,
                "url": one.institution.get_absolute_url(),
                "note": _affiliation(one),
            }
            for one in found.current_affiliations  # type: ignore[attr-defined]
        ],
        "biography": found.biography,
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
    records = records_of(entry, today)
    standing = standing_on(today, [one.facts() for _model, found in records for one in found], entry.ceased_on)
    return {
        "entry": entry,
        "kind_label": entry.get_kind_display(),  # type: ignore[attr-defined]
        "standing": standing,
        "badge": badge(standing),
        "records": [_record(model, one) for model, found in records for one in found],
        "notes": [
            rows([(_("文号"), note.document_number), (_("撤下理由"), note.reason_label)])
            for note in withdrawal_notes_of(entry, today)
        ],
        "trail": [{"title": _("找律师、找机构"), "url": _list_url(entry)}],
    }


def _list_url(entry: Entry) -> str:
    return "/directory/?tab=practitioners" if entry.is_person else "/directory/"


def _shared_facts(entry: Entry) -> list[Sequence[Any]]:
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


def _affiliation(affiliation: Any) -> str:
    words = [_("主执业机构") if affiliation.is_main else "", affiliation.role]
    if affiliation.started_on:
        words.append(_("自%(day)s") % {"day": day_words(affiliation.started_on)})
    return "　".join(word for word in words if word)


def _record(model: type[DisciplinaryRecord], record: DisciplinaryRecord) -> dict[str, Any]:
    """One penalty or sanction in full (article 14)."""
    suspension = ""
    if record.suspended_from and record.suspended_until:
        days = {"first": day_words(record.suspended_from), "last": day_words(record.suspended_until)}
        suspension = _("%(first)s至%(last)s") % days
    return {
        "title": f"{model._meta.verbose_name}：{record.kind.name}",
        "rows": rows(
            [
                (_("种类"), record.kind.name),
                (_("决定日期"), day_words(record.decided_on)),
                (_("作出机关或者组织"), record.authority),
                (_("文号"), record.document_number),
                (_("事由"), record.cause),
                (_("依据"), record.kind.legal_basis),
                (_("金额"), _amount(record.amount)),
                (_("停止执业期间"), suspension),
                (_("公示至"), day_words(record.display_until)),
                (_("信息来源"), record.source_name, web_address(record.source_url)),
            ]
        ),
    }


def _amount(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return _("%(amount)s元") % {"amount": f"{amount:,.2f}".removesuffix(".00")}
