"""A device trusted for a day: a signed cookie, good for one account, its password, its roles and its device."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from portal.accounts.models import User
from portal.accounts.second_factor.models import Authenticator
from portal.accounts.second_factor.policy import TRUST

COOKIE = "trusted_device"
_SALT = "portal.accounts.trusted_device"


def trust(response: HttpResponseBase, user: User, device: Authenticator) -> None:
    """Let this browser sign in without a code until tomorrow."""
    response.set_cookie(
        COOKIE,
        signing.dumps(_claim(user, device), salt=_SALT),
        max_age=TRUST,
        path="/",  # the admin and the workbench; public pages are the same with it and without
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def is_trusted(request: HttpRequest, user: User, device: Authenticator) -> bool:
    """Whether the cookie is ours, of today, and of this person as they are now."""
    try:
        claim = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=TRUST)
    except signing.BadSignature:
        return False
    return claim == _claim(user, device)


def _claim(user: User, device: Authenticator) -> list[str]:
    # The session's hash covers password and roles: when either changes, trust ends.
    return [str(user.pk), device.persistent_id, user.get_session_auth_hash()[:16]]
