"""Collecting on the admin's first page: what waits, what is overdue, what the last imports brought, what leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms.collecting.admin.source_list import OVERDUE
from cms.collecting.models import CheckedLink, CollectedItem, ItemState, LinkState, Source, SourceCheck, Way
from cms.collecting.policies import DECIDE_ITEMS, VIEW_LINKS, VIEW_SOURCES
from portal.common import clock

SHOWN = 6


class CollectingPanel(Component):
    """A panel for those who have a permission."""

    permission: ClassVar[str] = VIEW_SOURCES

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing for others."""
        if parent_context is None or not parent_context["request"].user.has_perm(self.permission):
            return ""
        return super().render_html(parent_context)


class WaitingNewsPanel(CollectingPanel):
    """Stories that wait for somebody to take or reject them."""

    name = "waiting_news"
    template_name = "collecting/admin/panel_waiting.html"
    order = 215
    permission = DECIDE_ITEMS

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The latest and how many."""
        waiting = CollectedItem.objects.filter(state=ItemState.WAITING).select_related("source").defer("text")
        return {"items": waiting[:SHOWN], "count": waiting.count(), "all_url": reverse("collecting_inbox")}


class SourcesPanel(CollectingPanel):
    """Sources nobody looked at in time, and what the last imports brought."""

    name = "collecting_sources"
    template_name = "collecting/admin/panel_sources.html"
    order = 325

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Overdue sources, the longest first; the last imports by command."""
        overdue = Source.objects.overdue(clock.now()).select_related("responsible")
        imports = SourceCheck.objects.filter(source__way=Way.COMMAND).select_related("source")
        listing = reverse("wagtailsnippets_collecting_source:list")
        return {
            "overdue": overdue.order_by("due_at")[:SHOWN],
            "overdue_count": overdue.count(),
            "overdue_url": f"{listing}?{urlencode({'condition': OVERDUE})}",
            "imports": imports[:SHOWN],
        }


class BrokenLinksPanel(CollectingPanel):
    """Links of public pages that lead nowhere."""

    name = "broken_links"
    template_name = "collecting/admin/panel_links.html"
    order = 327
    permission = VIEW_LINKS

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The longest broken, and how many."""
        broken = CheckedLink.objects.filter(state=LinkState.BROKEN).select_related("page").order_by("since")
        return {"links": broken[:SHOWN], "count": broken.count(), "all_url": reverse("collecting_links")}
