"""The site as a new installation has it."""

from __future__ import annotations

import pytest

from cms.core.models import HomePage
from cms.core.site_builder import build_site
from tests.admin.conftest import person, signed_in

__all__ = ["person", "signed_in"]


@pytest.fixture
def home(db: None) -> HomePage:
    """The home page of a site just built."""
    return build_site()
