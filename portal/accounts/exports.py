"""Exports and reads of personal data in the admin, kept in the audit log wherever they are made: one place by address, and
no view can forget it. A view that keeps an export itself, with better words, is not doubled."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from portal.common.audit.models import Act
from portal.common.audit.record import acts_of_this_request, record

STAFF = ("/admin/", "/workbench/")


@dataclass(frozen=True, slots=True)
class Personal:
    """An address that shows what is personal, and whose; ``pk`` in the pattern names the row."""

    path: re.Pattern[str]
    model: str


PERSONAL = (Personal(re.compile(r"/admin/users/edit/(?P<pk>\d+)/"), "accounts.User"),)
"""Extended by what comes to hold personal data."""


class DisclosureMiddleware:
    """Stands after the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the view answer, and keep what it gave out before it leaves."""
        if not request.path_info.startswith(STAFF):
            return self.get_response(request)
        with acts_of_this_request() as kept:
            response = self.get_response(request)
            if response.status_code == 200 and request.user.is_authenticated:
                if is_export(request, response) and Act.EXPORTED not in kept:
                    details = {"subject": request.path_info, "format": request.GET["export"]}
                    record(Act.EXPORTED, actor=request.user, name=title_of(request), details=details)
                if request.method == "GET":
                    _keep_reading(request)
        return response


def is_export(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer is a file that Wagtail's lists give for ``?export=``."""
    return "export" in request.GET and response.get("Content-Disposition", "").startswith("attachment")


def title_of(request: HttpRequest) -> str:
    """What the list is called."""
    match = request.resolver_match
    view: Any = getattr(match.func, "view_class", None) if match else None
    title = getattr(view, "page_title", "") or ""
    model = getattr(view, "model", None)
    if not title and model is not None:
        title = model._meta.verbose_name_plural
    return str(title) or _("列表")


def _keep_reading(request: HttpRequest) -> None:
    for personal in PERSONAL:
        match = personal.path.fullmatch(request.path_info)
        if match is None:
            continue
        subject = apps.get_model(personal.model)._default_manager.filter(pk=match["pk"]).first()
        if subject is not None and subject != request.user:
            record(Act.PERSONAL_DATA_OPENED, actor=request.user, subject=subject)
