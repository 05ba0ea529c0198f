"""Asks for the second factor before anything behind the staff doors is shown. django-otp's own middleware only knows
whether a session is verified; this one enforces it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import django_otp
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django_otp.middleware import is_verified

from portal.accounts.second_factor.policy import PROTECTED, Demand, demand
from portal.accounts.second_factor.services import device_of
from portal.accounts.second_factor.trust import is_trusted
from portal.common import clock

VERIFIED_AT = "second_factor_at"
_PAGES = {
    Demand.SET_UP: "second_factor_set_up",
    Demand.CODE: "second_factor_verify",
    Demand.STEP_UP: "second_factor_verify",
}


class SecondFactorMiddleware:
    """Stands after django-otp's; touches no session of a public page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let through, or lead to where a code is set up or typed; parts of a page and sent forms are refused with 403."""
        path = request.path_info
        if not settings.SECOND_FACTOR_REQUIRED or not path.startswith(PROTECTED) or not request.user.is_authenticated:
            return self.get_response(request)
        # Who is verified brings the device along; only who is not makes us look for one.
        user: Any = request.user
        device = user.otp_device if is_verified(user) else device_of(user)
        if device is not None and not is_verified(request.user) and is_trusted(request, request.user, device):
            django_otp.login(request, device)
        owed = demand(
            path,
            has_device=device is not None,
            is_verified=is_verified(request.user),
            verified_at=verified_at(request),
            now=clock.now(),
            is_reading=request.method in ("GET", "HEAD"),
        )
        if owed is Demand.NOTHING:
            return self.get_response(request)
        if request.method != "GET" or request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return HttpResponse("请先完成二次验证，再重试。", status=403, content_type="text/plain; charset=utf-8")
        return HttpResponseRedirect(f"{reverse(_PAGES[owed])}?{urlencode({'next': request.get_full_path()})}")


def verified_at(request: HttpRequest) -> datetime | None:
    """When a code was last typed in this session."""
    kept = request.session.get(VERIFIED_AT)
    return datetime.fromisoformat(kept) if kept else None


def note_verified(request: HttpRequest) -> None:
    """Remember that a code was typed just now."""
    request.session[VERIFIED_AT] = clock.now().isoformat()
