"""People at the admin's door, one a role, on the day of the directory's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import group_of
from tests.directory.builders import TODAY


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    """It is noon of TODAY in Shanghai."""
    with time_machine.travel(datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make somebody with a role; asked again, the same person."""

    def make(role: str, username: str = "") -> User:
        name = username or role
        found = User.objects.filter(username=name).first()
        if found is None:
            found = User.objects.create_user(
                name, f"{name}@example.invalid", "secret-enough-1", display_name=f"示例{name}"
            )
            found.groups.add(group_of(role))
        return User.objects.get(pk=found.pk)

    return make


@pytest.fixture
def browser(person: Callable[..., User]) -> Callable[..., Client]:
    """A browser in which somebody with a role is signed in."""

    def make(role: str, username: str = "") -> Client:
        client = Client()
        client.force_login(person(role, username))
        return client

    return make


@pytest.fixture
def clerk(browser: Callable[..., Client]) -> Client:
    """名录维护员."""
    return browser("directory_clerk")


@pytest.fixture
def approver(browser: Callable[..., Client]) -> Client:
    """名录审批员."""
    return browser("directory_approver")
