"""``/open-data/``: what is published of each month, as a page, CSV and JSON."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.core.admin.spreadsheets import csv_response, guarded
from portal.accounts.doors import staff_page
from portal.service_figures.models import OpenDataMonth
from portal.service_figures.opendata.hiding import LEAST
from portal.service_figures.opendata.publishing import publish_now
from portal.service_figures.opendata.tables import COLUMNS, TABLES, TOTAL
from portal.service_figures.views.entries import REPORT

LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"


@require_safe
@cache_control(no_store=True)
def open_data(request: HttpRequest) -> HttpResponse:
    """The latest month as tables, all months as files, what the columns mean."""
    latest = OpenDataMonth.objects.order_by("-month").first()
    tables = []
    for table in TABLES if latest else ():
        assert latest is not None
        rows = [row for row in latest.rows if row["table"] == table.name]
        total = next((row for row in rows if row["category"] == TOTAL), None)
        shown = [row for row in rows if row["category"] != TOTAL and row["count"] != 0]
        tables.append((table, total, sorted(shown, key=lambda row: -(row["count"] or 0))))
    context: dict[str, Any] = {
        "latest": latest,
        "tables": tables,
        "all_tables": TABLES,
        "least": LEAST,
        "licence": LICENCE,
        "trail": [],
    }
    return render(request, "service_figures/open_data.html", context)


@require_safe
@cache_control(no_store=True)
def open_data_csv(request: HttpRequest) -> HttpResponse:
    """All published rows; an empty ``count`` is hidden."""
    lines = (
        ["" if row[name] is None else guarded(str(row[name])) for name in COLUMNS]
        for month in OpenDataMonth.objects.order_by("-month")
        for row in month.rows
    )
    return csv_response("open-data.csv", [COLUMNS, *lines])


@require_safe
@cache_control(no_store=True)
def open_data_json(request: HttpRequest) -> HttpResponse:
    """The same rows with what they are; a ``count`` of null is hidden."""
    months = list(OpenDataMonth.objects.order_by("-month"))
    return JsonResponse(
        {
            "licence": LICENCE,
            "updated_at": max(month.made_at for month in months).isoformat() if months else None,
            "least": LEAST,
            "tables": {table.name: str(table.title) for table in TABLES},
            "rows": [row for month in months for row in month.rows],
        },
        json_dumps_params={"ensure_ascii": False},
    )


@never_cache
@require_POST
@staff_page(REPORT)
def publish_open_data(request: HttpRequest) -> HttpResponse:
    """Publish the months that are over, now."""
    made = publish_now(request.user)
    words = "、".join(month.strftime("%Y-%m") for month in made)
    messages.success(request, _("已经公布：%(months)s。") % {"months": words} if made else _("没有等待公布的月份。"))
    return HttpResponseRedirect(reverse("monthly_report"))
