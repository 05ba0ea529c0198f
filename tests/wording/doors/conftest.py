"""A site with two rules, and people at its doors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from cms.core.models import HomePage
from cms.core.site_builder import build_site
from cms.wording.models import WordingRule
from tests.wording.builders import two_rules


@pytest.fixture(autouse=True)
def site() -> HomePage:
    home = build_site()
    WordingRule.objects.all().delete()
    two_rules()
    return home


@pytest.fixture
def editor(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("content_editor")


@pytest.fixture
def reviewer(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("reviewing_editor")
