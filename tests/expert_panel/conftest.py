"""What the tests of the panel's pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def workbench() -> Callable[[Any], Client]:
    """The browser of somebody who is signed in."""

    def entered(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return entered
