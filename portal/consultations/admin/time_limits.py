"""办理时限、工作日历、服务时间 as snippets: the administrator changes them, the auditor reads them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.consultations.models import CalendarDay, ServiceHours, SlaPolicy

IMPORT = "consultations.add_calendarday"


class SlaPolicyViewSet(SnippetViewSet):
    """办理时限: one that was used is never changed."""

    model = SlaPolicy
    icon = "time"
    menu_label = _("办理时限")
    list_display: ClassVar[list[Any]] = [
        "__str__",
        "channel",
        "valid_from",
        BooleanColumn("pauses", label=_("等待补充时暂停")),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "channel"]
    copy_view_enabled = False
    inspect_view_enabled = True
    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("channel")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("unit")]),
        FieldPanel("pauses"),
        FieldPanel("valid_from", help_text=_("从这一天起开始的事项按这一条算；以前开始的不变。")),
    ]


class CalendarDayViewSet(SnippetViewSet):
    """工作日历: what a row says of a day counts before the program's own calendar."""

    model = CalendarDay
    icon = "calendar"
    menu_label = _("工作日历")
    list_per_page = 50
    list_display: ClassVar[list[Any]] = ["day", BooleanColumn("is_working", label=_("上班")), "name", "source"]
    list_filter: ClassVar[dict[str, list[str]]] = {"day": ["year"], "is_working": ["exact"]}
    search_fields: ClassVar[list[str]] = ["name", "source"]
    copy_view_enabled = False
    inspect_view_enabled = True
    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("is_working")]),
        FieldPanel("name"),
        FieldPanel("source", help_text=_("例如：国务院办公厅关于2027年部分节假日安排的通知。")),
    ]


class ServiceHoursViewSet(SnippetViewSet):
    """服务时间: what limits in service hours count."""

    model = ServiceHours
    icon = "time"
    menu_label = _("服务时间")
    list_display: ClassVar[list[str]] = ["__str__"]
    copy_view_enabled = False
    inspect_view_enabled = True
    panels: ClassVar[list[Panel]] = [
        FieldPanel("weekday", help_text=_("调休上班的周末没有自己的时间时，按星期一的时间。")),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
    ]


class ImportMenuItem(MenuItem):
    """The way to importing a year, for who may."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(IMPORT)


class TimeLimitsViewSetGroup(SnippetViewSetGroup):
    """The menu 咨询时限."""

    items = (SlaPolicyViewSet, CalendarDayViewSet, ServiceHoursViewSet)
    menu_label = _("咨询时限")
    menu_icon = "time"
    menu_name = "time-limits"
    menu_order = 320

    def get_submenu_items(self) -> list[MenuItem]:
        """The tables, and importing a year."""
        item = ImportMenuItem(
            _("导入一年的放假安排"),
            reverse_lazy("consultations_calendar_import"),
            name="calendar-import",
            icon_name="upload",
            order=9,
        )
        return [*super().get_submenu_items(), item]
