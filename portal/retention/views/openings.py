"""谁打开过哪件咨询: the list with its filters, and as CSV."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.admin.spreadsheets import csv_response, guarded
from portal.accounts.doors import staff_page
from portal.common.audit.models import Act, AuditEntry
from portal.common.audit.record import record
from portal.common.clock import SHANGHAI
from portal.retention.openings import openings
from portal.retention.page_words import page_words
from portal.retention.views.forms import OpeningsForm

VIEW = "retention.view_openings"
PER_PAGE = 50
MOST_EXPORTED = 50_000
RECEIPT_NUMBER = re.compile(r"[0-9A-Z]{11}")
HEADINGS = ("时间", "账户", "行为", "对象", "页面")


@never_cache
@require_safe
@staff_page(VIEW)
def openings_page(request: HttpRequest) -> HttpResponse:
    """The openings that fit the filters."""
    form = OpeningsForm(request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = openings(said, by=request.user)
    if request.GET.get("export") == "csv":
        return _csv(request, found, said)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "rows": [_row(entry) for entry in page],
        "count": page.paginator.count,
        "number": page.number,
        "pages": page.paginator.num_pages,
        "headings": HEADINGS,
    }
    return render(request, "retention/openings.html", context)


def _row(entry: AuditEntry) -> tuple[str, ...]:
    local = entry.at.astimezone(SHANGHAI)
    at = f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"
    page = page_words(str(entry.details.get("page", "")))
    return at, entry.actor_name, str(entry.get_act_display()), _written(entry.subject_name), page


def _written(name: str) -> str:
    """A number as it stands on receipts; anything else as it is."""
    return f"{name[:5]}-{name[5:10]}-{name[10:]}" if RECEIPT_NUMBER.fullmatch(name) else name


def _csv(request: HttpRequest, found: Any, said: dict[str, Any]) -> HttpResponse:
    rows = [[guarded(cell) for cell in _row(entry)] for entry in found[:MOST_EXPORTED].iterator()]
    filters = {name: str(value) for name, value in said.items() if value}
    record(
        Act.EXPORTED,
        actor=request.user,
        name="谁打开过哪件咨询",
        details={"rows": len(rows), "filters": list(filters.values())},
    )
    return csv_response("openings.csv", [HEADINGS, *rows])
