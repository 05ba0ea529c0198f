"""The consultation service's place in the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from portal.consultations.admin.calendar_import import CalendarImportView
from portal.consultations.admin.dashboard import UnknownYearPanel
from portal.consultations.admin.time_limits import TimeLimitsViewSetGroup
from portal.consultations.models import SlaPolicy

register_snippet(TimeLimitsViewSetGroup)


@hooks.register("register_admin_urls")
def time_limit_addresses() -> list[URLPattern]:
    """Importing a year's calendar."""
    return [
        path("consultations/calendar/import/", CalendarImportView.as_view(), name="consultations_calendar_import"),
    ]


@hooks.register("before_delete_snippet")
def used_policies_stay(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """What a deadline was worked out by explains it for as long as the deadline is on file."""
    if any(isinstance(instance, SlaPolicy) and instance.was_used for instance in instances):
        messages.error(request, _("已经有咨询按这条时限计算，不能删除。请新增一条，写明从哪一天起。"))
        return redirect("wagtailsnippets_consultations_slapolicy:list")
    return None


@hooks.register("construct_homepage_panels")
def unknown_year_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Next year's holidays, as long as nobody imported them."""
    panels.append(UnknownYearPanel())
