"""A browser in which a number was proven: its codes are counted apart, so that whoever asks for codes to a stranger's number, until
no more are sent, shuts nobody out of their own account on their own device.

The cookie is signed and holds a keyed digest, no number; it lets nobody in, and nothing is answered otherwise because of it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from portal.accounts.citizens import sessions
from portal.common.keyed_hash import lookup_digest, lookup_digests

COOKIE = "known_number"
_SALT = "portal.accounts.citizens.known_number"
_REALM = "known_number"


def remember(response: HttpResponseBase, phone: str) -> None:
    """Let this browser be known for a number that it proved just now; the last number alone."""
    response.set_cookie(
        COOKIE,
        signing.dumps(lookup_digest(_REALM, phone), salt=_SALT),
        max_age=_lasts(),
        path=reverse("citizen_sign_in"),  # nothing else is asked with it: public pages are kept as ever
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """The account is deleted: nothing of its number stays in the browser either."""
    response.delete_cookie(COOKIE, path=reverse("citizen_sign_in"), samesite="Lax")


def knows(request: HttpRequest, phone: str) -> bool:
    """Whether this browser proved the number within the days for which a number is trusted, or is signed in with it."""
    profile = sessions.citizen_of(request)
    if profile is not None and profile.phone == phone:
        return True
    try:
        digest = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_lasts())
    except signing.BadSignature:
        return False
    return digest in lookup_digests(_REALM, phone)


def _lasts() -> timedelta:
    """As long as a number is taken for the same holder's."""
    return timedelta(days=settings.PHONE_TRUSTED_DAYS)
