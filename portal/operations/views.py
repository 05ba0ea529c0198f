"""Health and metrics, for machines: no session, no template, never kept by a cache."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.db import Error as DatabaseProblem
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.common.outbox.status import sink_statuses
from portal.operations import metrics as figures
from portal.operations import readiness


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Every part with its state; 503 when readers cannot be served (docs/operations.md)."""
    status, parts = readiness.look()
    body = {
        "status": status,
        "missing": [part.name for part in parts if part.status == "missing"],
        "parts": {part.name: {"status": part.status, "detail": part.detail} for part in parts},
    }
    return JsonResponse(body, status=503 if status == "unready" else 200, json_dumps_params={"ensure_ascii": False})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for monitoring: to a direct loopback connection, or to whoever brings METRICS_TOKEN. 404 to others."""
    if not _may_read_metrics(request):
        return HttpResponse(status=404)
    try:
        text = figures.current(sink_statuses())
    except DatabaseProblem:
        return HttpResponse("# the database does not answer\n", status=503, content_type=figures.CONTENT_TYPE)
    return HttpResponse(text, content_type=figures.CONTENT_TYPE)


def _may_read_metrics(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    if "X-Forwarded-For" in request.headers:  # came through a proxy on this machine: its loopback is not the asker's
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
