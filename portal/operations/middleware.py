"""What every answer needs: a content security policy, an honest 503 when the database is gone, no null bytes."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

ADMIN = "/admin/"
API = "/api/"
RETRY_SECONDS = "60"


class PolicyMiddleware(CSPMiddleware):
    """Public pages get the strict policy; the Wagtail admin, which writes scripts and styles inline, gets its own."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The strict parts, or the admin's directives in their place."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN) and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


class NullByteMiddleware:
    """Keeps null bytes from the database, which may fail on them: an address with one is refused, and in what somebody
    typed they are left out. The API refuses such parameters in its own words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what any database can be asked for."""
        if "\x00" in request.path_info:
            return HttpResponse(render_to_string("400.html"), status=400, headers={"Cache-Control": "no-store"})
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query and not request.path_info.startswith(API):
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)


class MethodMiddleware:
    """Pages are read and forms are sent. Any other method ends here with 405, so that no view has to think of it; the API
    says so in its own words."""

    KNOWN = ("GET", "HEAD", "OPTIONS", "POST")
    # What Wagtail's own scripts send: a hint that was read, a preview that was closed.
    WAGTAILS = re.compile(r"PATCH /admin/dismissibles/|DELETE /admin/(?:.+/)?preview/(?:\d+/)?")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what a browser sends."""
        path = request.path_info
        if request.method in self.KNOWN or path.startswith(API) or self.WAGTAILS.fullmatch(f"{request.method} {path}"):
            return self.get_response(request)
        return HttpResponseNotAllowed(self.KNOWN, headers={"Cache-Control": "no-store"})


class DatabaseOutageMiddleware:
    """Answers 503 with a static page where a view could not reach the database: it is not the visitor's mistake."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a lost database into 503; any other error goes its way."""
        if not isinstance(exception, OperationalError | InterfaceError) or _database_answers():
            return None
        logger.error("the database does not answer: %s", exception)
        return HttpResponse(
            render_to_string("503.html"),
            status=503,
            headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"},
        )


def _database_answers() -> bool:
    try:
        connection.ensure_connection()
        return connection.is_usable()
    except (OperationalError, InterfaceError):
        return False
