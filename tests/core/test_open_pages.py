"""Which pages everybody may read."""

from __future__ import annotations

import pytest
from wagtail.models import Page, PageViewRestriction

from cms.core.models import HomePage
from cms.core.open_pages import open_to_all
from tests.editorial.builders import index_of, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_a_restriction_shuts_a_page_and_all_below_it_and_nothing_beside(home: HomePage) -> None:
    page, other = published("knowledge_qa"), published("news_article")
    PageViewRestriction.objects.create(page=index_of("knowledge_qa"), restriction_type="login")
    shown = set(open_to_all(Page.objects.all()).values_list("pk", flat=True))
    assert page.pk not in shown
    assert index_of("knowledge_qa").pk not in shown
    assert {other.pk, home.pk} <= shown
    PageViewRestriction.objects.create(page=home, restriction_type="password", password="x")
    assert not open_to_all(Page.objects.filter(pk__in=[home.pk, other.pk])).exists()


def test_an_alias_of_what_is_shut_is_shut_too(home: HomePage) -> None:
    page = published("knowledge_qa", title="内部口径")
    alias = page.create_alias(parent=index_of("knowledge_qa"), update_slug="nei-bu-kou-jing-2")
    assert open_to_all(Page.objects.filter(pk=alias.pk)).exists()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert not open_to_all(Page.objects.filter(pk=alias.pk)).exists()


def test_restrictions_are_looked_up_and_never_joined_with_all_pages() -> None:
    """With a join SQLite began at the pages, once for each page of a list: minutes at 50,000."""
    assert "JOIN" not in str(open_to_all(Page.objects.all()).query)
