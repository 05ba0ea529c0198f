"""采集: the menu."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList, Panel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.collecting.admin.source_list import SourceFilterSet, SourceIndexView, source_panels
from cms.collecting.admin.source_page import SourceInspectView
from cms.collecting.models import Source
from cms.collecting.policies import VIEW_ITEMS


class SourceViewSet(SnippetViewSet):
    """Sources: content editors keep them, reviewing editors let them be fetched."""

    model = Source
    icon = "download"
    menu_label = _("来源")
    menu_order = 200
    ordering: ClassVar = ["due_at"]
    list_per_page = 50
    index_view_class = SourceIndexView
    filterset_class = SourceFilterSet
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = SourceInspectView

    @cached_property
    def edit_handler(self) -> Panel:
        """The form."""
        return ObjectList(source_panels())


class InboxMenuItem(MenuItem):
    """The way to what waits, for who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(VIEW_ITEMS)


class CollectingViewSetGroup(SnippetViewSetGroup):
    """The menu."""

    items = (SourceViewSet,)
    menu_label = _("采集")
    menu_icon = "download"
    menu_name = "collecting"
    menu_order = 305

    def get_submenu_items(self) -> list[MenuItem]:
        """What waits, and the sources."""
        item = InboxMenuItem(
            _("待审新闻"), reverse_lazy("collecting_inbox"), name="collecting-inbox", icon_name="mail", order=1
        )
        return [item, *super().get_submenu_items()]
