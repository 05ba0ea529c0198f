"""The addresses of the six sections, served without walking down the tree of pages.

Each kind stands in one section and each section at one address, so one query finds a page and whether everybody may read
it. What it does not find so (a page that asks for a password, one that is gone) is left to Wagtail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views

from cms.core.open_pages import open_to_all
from cms.editorial.catalogue import public_page
from cms.editorial.news_article import NewsArticle
from cms.editorial.sections import Section
from cms.editorial.services.news import withdrawn_at_address
from cms.editorial.views.asked import params_of
from cms.editorial.views.withdrawn import withdrawn_page
from portal.common.page_cache import cached_page

View = Callable[..., HttpResponse]


def list_view(section: Section) -> View:
    """The list of a section."""
    index: Any = apps.get_model(section.index_model)

    @require_safe
    @cached_page(params=params_of(section.kind), uncached=("q",))
    def section_page(request: HttpRequest) -> HttpResponse:
        """Show the list."""
        page = open_to_all(index.objects.live()).first()
        return page.serve(request) if page is not None else _by_wagtail(request)

    return section_page


def page_view(section: Section) -> View:
    """The pages of a section."""

    @require_safe
    @cached_page()
    def editorial_page(request: HttpRequest, slug: str) -> HttpResponse:
        """Show a page."""
        page = public_page(section.kind, slug)
        if page is not None:
            return page.serve(request)
        if section.kind == NewsArticle.kind and (withdrawal := withdrawn_at_address(slug)):
            return withdrawn_page(request, withdrawal)
        return _by_wagtail(request)

    return editorial_page


def _by_wagtail(request: HttpRequest) -> HttpResponse:
    return wagtail_views.serve(request, request.path_info.lstrip("/"))
