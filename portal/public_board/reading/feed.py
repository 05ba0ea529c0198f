"""Atom feed of the board, whole or of a topic: read anew each time, so that what is taken back is gone at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.core.feeds import LATEST, SteadyAtom, tag_uri
from cms.core.models import Topic
from cms.core.structured_data import absolute
from portal.public_board.catalogue import BOARD_URL, PublicCase, cases_of, feed_url, public_publications


class BoardFeed(Feed):
    """The feed of the board."""

    feed_type = SteadyAtom

    def __init__(self, topic: Topic | None = None) -> None:
        self.topic = topic
        self.title = _("公开的咨询：%(topic)s") % {"topic": topic.name} if topic else _("公开的咨询")
        self.subtitle = _("咨询人同意公开、已经隐去个人信息的咨询和答复。")
        self.link = absolute(f"{BOARD_URL}?topic={topic.code}" if topic else BOARD_URL)
        self.feed_url = absolute(feed_url(topic.code if topic else ""))

    def feed_guid(self) -> str:
        """The id of the feed."""
        return tag_uri(f"consultations:{self.topic.code}" if self.topic else "consultations")

    def items(self) -> list[PublicCase]:
        """The latest; one query."""
        rows = public_publications()
        return list(cases_of((rows.filter(topic=self.topic) if self.topic else rows)[:LATEST]))

    def item_title(self, item: Any) -> str:
        """The title, as text."""
        return str(item.page.title)

    def item_description(self, item: Any) -> str:
        """The conclusion, as HTML that says what the text says."""
        return escape(item.lead)

    def item_link(self, item: Any) -> str:
        """The full address."""
        return absolute(item.url)

    def item_guid(self, item: Any) -> str:
        """The id that never changes."""
        return tag_uri(f"consultation:{item.code}")

    def item_pubdate(self, item: Any) -> datetime:
        """When it became public."""
        return item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        """The same: what changes is agreed to anew, and is another publication."""
        return item.published_at

    def item_author_name(self, item: Any) -> str:
        """Who answered first, by code, or the panel."""
        first = item.page.answers[0] if item.page.answers else None
        return first.staff_code if first is not None and first.staff_code else _("专家组")


@require_safe
@cache_control(no_store=True)
def board_feed(request: HttpRequest, topic: str = "") -> HttpResponse:
    """Give the feed."""
    return BoardFeed(get_object_or_404(Topic, code=topic) if topic else None)(request)
