"""Accounts of the demo, one a role. Their password is public: production refuses to serve while one exists."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django_otp.oath import totp

from portal.accounts.models import User
from portal.accounts.roles import ROLES, group_of
from portal.accounts.second_factor.models import Authenticator
from portal.accounts.second_factor.services import NAME, secret_of

DEMO_PASSWORD = "fawang-demo-2026"  # noqa: S105 - public on purpose, see above


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What ``make demo`` prints of an account."""

    role: str
    role_name: str
    username: str
    password: str
    secret: str


@transaction.atomic
def create_demo_accounts() -> list[DemoAccount]:
    """Make sure of one demo account for each role and return them; may be called again.

    Refuses (ImproperlyConfigured) where the settings are not those of a demo, and where a sign-in name of the demo
    belongs to a person.
    """
    if not getattr(settings, "IS_DEMO", False):
        raise ImproperlyConfigured("Demo accounts have a public password: they are made only where IS_DEMO is set.")
    return [_demo_account(code) for code in ROLES]


def _demo_account(code: str) -> DemoAccount:
    role = ROLES[code]
    user = User.objects.select_for_update().filter(username=code).first()
    if user is not None and not user.is_demo:
        raise ImproperlyConfigured(f"The account {code} belongs to a person: the demo leaves it alone.")
    if user is None:
        user = User(username=code, is_demo=True)
    user.display_name = f"{role.name}（演示）"
    user.email = f"{code.replace('_', '-')}@example.invalid"
    user.is_active = True
    if user.pk is None or not user.check_password(
        DEMO_PASSWORD
    ):  # hashing is slow on purpose, and a new hash would end open sessions
        user.set_password(DEMO_PASSWORD)
    user.save()
    user.groups.set([group_of(code)])
    device = Authenticator.objects.get_or_create(user=user, name=NAME, defaults={"key": _demo_key(code)})[0]
    return DemoAccount(role=code, role_name=role.name, username=code, password=DEMO_PASSWORD, secret=secret_of(device))


def demo_code(code: str) -> str:
    """The one-time code of a demo account's device now, six digits.

    KeyError for what is no role, User.DoesNotExist where the demo has no such account.
    """
    user = User.objects.get(username=ROLES[code].code, is_demo=True)
    device = Authenticator.objects.get(user=user, name=NAME)
    return f"{totp(device.bin_key, step=device.step, t0=device.t0, digits=device.digits):06d}"


def _demo_key(code: str) -> str:
    """As public as the password, and the same each time, so that a phone set up for the demo stays good."""
    return hashlib.sha1(f"fawang-demo:{code}".encode(), usedforsecurity=False).hexdigest()
