"""The rows that addresses are tried on. A thing is made when it is first asked for, outside of what a cell rolls back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from portal.accounts.citizens.services.accounts import enter
from portal.accounts.citizens.sessions import BACKEND, CONFIRMED
from portal.accounts.models import User
from portal.accounts.roles import ROLES, group_of
from portal.accounts.second_factor.middleware import VERIFIED_AT
from portal.accounts.second_factor.models import Authenticator
from portal.common import clock
from tests.permissions.actors import ACTORS, ANONYMOUS, CITIZEN, NO_ROLE, NOT_FRESH, PASSWORD_ALONE

Making = Callable[["World", User], Any]
_THINGS: dict[str, Making] = {}


def thing(make: Making) -> Making:
    """Register how a thing is made, under the function's name. It gets the world and an owner and returns what stands in
    the address: mostly a primary key."""
    assert make.__name__ not in _THINGS, f"two things are called {make.__name__}"
    _THINGS[make.__name__] = make
    return make


@dataclass
class World:
    """People with their browsers, and things."""

    users: dict[str, User] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    made: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def somebody(self) -> User:
        """An account that is none of the actors': things of others are theirs."""
        return self.users["somebody"]

    def get(self, name: str, actor: str = "") -> Any:
        """A thing's place in an address. A name that begins with ``own_`` is made once for each actor and is theirs;
        all others are made once, by somebody else."""
        is_own = name.startswith("own_")
        key = (name, actor if is_own else "")
        if key not in self.made:
            owner = self.users.get(actor, self.somebody) if is_own else self.somebody
            self.made[key] = _THINGS[name.removeprefix("own_")](self, owner)
        return self.made[key]

    def prepare(self, names: Iterable[str], actor: str) -> None:
        """Make things before a cell begins, which takes back all that was done in it."""
        for name in names:
            if not name.startswith("="):
                self.get(name, actor)


def build() -> World:
    """Everybody, signed in."""
    world = World()
    world.users["somebody"] = User.objects.create_user("somebody", "somebody@example.invalid", "secret-enough-1")
    for actor in ACTORS:
        if actor != ANONYMOUS:
            world.users[actor] = _person(actor)
        world.browsers[actor] = _browser(world.users.get(actor), actor)
    return world


def _person(actor: str) -> User:
    if actor == CITIZEN:
        return enter("13900009999").user
    user = User.objects.create_user(actor, f"{actor}@example.invalid", "secret-enough-1")
    if actor != NO_ROLE:
        user.groups.add(group_of(actor if actor in ROLES else "administrator"))
        Authenticator.objects.create(user=user, name="totp", confirmed=True)
    user.refresh_from_db()
    return user


def _browser(user: User | None, actor: str) -> Client:
    client = Client(raise_request_exception=False)
    if user is None:
        return client
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND if actor == CITIZEN else "django.contrib.auth.backends.ModelBackend"
    session[CONFIRMED] = clock.now().isoformat()  # means something to a citizen alone
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    device = Authenticator.objects.filter(user=user).first()
    if device is not None and actor != PASSWORD_ALONE:
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        ago = timedelta(hours=6) if actor == NOT_FRESH else timedelta()
        session[VERIFIED_AT] = (clock.now() - ago).isoformat()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
