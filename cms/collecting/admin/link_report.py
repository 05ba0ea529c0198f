"""报告 → 失效链接: what public pages link to and is not there any more."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django_filters import FilterSet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.collecting.admin.source_list import day_and_hour
from cms.collecting.models import CheckedLink, LinkState

WRONG = (LinkState.BROKEN, LinkState.FAILING)


class LinkFilterSet(WagtailFilterSet):
    """By state; without it those that are wrong."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("状态"), choices=LinkState.choices)

    class Meta:
        model = CheckedLink
        fields: ClassVar[list[str]] = ["state"]


class LinkReportView(ReportView):
    """One row a link of a page, the longest broken first."""

    model = CheckedLink
    page_title = gettext_lazy("失效链接")
    header_icon = "link"
    index_url_name = "collecting_links"
    index_results_url_name = "collecting_links_results"
    filterset_class: type[FilterSet] = LinkFilterSet
    permission_policy = ModelPermissionPolicy(CheckedLink)
    permission_required = "view"
    paginate_by = 50
    export_filename = "broken-links"
    columns = [
        TitleColumn(
            "page",
            label=gettext_lazy("页面"),
            accessor="page.title",
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
            width="30%",
        ),
        Column("url", label=gettext_lazy("链接"), accessor="url", width="30%"),
        Column("state", label=gettext_lazy("状态"), accessor="get_state_display"),
        Column("words", label=gettext_lazy("说明"), accessor="words"),
        Column("since", label=gettext_lazy("自何时起"), accessor=lambda row: day_and_hour(row.since)),
        Column("checked_at", label=gettext_lazy("上次检查"), accessor=lambda row: day_and_hour(row.checked_at)),
    ]
    list_export = ["page.title", "url", "get_state_display", "words", "since", "checked_at"]
    export_headings = {
        "page.title": gettext_lazy("页面"),
        "url": gettext_lazy("链接"),
        "get_state_display": gettext_lazy("状态"),
        "words": gettext_lazy("说明"),
        "since": gettext_lazy("自何时起"),
        "checked_at": gettext_lazy("上次检查"),
    }

    def get_base_queryset(self) -> QuerySet[CheckedLink]:
        """With the pages' titles."""
        return CheckedLink.objects.select_related("page").order_by("-state", "since", "pk")

    def filter_queryset(self, queryset: QuerySet[CheckedLink]) -> QuerySet[CheckedLink]:
        """Without a filter only what is wrong."""
        if not self.request.GET.get("state"):
            queryset = queryset.filter(state__in=WRONG)
        return super().filter_queryset(queryset)
