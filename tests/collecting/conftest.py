"""A server of the tests' own; people at the admin's door."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.collecting.builders import known
from tests.collecting.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on this machine."""
    with serving() as made:
        yield made


@pytest.fixture
def signed_in(db: None) -> Callable[[str], Client]:
    """Give a browser in which somebody with a role is signed in."""

    def make(role: str) -> Client:
        client = Client()
        client.force_login(known(role))
        return client

    return make
