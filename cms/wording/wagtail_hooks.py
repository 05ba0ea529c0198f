"""The wording rules' place in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry
from wagtail.snippets.models import register_snippet

from cms.wording.admin.dashboard import HeldPagesPanel
from cms.wording.admin.page_views import PageWordingView, findings_part
from cms.wording.admin.trying import TryView
from cms.wording.admin.viewsets import WordingViewSetGroup
from cms.wording.models import WordingRule
from cms.wording.services.clearing import OVERRIDDEN
from cms.wording.services.holding import HELD

register_snippet(WordingViewSetGroup)


@hooks.register("register_admin_urls")
def wording_addresses() -> list[URLPattern]:
    """Trying the rules; a page's findings, as a page and as a part of its form."""
    return [
        path("wording/try/", TryView.as_view(), name="wording_try"),
        path("wording/pages/<int:pk>/", PageWordingView.as_view(), name="wording_page"),
        path("wording/pages/<int:pk>/findings/", findings_part, name="wording_page_findings"),
    ]


@hooks.register("insert_global_admin_css")
def wording_styles() -> SafeString:
    """The marks and the list of findings."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/wording.css"))


@hooks.register("insert_editor_js")
def findings_follow_the_draft() -> SafeString:
    """Read the findings again after each automatic saving."""
    return format_html('<script src="{}" defer></script>', static("admin/wording.js"))


@hooks.register("construct_homepage_panels")
def held_pages_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Pages that did not go out at their time."""
    panels.append(HeldPagesPanel())


@hooks.register("register_log_actions")
def wording_acts(actions: LogActionRegistry) -> None:
    """What the history of a page says of its words."""

    @actions.register_action(OVERRIDDEN)
    class Overridden(LogFormatter):
        """Somebody let words pass that a rule holds back."""

        label = _lazy("放行用语")

        def format_message(self, entry: PageLogEntry) -> str:
            """Which, and why."""
            return _("放行“%(words)s”：%(reason)s") % {
                "words": "、".join(entry.data.get("words", [])),
                "reason": entry.data.get("reason", ""),
            }

    @actions.register_action(HELD)
    class Held(LogFormatter):
        """The time of publishing came and words held the page back."""

        label = _lazy("没有按时发布")

        def format_message(self, entry: PageLogEntry) -> str:
            """Which words."""
            return _("到时没有发布，用语检查标出“%(words)s”") % {"words": "、".join(entry.data.get("words", []))}


@hooks.register("register_permissions")
def overriding() -> QuerySet[Permission]:
    """Let an administrator see and give the permission to override."""
    return Permission.objects.filter(content_type__app_label="wording", codename="override_wordingrule")


@hooks.register("before_delete_snippet")
def rules_of_the_portal_are_switched_off(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """A rule that came with the portal would come back with the next upgrade: it is switched off instead."""
    if any(isinstance(instance, WordingRule) and instance.code for instance in instances):
        messages.error(request, _("本网自带的规则不能删除：不需要的，请打开它，去掉“启用”。"))
        return redirect("wagtailsnippets_wording_wordingrule:list")
    return None
