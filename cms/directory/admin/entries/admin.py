"""机构 and 人员 in the menu."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from cms.directory.admin.entries.export import export
from cms.directory.admin.entries.panels import institution_panels, practitioner_panels
from cms.directory.admin.entries.views import EntryCreateView, EntryDeleteView, EntryEditView, EntryInspectView
from cms.directory.admin.filters import (
    DistrictFilter,
    InstitutionKindFilter,
    MissingFilter,
    PractitionerKindFilter,
    StandingFilter,
    StatusFilter,
    TopicFilter,
    WorksAtFilter,
)
from cms.directory.admin.furniture import HistoryPage
from cms.directory.admin.listing import DirectoryAdmin
from cms.directory.admin.permissions import may_see
from cms.directory.admin.searching import find
from cms.directory.catalogue import current_affiliations, with_standing
from cms.directory.models import Affiliation, Institution, Practitioner
from cms.directory.models.enums import EntryStatus, StandingCode
from cms.directory.views.presenting import badge, day_words


class _EntryAdmin(DirectoryAdmin):
    """What both lists share."""

    create_view_class = EntryCreateView
    edit_view_class = EntryEditView
    inspect_view_class = EntryInspectView
    delete_view_class = EntryDeleteView
    history_view_class = HistoryPage
    ordering = ("pinyin", "pk")

    def find(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the name, initials, the beginning of a number."""
        return find(rows, words)

    def may_export(self, user: Any) -> bool:
        """Whoever may read may export: it stands in the log."""
        return may_see(user, self.model)

    def export(self, request: HttpRequest, rows: QuerySet[Any], form: str, filters: str) -> HttpResponseBase:
        """In the columns of the import."""
        return export(request, rows, form, filters)

    @admin.display(description=gettext_lazy("状态"))
    def state(self, entry: Any) -> Any:
        """Whether it is public, and how it stands."""
        words = [] if entry.status == EntryStatus.LISTED else [_("不公开")]
        if entry.standing.code != StandingCode.IN_PRACTICE:
            words.append(badge(entry.standing)["label"])
        if not words:
            return ""
        return format_html_join("", '<span class="dir-tag">{}</span>', ((word,) for word in words))

    @admin.display(description=gettext_lazy("核对日期"))
    def checked(self, entry: Any) -> Any:
        """When it was last compared with its source."""
        return day_words(entry.checked_on)


class InstitutionAdmin(_EntryAdmin):
    """机构."""

    model = Institution
    menu_label = gettext_lazy("机构")
    menu_icon = "home"
    list_display = ("name", "get_kind_display", "district", "numbers", "team", "state", "checked")
    list_filter = (InstitutionKindFilter, StatusFilter, StandingFilter, DistrictFilter, TopicFilter, MissingFilter)
    add_words = gettext_lazy("新增机构")
    empty_words = gettext_lazy("还没有机构。可以逐个新增，也可以用“导入”从表格导入。")
    search_hint = gettext_lazy("名称中的字、拼音首字母、许可证号或者信用代码")

    @cached_property
    def edit_handler(self) -> Panel:
        """The form."""
        return institution_panels()

    def look_up(self, rows: list[Any], today: date) -> None:
        """Standing, and how many work there: three queries."""
        with_standing(rows, today)
        here = Affiliation.objects.current_on(today).filter(institution__in=[row.pk for row in rows])
        counts = dict(here.order_by().values_list("institution").annotate(Count("pk")))
        for row in rows:
            row.team_size = counts.get(row.pk, 0)

    @admin.display(description=gettext_lazy("许可证号、信用代码"))
    def numbers(self, entry: Institution) -> Any:
        """Licence and credit code."""
        found = [number for number in (entry.licence_number, entry.unified_social_credit_code) if number]
        return format_html_join(mark_safe("<br>"), "{}", ((number,) for number in found)) if found else ""

    @admin.display(description=gettext_lazy("执业人员"))
    def team(self, entry: Any) -> Any:
        """How many work there."""
        return str(entry.team_size)

    @admin.display(description=gettext_lazy("类别"))
    def get_kind_display(self, entry: Institution) -> str:
        """律师事务所 …"""
        return str(entry.get_kind_display())


class PractitionerAdmin(_EntryAdmin):
    """人员."""

    model = Practitioner
    menu_label = gettext_lazy("人员")
    menu_icon = "user"
    list_display = ("person", "get_kind_display", "licence_number", "places", "state", "checked")
    list_filter: ClassVar[Any] = (
        WorksAtFilter,
        PractitionerKindFilter,
        StatusFilter,
        StandingFilter,
        TopicFilter,
        MissingFilter,
    )
    add_words = gettext_lazy("新增人员")
    empty_words = gettext_lazy("还没有人员。可以逐个新增，也可以用“导入”从表格导入。")
    search_hint = gettext_lazy("姓名中的字、拼音首字母（例如 zgc）或者执业证号")

    @cached_property
    def edit_handler(self) -> Panel:
        """The form."""
        return practitioner_panels()

    def look_up(self, rows: list[Any], today: date) -> None:
        """Standing and places: four queries."""
        with_standing(rows, today)
        prefetch_related_objects(rows, current_affiliations(today, only_public=False))

    @admin.display(description=gettext_lazy("姓名"))
    def person(self, entry: Practitioner) -> str:
        """The name."""
        return entry.name

    @admin.display(description=gettext_lazy("执业机构"))
    def places(self, entry: Any) -> Any:
        """Where they work."""
        return "、".join(row.institution.name for row in entry.current_affiliations)

    @admin.display(description=gettext_lazy("类别"))
    def get_kind_display(self, entry: Practitioner) -> str:
        """律师 …"""
        return str(entry.get_kind_display())

    def register_indexing(self) -> None:
        """Wagtail says where a photo is used, and warns before it is deleted."""
        super(DirectoryAdmin, self).register_indexing()
