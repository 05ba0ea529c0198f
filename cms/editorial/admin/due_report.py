"""报告 → 待复核内容: every editorial page by the day it is to be read again; filtered, exported."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import PAGE_MODELS

KINDS = [(model._meta.model_name, model._meta.verbose_name) for model in PAGE_MODELS.values()]


class DueFilterSet(WagtailFilterSet):
    """By kind and by day."""

    kind = django_filters.ChoiceFilter(label=_("类型"), field_name="content_type__model", choices=KINDS)
    review_due_on = django_filters.DateFromToRangeFilter(label=_("下次复核日期"), widget=DateRangePickerWidget)

    class Meta:
        model = EditorialPage
        fields = ["kind", "review_due_on"]


class DueReportView(ReportView):
    """One row a live page, what is longest overdue first; those without a day last."""

    model = EditorialPage
    page_title = _("待复核内容")
    header_icon = "calendar-check"
    index_url_name = "editorial_due_report"
    index_results_url_name = "editorial_due_report_results"
    filterset_class: type[FilterSet] = DueFilterSet
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    paginate_by = 50
    columns = [
        TitleColumn("title", label=_("标题"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])),
        Column("content_type", label=_("类型"), accessor=lambda page: page.cached_content_type.name),
        DateColumn("review_due_on", label=_("下次复核")),
        DateColumn("last_reviewed_on", label=_("最近审核")),
        Column("reviewer_name", label=_("审核人")),
        Column("author_name", label=_("作者")),
    ]
    list_export = ["title", "content_type", "review_due_on", "last_reviewed_on", "reviewer_name", "author_name", "url"]
    export_headings = {
        "title": _("标题"),
        "content_type": _("类型"),
        "review_due_on": _("下次复核"),
        "last_reviewed_on": _("最近审核"),
        "reviewer_name": _("审核人"),
        "author_name": _("作者"),
        "url": _("网址"),
    }

    def get_base_queryset(self) -> QuerySet[Any]:
        """Every live page."""
        return EditorialPage.objects.live().order_by(F("review_due_on").asc(nulls_last=True), "pk")
