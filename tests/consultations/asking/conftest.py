"""Asking without an account, unless a test is about the other ways."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.consultations.asking.walking import Citizen, open_to_all


@pytest.fixture
def citizen(db: None) -> Citizen:
    """Somebody who asks, in an installation where no account is needed."""
    open_to_all()
    return Citizen()


@pytest.fixture
def png() -> bytes:
    """A small picture."""
    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    return picture.getvalue()
