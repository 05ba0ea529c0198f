"""Atom feeds of the sections: the latest public pages, read anew each time, so that what is withdrawn is gone at once.

An entry's id is made of the page's own UUID: it stays the same when the title or the address changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.core.feeds import LATEST, SteadyAtom, tag_uri
from cms.core.structured_data import absolute
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import ONE_OF_EACH, public_pages
from cms.editorial.page_text import lead_of
from cms.editorial.sections import Section


class SectionFeed(Feed):
    """The feed of one section."""

    feed_type = SteadyAtom

    def __init__(self, section: Section) -> None:
        self.section = section
        self.title = section.title
        self.subtitle = section.description
        self.link = absolute(section.url)
        self.feed_url = absolute(section.feed_url)

    def feed_guid(self) -> str:
        """The id of the feed."""
        return tag_uri(self.section.kind)

    def items(self) -> list[EditorialPage]:
        """The latest pages; one query."""
        kind = self.section.kind
        return list(public_pages(kind).select_related(*ONE_OF_EACH.get(kind, ()))[:LATEST])

    def item_title(self, item: Any) -> str:
        """The title, as text."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """The summary, as HTML that says what the text says."""
        return escape(lead_of(item))

    def item_link(self, item: Any) -> str:
        """The full address."""
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Any) -> str:
        """The id that never changes."""
        return tag_uri(f"{item.kind}:{item.translation_key}")

    def item_pubdate(self, item: Any) -> datetime:
        """When readers first saw it."""
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime:
        """When it last changed."""
        return item.last_published_at or item.first_published_at

    def item_author_name(self, item: Any) -> str:
        """Who wrote it, or where it comes from."""
        issuer = item.institution.name if getattr(item, "institution", None) else ""
        return item.author_name or issuer or item.source_name


def feed_view(section: Section) -> Callable[..., HttpResponse]:
    """The view of a section's feed."""
    feed = SectionFeed(section)

    @require_safe
    @cache_control(no_store=True)
    def section_feed(request: HttpRequest) -> HttpResponse:
        """Give the feed."""
        return feed(request)

    return section_feed
