"""Figures of the last thirty days, by channel."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.live_hours.figures import by_channel, live_figures
from portal.live_hours.services.opening import opening

DAYS = 30


@never_cache
@require_safe
@staff_page(MODERATE, SUPERVISE)
def figures(request: HttpRequest) -> HttpResponse:
    """How each channel kept its time, what became of live conversations, and whether live is open now."""
    now = clock.now()
    since = now - timedelta(days=DAYS)
    context = {
        "rows": by_channel(since, now, now),
        "live": live_figures(since, now),
        "opening": opening(now),
        "days": DAYS,
    }
    return render(request, "live_hours/figures.html", context)
