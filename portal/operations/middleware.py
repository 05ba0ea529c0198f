"""What every answer needs: a content security policy, an honest 503 when the database is gone, no null bytes."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any, cast

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    QueryDict,
    UnreadablePostError,
)
from django.template.loader import render_to_string

from portal.operations.mistaken import refusal
from portal.operations.requests import names_utf8

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
    """Keeps from the database what it may fail on. An address with a null byte is refused, and in what somebody typed they are
    left out; the API refuses such parameters in its own words. Text comes as UTF-8: other encodings that a request claims
    can be read as halves of characters, which no database takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what any database can be asked for."""
        if "\x00" in request.path_info:
            return refusal()
        if not names_utf8((request.content_params or {}).get("charset", "utf-8")):
            if request.method == "POST":
                return refusal()
            request.encoding = "utf-8"
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query and not request.path_info.startswith(API):
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> None:
        """Clean a form, once Django's own guard against forged forms may read it: some views prepare for an upload first."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        try:
            form = request.POST
        except UnreadablePostError:  # who sent it has gone
            return
        if not any("\x00" in text for name, values in form.lists() for text in (name, *values)):
            return
        clean = QueryDict(mutable=True, encoding=form.encoding)
        for name, values in form.lists():
            clean.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in values])
        clean._mutable = False
        cast(Any, request).POST = clean


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
