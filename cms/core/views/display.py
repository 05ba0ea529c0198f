"""Choosing 大字版 and 高对比 with a plain link."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.display import COOKIE, COOKIE_SECONDS, MODES


@never_cache
@require_safe
def choose_display(request: HttpRequest) -> HttpResponse:
    """Remember ``mode`` for a year and go back to ``next`` (a path of this site; anything else leads home).

    Cached pages know their own path only, so ``next`` comes without a query; when the browser says that it comes from
    that very path, its query is kept. Works without a session, a token or a script.
    """
    mode = request.GET.get("mode", "")
    if mode not in MODES:
        return HttpResponseBadRequest("unknown mode", content_type="text/plain")
    response = HttpResponseRedirect(_way_back(request))
    response.set_cookie(
        COOKIE,
        mode,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _way_back(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of ours."""
    wanted = request.GET.get("next", "/")
    if not wanted.startswith("/") or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return "/"
    came_from = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(came_from)
    if ours and parts.query and parts.path == urlsplit(wanted).path:
        return f"{parts.path}?{parts.query}"
    return wanted
