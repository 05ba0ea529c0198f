"""Browsers of the staff, second factor passed, for the tests of the workbench."""

from __future__ import annotations

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from portal.accounts.models import User
from portal.accounts.second_factor.middleware import VERIFIED_AT
from portal.accounts.second_factor.models import Authenticator
from portal.common import clock


def browser_of(user: User) -> Client:
    """Somebody's browser."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    device, _created = Authenticator.objects.get_or_create(user=user, defaults={"name": "totp", "confirmed": True})
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session[VERIFIED_AT] = clock.now().isoformat()
    session.save()
    return client


def text_of(response: object) -> str:
    """What an answer holds."""
    return response.content.decode()
