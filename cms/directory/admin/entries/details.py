"""What the page of an entry in the admin shows: all of it, public or not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.directory.admin.addresses import list_of, page_at, page_of
from cms.directory.admin.permissions import may, may_see
from cms.directory.catalogue import RECORDS, standing_of
from cms.directory.models import Entry, ErrorReport, Institution, Practitioner
from cms.directory.models.enums import EntryStatus, ReportState
from cms.directory.models.querysets import EntryQuerySet
from cms.directory.views.presenting import badge, day_words, rows, web_address

MEMBERS_SHOWN = 20


def details(entry: Entry, user: Any, today: date) -> dict[str, Any]:
    """The context of the page."""
    subject = str(entry._meta.model_name)
    public: EntryQuerySet = type(entry)._default_manager.public_on(today)
    shown = public.filter(pk=entry.pk).exists()
    return {
        "facts": rows(_institution(entry) if isinstance(entry, Institution) else _practitioner(entry, today)),
        "badge": badge(standing_of(entry, today)),
        "is_listed": entry.status == EntryStatus.LISTED,
        "public_url": entry.get_absolute_url() if shown else "",
        "is_gone": entry.status == EntryStatus.LISTED and not shown,
        "affiliations": _affiliations(entry),
        "members": _members(entry, today),
        "records": [_records(model, entry, subject, user, today) for model in RECORDS if may_see(user, model)],
        "reports": _reports(entry, user),
    }


def _institution(entry: Institution) -> list[Any]:
    place = f"{entry.latitude}, {entry.longitude}" if entry.latitude is not None else ""
    return [
        (_("类别"), entry.get_kind_display()),
        (_("许可证号"), entry.licence_number),
        (_("统一社会信用代码"), entry.unified_social_credit_code),
        (_("曾用名"), "、".join(entry.former_name_list)),
        (_("成立时间"), day_words(entry.founded_on)),
        (_("注销或者终止日期"), day_words(entry.ceased_on)),
        (_("所在区"), entry.district),
        (_("住所"), entry.registered_address),
        (_("地图链接"), entry.map_url, web_address(entry.map_url)),
        (_("纬度、经度"), place),
        (_("电话"), entry.telephone),
        (_("办公时间"), entry.opening_hours),
        (_("网站"), entry.website, web_address(entry.website)),
        *_shared(entry),
    ]


def _practitioner(entry: Any, today: date) -> list[Any]:
    years = entry.years_of_practice(today)
    return [
        (_("类别"), entry.get_kind_display()),
        (_("执业证号"), entry.licence_number),
        (_("首次执业日期"), day_words(entry.first_licensed_on)),
        (_("执业年限"), "" if years is None else _("%(years)s年") % {"years": years}),
        (_("注销或者终止日期"), day_words(entry.ceased_on)),
        (_("简介"), entry.biography),
        *_shared(entry),
    ]


def _shared(entry: Entry) -> list[Any]:
    return [
        (
            _("业务领域"),
            "、".join([*(topic.name for topic in entry.topics.all()), *filter(None, [entry.other_fields])]),
        ),
        (_("服务语言"), "、".join(entry.language_list)),
        (_("信息来源"), entry.source_name),
        (_("来源网址"), entry.source_url, web_address(entry.source_url)),
        (_("核对日期"), day_words(entry.checked_on)),
    ]


def _affiliations(entry: Entry) -> list[dict[str, Any]]:
    if not isinstance(entry, Practitioner):
        return []
    return [
        {
            "name": row.institution.name,
            "url": page_at(Institution, row.institution_id),
            "is_main": row.is_main,
            "role": row.role,
            "started_on": row.started_on,
            "ended_on": row.ended_on,
        }
        for row in entry.affiliations.select_related("institution")
    ]


def _members(entry: Entry, today: date) -> dict[str, Any]:
    if not isinstance(entry, Institution):
        return {}
    here = Practitioner.objects.filter(pk__in=entry.affiliations.current_on(today).values("practitioner_id"))
    found = list(here.order_by("pinyin", "pk")[: MEMBERS_SHOWN + 1])
    return {
        "rows": [{"name": one.name, "url": page_of(one)} for one in found[:MEMBERS_SHOWN]],
        "all_url": f"{list_of(Practitioner)}?institution={entry.pk}",
        "has_more": len(found) > MEMBERS_SHOWN,
    }


def _records(model: Any, entry: Entry, subject: str, user: Any, today: date) -> dict[str, Any]:
    return {
        "label": str(model._meta.verbose_name),
        "rows": [
            {
                "number": record.document_number,
                "kind": record.kind.name,
                "decided_on": record.decided_on,
                "phase": record.phase_on(today).label,
                "url": page_of(record),
            }
            for record in model._default_manager.filter(**{subject: entry}).select_related("kind")
        ],
        "draft_url": f"{list_of(model, 'create')}?{subject}={entry.pk}" if may(user, "add", model) else "",
    }


def _reports(entry: Entry, user: Any) -> list[dict[str, Any]]:
    if not may_see(user, ErrorReport):
        return []
    return [
        {
            "due": report.answer_due_on,
            "text": report.text,
            "url": page_of(report),
        }
        for report in entry.error_reports.filter(state=ReportState.OPEN)
    ]
