"""``/consultations/timeliness/``: answered in time by week and topic, and the same rows to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.core.admin.spreadsheets import csv_response, guarded
from portal.common import clock
from portal.consultations.timeliness.figures import summed, timeliness, topic_names, week_words
from portal.consultations.timeliness.merging import LEAST, MERGED

COLUMNS = ("week_from", "week_to", "topic", "topic_name", "total", "in_time", "deferred", "late")
"""Without it spreadsheets take the file for another encoding."""


@require_safe
@cache_control(no_store=True)
def timeliness_page(request: HttpRequest) -> HttpResponse:
    """The figures as tables with a bar a row: two queries."""
    found = timeliness(clock.now())
    names = topic_names()
    by_topic = summed(found.rows, lambda row: names.get(row.topic, row.topic))
    context: dict[str, Any] = {
        "whole": next(iter(summed(found.rows, lambda row: _("合计"))), None),
        "by_week": summed(found.rows, week_words),
        "by_topic": sorted(by_topic, key=lambda each: (each.label == names[MERGED], -each.total, each.label)),
        "is_withheld": found.is_withheld,
        "least": LEAST,
    }
    return render(request, "consultations/timeliness.html", context)


@require_safe
@cache_control(no_store=True)
def timeliness_csv(request: HttpRequest) -> HttpResponse:
    """The published rows; the page's totals are their sums."""
    names = topic_names()
    lines = (
        [
            row.week_from,
            row.week_to,
            row.topic,
            guarded(names.get(row.topic, row.topic)),
            row.total,
            row.in_time,
            row.deferred,
            row.late,
        ]
        for row in timeliness(clock.now()).rows
    )
    return csv_response("timeliness.csv", [COLUMNS, *lines])


urlpatterns = [
    path("", timeliness_page, name="consultations_timeliness"),
    path("timeliness.csv", timeliness_csv, name="consultations_timeliness_csv"),
]
