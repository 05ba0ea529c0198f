"""Collecting's place in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from cms.collecting.admin.dashboard import BrokenLinksPanel, SourcesPanel, WaitingNewsPanel
from cms.collecting.admin.inbox import InboxView, StoryView
from cms.collecting.admin.link_report import LinkReportView
from cms.collecting.admin.source_page import act
from cms.collecting.admin.viewsets import CollectingViewSetGroup
from cms.collecting.models import CollectedItem, Source
from cms.collecting.policies import VIEW_LINKS
from cms.collecting.services.sources import APPROVED, UNAPPROVED

register_snippet(CollectingViewSetGroup)

_OURS = ("approve_source", "check_source", "decide_collecteditem")


@hooks.register("register_admin_urls")
def collecting_addresses() -> list[URLPattern]:
    """The inbox, a story, what is done with a source, the links."""
    return [
        path("collecting/news/", InboxView.as_view(), name="collecting_inbox"),
        path("collecting/news/<int:pk>/", StoryView.as_view(), name="collecting_story"),
        path("collecting/sources/<int:pk>/act/", act, name="collecting_source_act"),
        path("reports/broken-links/", LinkReportView.as_view(), name="collecting_links"),
        path(
            "reports/broken-links/results/",
            LinkReportView.as_view(results_only=True),
            name="collecting_links_results",
        ),
    ]


class LinksMenuItem(MenuItem):
    """The report, for who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(VIEW_LINKS)


@hooks.register("register_reports_menu_item")
def links_in_reports() -> MenuItem:
    """The report of broken links."""
    return LinksMenuItem(
        _("失效链接"), reverse_lazy("collecting_links"), name="broken-links", icon_name="link", order=720
    )


@hooks.register("construct_homepage_panels")
def collecting_panels(request: HttpRequest, panels: list[Component]) -> None:
    """What waits, what is overdue, what leads nowhere."""
    panels.extend([WaitingNewsPanel(), SourcesPanel(), BrokenLinksPanel()])


@hooks.register("insert_global_admin_css")
def collecting_styles() -> SafeString:
    """The inbox and a story with its like beside it."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/collecting.css"))


@hooks.register("register_permissions")
def our_permissions() -> QuerySet[Permission]:
    """Let an administrator see and give what is ours."""
    return Permission.objects.filter(content_type__app_label="collecting", codename__in=_OURS)


@hooks.register("before_delete_snippet")
def sources_of_stories_stay(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Where a story came from is part of it: such a source is switched off instead."""
    keys = [one.pk for one in instances if isinstance(one, Source)]
    if CollectedItem.objects.filter(source__in=keys).exists():
        messages.error(request, _("已经采集过新闻的来源不能删除：不再需要的，请打开它，去掉“启用”。"))
        return redirect("wagtailsnippets_collecting_source:list")
    return None


@hooks.register("register_log_actions")
def source_acts(actions: LogActionRegistry) -> None:
    """What the history of a source says."""
    actions.register_action(APPROVED, _("批准采集"), _("批准采集"))
    actions.register_action(UNAPPROVED, _("取消批准"), _("取消批准"))
