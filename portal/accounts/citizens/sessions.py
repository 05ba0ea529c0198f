"""A citizen's session: begun by a code alone, ended by idleness, by the longest time there is, and at once when the account is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, login
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.citizens.states import MAY_SIGN_IN
from portal.accounts.models import User
from portal.common import clock

BACKEND = "portal.accounts.citizens.sessions.CitizenBackend"
SINCE, SEEN, CONFIRMED = "citizen_since", "citizen_seen", "citizen_confirmed"
_TOUCHED_EVERY = timedelta(minutes=5)


class CitizenBackend(BaseBackend):
    """Keeps the sessions that a code began. It knows no way in by name and password, and no permission at all."""

    def get_user(self, user_id: int) -> User | None:
        """The holder of an account that is good today."""
        user = User.objects.select_related("citizen").filter(pk=user_id, is_active=True).first()
        profile = getattr(user, "citizen", None)
        return user if profile is not None and profile.account_state in MAY_SIGN_IN else None


class CitizenSessionMiddleware:
    """Stands after the session's own: who goes on reading stays signed in, up to the longest time. Where nobody asked for
    the session it is not opened to find out (kept pages)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and put the session's end off."""
        response = self.get_response(request)
        if request.session.accessed and request.session.get(BACKEND_SESSION_KEY) == BACKEND:
            _touch(request)
        return response


def begin(request: HttpRequest, profile: CitizenProfile) -> None:
    """Sign the holder in: a new session key, whatever was typed in the old session stays."""
    login(request, profile.user, backend=BACKEND)
    moment = clock.now().isoformat()
    for name in (SINCE, SEEN, CONFIRMED):
        request.session[name] = moment
    _set_end(request, clock.now(), clock.now())


def note_confirmed(request: HttpRequest) -> None:
    """Remember that a code of the holder's own number was typed just now."""
    request.session[CONFIRMED] = clock.now().isoformat()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether that was in the last minutes (``CITIZEN_FRESH_MINUTES``)."""
    kept = request.session.get(CONFIRMED)
    fresh = timedelta(minutes=settings.CITIZEN_FRESH_MINUTES)
    return bool(kept) and clock.now() - datetime.fromisoformat(str(kept)) <= fresh


def citizen_of(request: HttpRequest) -> CitizenProfile | None:
    """The account of whoever is signed in as a citizen; None for visitors and for staff."""
    if not request.user.is_authenticated or request.session.get(BACKEND_SESSION_KEY) != BACKEND:
        return None
    return request.user.citizen


def citizen_page(view: Any = None, *, fresh: bool = False) -> Any:
    """Decorate a view of one's own account: it gets the profile after the request. Others are led to the citizens' sign-in,
    staff too; with ``fresh`` a code of the last minutes is asked for. Never cached."""

    def declare(view: Any) -> Any:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            profile = citizen_of(request)
            here = request.get_full_path() if request.method == "GET" else request.path
            if profile is None:
                return HttpResponseRedirect(f"{reverse('citizen_sign_in')}?{urlencode({'next': here})}")
            if fresh and not is_confirmed(request):
                return HttpResponseRedirect(f"{reverse('citizen_confirm')}?{urlencode({'next': here})}")
            return view(request, profile, *args, **kwargs)

        return guarded

    return declare(view) if view is not None else declare


def own_path(wanted: str, otherwise: str) -> str:
    """Where to go on: a path of this site, or ``otherwise``."""
    is_own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_own and not wanted.startswith(("/admin/", "/workbench/")) else otherwise


def _touch(request: HttpRequest) -> None:
    now, session = clock.now(), request.session
    seen = datetime.fromisoformat(str(session.get(SEEN, now.isoformat())))
    if now - seen >= _TOUCHED_EVERY:
        session[SEEN] = now.isoformat()
        _set_end(request, datetime.fromisoformat(session[SINCE]), now)


def _set_end(request: HttpRequest, since: datetime, now: datetime) -> None:
    longest = since + timedelta(hours=settings.CITIZEN_LONGEST_HOURS)
    idle = now + timedelta(minutes=settings.CITIZEN_IDLE_MINUTES)
    request.session.set_expiry(max(1, int((min(longest, idle) - now).total_seconds())))
