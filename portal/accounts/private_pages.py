"""Pages and collections of files that an editor shut: who "signed in" means, and what is said to whoever is kept out.

Wagtail lets in anybody with an account, and citizens have accounts in the same table. What an editor means is staff, who have
given the second factor here as they do behind their doors; a role is staff too.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import django_otp
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from wagtail.models import BaseViewRestriction

from portal.accounts.doors import first_door
from portal.accounts.second_factor.services import device_of
from portal.accounts.second_factor.trust import is_trusted

FOR_STAFF = (BaseViewRestriction.LOGIN, BaseViewRestriction.GROUPS)


def is_staff_visit(request: HttpRequest) -> bool:
    """Whether somebody who works here asks, and has given the second factor in this session."""
    return _works_here(request) and _is_verified(request)


def shut_to_citizens() -> None:
    """Called once, from ``AppConfig.ready``: pages and files ask this one method of Wagtail's."""
    accepted = BaseViewRestriction.accept_request

    def accept_request(self: Any, request: HttpRequest) -> bool:
        if self.restriction_type in FOR_STAFF and not is_staff_visit(request):
            return False
        return bool(accepted(self, request))

    BaseViewRestriction.accept_request = accept_request


@never_cache
def staff_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Where Wagtail leads whom such a page keeps out: to the sign-in, to the second factor, or to a plain no. Its own view
    would lead who is signed in back to the page, which leads here again, without end."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(_with_query(request, "wagtailadmin_login"))
    if not _works_here(request) or _is_verified(request):
        return render(request, "accounts/private_page.html", {"is_staff": _works_here(request)}, status=403)
    device = device_of(request.user)
    if device is None:
        return HttpResponseRedirect(_with_query(request, "second_factor_set_up"))
    onward = request.GET.get("next", "")
    if is_trusted(request, request.user, device) and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        django_otp.login(request, device)
        return HttpResponseRedirect(onward)
    return HttpResponseRedirect(_with_query(request, "second_factor_verify"))


def _works_here(request: HttpRequest) -> bool:
    return request.user.is_authenticated and first_door(request.user) is not None


def _is_verified(request: HttpRequest) -> bool:
    user: Any = request.user
    return not settings.SECOND_FACTOR_REQUIRED or user.is_verified()


def _with_query(request: HttpRequest, name: str) -> str:
    onward = request.GET.get("next", "")
    return f"{reverse(name)}?{urlencode({'next': onward})}" if onward else reverse(name)
