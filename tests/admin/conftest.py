"""People at the admin's door, one a role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import group_of


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """Make somebody with a role."""

    def make(role: str, username: str = "") -> User:
        user = User.objects.create_user(username or role, f"{username or role}@example.invalid", "secret-enough-1")
        user.groups.add(group_of(role))
        return user

    return make


@pytest.fixture
def signed_in(person: Callable[[str], User]) -> Callable[[str], Client]:
    """Give a browser in which somebody with a role is signed in."""

    def make(role: str) -> Client:
        client = Client()
        client.force_login(User.objects.filter(username=role).first() or person(role))
        return client

    return make
