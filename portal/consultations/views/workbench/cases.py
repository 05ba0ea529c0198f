"""Lists of cases: a resident's own, an institution's, all of them; as pages and as CSV without personal text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.admin.spreadsheets import csv_response, guarded
from portal.accounts.doors import staff_page
from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.models.querysets import ANSWER, MODERATE, SUPERVISE, SUPPORT
from portal.consultations.services.case.reading import cases_of_staff
from portal.consultations.services.intake.numbers import normalised_receipt_number
from portal.consultations.services.screening.minors import waiting_for_leave
from portal.consultations.states import OPEN, State
from portal.consultations.views.workbench.filtering import CaseFilter
from portal.consultations.views.workbench.presenting import by_due, moment, row_of, with_due

PER_PAGE = 50
STAFF = (ANSWER, SUPPORT, MODERATE, SUPERVISE)
"""Who has a list of cases at all; which cases, ``visible_to`` says."""


@never_cache
@require_safe
@staff_page(*STAFF)
def cases(request: HttpRequest) -> HttpResponse:
    """What this person may open, what is due first, first. ``?export=csv`` takes the same rows away."""
    sees_all = request.user.has_perm(MODERATE) or request.user.has_perm(SUPERVISE)
    form = CaseFilter(request.GET or None, with_institutions=sees_all)
    found = by_due(filtered(with_due(cases_of_staff(request.user)), form.cleaned()))
    found = found.select_related("topic", "assigned_to__staff_code", "assigned_to__resident_institution__institution")
    found = found.defer("question", "other_side", "wanted")
    if request.GET.get("export") == "csv":
        return _csv(request, found, form.words())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    context = {
        "form": form,
        "rows": [row_of(case, now) for case in page.object_list],
        "number": page.number,
        "pages": page.paginator.num_pages,
        "count": page.paginator.count,
        "sees_all": sees_all,
        "is_resident": request.user.has_perm(ANSWER),
        "waiting_for_leave": list(waiting_for_leave(request.user)) if request.user.has_perm(ANSWER) else [],
    }
    return render(request, "consultations/workbench/cases.html", context)


def filtered(found: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
    """The rows that fit; ``found`` comes from ``with_due``."""
    state = wanted.get("state") or "open"
    if state == "open":
        found = found.filter(Q(state__in=OPEN) | Q(state=State.ANSWERED))
    elif state != "all":
        found = found.filter(state=state)
    if wanted.get("is_overdue"):
        found = found.filter(due_at__lt=clock.now())
    if wanted.get("is_urgent"):
        found = found.filter(is_urgent=True)
    if wanted.get("topic"):
        found = found.filter(topic=wanted["topic"])
    if wanted.get("institution"):
        found = found.filter(assigned_to__resident_institution=wanted["institution"])
    if number := normalised_receipt_number(wanted.get("number") or ""):
        found = found.filter(receipt_number=number)
    return found


def _csv(request: HttpRequest, found: QuerySet[Any], filters: str) -> HttpResponse:
    rows = list(_table(found))
    record(
        AuditAct.EXPORTED,
        actor=request.user,
        name=_("法律咨询列表"),
        details={"rows": len(rows) - 1, "filters": filters},
    )
    return csv_response("cases.csv", rows)


def _table(found: QuerySet[Any]) -> Iterator[list[str]]:
    """Numbers, states and times alone: nothing that somebody wrote, nobody's name."""
    now = clock.now()
    yield [
        _("咨询编号"),
        _("渠道"),
        _("状态"),
        _("专题"),
        _("紧急"),
        _("提交时间"),
        _("到期时间"),
        _("逾期"),
        _("首次答复时间"),
        _("统一编号"),
    ]
    for case in found:
        due = case.due_at
        yield [
            guarded(str(cell))
            for cell in (
                case.written_number,
                case.get_channel_display(),
                case.state_at_work,
                case.topic.name if case.topic else "",
                _("是") if case.is_urgent else "",
                moment(case.submitted_at),
                moment(due),
                _("是") if due is not None and due < now else "",
                moment(case.answered_at),
                case.assigned_to.code if case.assigned_to else "",
            )
        ]
