"""What django-axes asks of us: from which network an attempt came, and what somebody who tried too often is told."""

from __future__ import annotations

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off, get_failure_limit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from portal.common.client_address import client_address, client_network


class StaffAttempts(AxesDatabaseHandler):
    """Attempts by password, which staff alone make. Of citizens, who have none, no address and no browser is kept."""

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
        """Keep a sign-in of the staff."""
        if not hasattr(user, "citizen"):
            super().user_logged_in(sender, request, user, **kwargs)

    def user_logged_out(self, sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
        """Keep a sign-out of the staff."""
        if not hasattr(user, "citizen"):
            super().user_logged_out(sender, request, user, **kwargs)


def address_of(request: HttpRequest) -> str:
    """The first address of the client's network, behind our own proxies: whoever has one address of IPv6 has as many as they
    like, and an IPv4 address written as IPv6 is no other."""
    network = client_network(request)
    return network.partition("/")[0] if network != "unknown" else client_address(request)


def locked(request: HttpRequest, _original: HttpResponseBase | None, credentials: Any = None) -> HttpResponse:
    """A page in plain words, 429, the same whether the account exists or not."""
    pause = get_cool_off(request)
    seconds = int(pause.total_seconds()) if pause else 0
    context = {"failure_limit": get_failure_limit(request, credentials), "minutes": max(1, round(seconds / 60))}
    answer = render(request, "accounts/locked.html", context, status=429)
    answer["Cache-Control"] = "no-store"
    answer["Retry-After"] = str(max(60, seconds))
    return answer
