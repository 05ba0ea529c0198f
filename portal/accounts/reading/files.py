"""报告 → 图片和文件: every image and every file of every collection, for who reads all."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page
from wagtail.permission_policies import ModelPermissionPolicy

_SHOWN = ["title", "collection", "uploaded_by_user", "created_at"]
_HEADINGS = {
    "title": _("标题"),
    "collection": _("文件集"),
    "uploaded_by_user": _("上传人"),
    "created_at": _("上传时间"),
}


class _FileFilterSet(WagtailFilterSet):
    title = django_filters.CharFilter(label=_("标题"), lookup_expr="icontains")
    collection = django_filters.ModelChoiceFilter(label=_("文件集"), queryset=Collection.objects.order_by("path"))


class ImageFilterSet(_FileFilterSet):
    """By title and collection."""

    class Meta:
        model = get_image_model()
        fields = ["title", "collection"]


class DocumentFilterSet(_FileFilterSet):
    """By title and collection."""

    class Meta:
        model = get_document_model()
        fields = ["title", "collection"]


class _EveryFileView(ReportView):
    header_icon = "view"
    permission_policy = ModelPermissionPolicy(Page)  # who reads every page reads what is on them
    permission_required = "view"
    default_ordering = "-created_at"
    list_export = _SHOWN
    export_headings = _HEADINGS
    columns = [
        Column("title", label=_HEADINGS["title"]),
        Column("collection", label=_HEADINGS["collection"], width="18%"),
        Column("uploaded_by_user", label=_HEADINGS["uploaded_by_user"], width="18%"),
        DateColumn("created_at", label=_HEADINGS["created_at"], width="18%"),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """All of them, the latest first."""
        rows: QuerySet[Any] = self.model._default_manager.select_related("collection", "uploaded_by_user")
        return rows.order_by("-created_at", "-pk")


class EveryImageView(_EveryFileView):
    """One row an image."""

    model = get_image_model()
    page_title = _("全部图片")
    index_url_name = "every_image"
    index_results_url_name = "every_image_results"
    filterset_class: type[FilterSet] = ImageFilterSet


class EveryDocumentView(_EveryFileView):
    """One row a file."""

    model = get_document_model()
    page_title = _("全部文件")
    index_url_name = "every_document"
    index_results_url_name = "every_document_results"
    filterset_class: type[FilterSet] = DocumentFilterSet
