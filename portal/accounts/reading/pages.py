"""报告 → 全部页面: a list, a page about each, and each revision as readers would see it. Nothing here takes a form."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_filters import FilterSet
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, PageLogEntry, Revision, get_page_content_types
from wagtail.permission_policies import ModelPermissionPolicy

PERMISSION = "wagtailcore.view_page"
PER_PAGE = 50


class EveryPageFilterSet(WagtailFilterSet):
    """By words of the title, public or not, and kind."""

    title = django_filters.CharFilter(label=_("标题"), lookup_expr="icontains")
    live = django_filters.BooleanFilter(label=_("已发布"))
    content_type = ContentTypeFilter(
        label=_("类型"), queryset=lambda request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields = ["title", "live", "content_type"]


class EveryPageView(ReportView):
    """One row a page, what was changed last first."""

    model = Page
    page_title = _("全部页面")
    header_icon = "view"
    index_url_name = "every_page"
    index_results_url_name = "every_page_results"
    filterset_class: type[FilterSet] = EveryPageFilterSet
    permission_policy = ModelPermissionPolicy(Page)
    permission_required = "view"
    paginate_by = PER_PAGE
    default_ordering = "-latest_revision_created_at"
    columns = [
        TitleColumn("draft_title", label=_("标题"), get_url=lambda page: reverse("read_page", args=[page.pk])),
        Column("page_type_display_name", label=_("类型"), width="14%"),
        Column("status_string", label=_("状态"), width="14%"),
        DateColumn("latest_revision_created_at", label=_("最近修改"), width="14%"),
        Column("owner", label=_("创建人"), width="14%"),
        Column("url_path", label=_("位置"), width="18%"),
    ]
    list_export = ["draft_title", "page_type_display_name", "status_string", "latest_revision_created_at", "url_path"]
    export_headings = {
        "draft_title": _("标题"),
        "page_type_display_name": _("类型"),
        "status_string": _("状态"),
        "latest_revision_created_at": _("最近修改"),
        "url_path": _("位置"),
    }

    def get_base_queryset(self) -> QuerySet[Page]:
        """Every page but the root, with what the row shows."""
        rows = Page.objects.exclude(depth=1).select_related("content_type", "owner").defer_streamfields()
        return rows.annotate_approved_schedule().order_by("-latest_revision_created_at", "-pk")


@never_cache
@require_safe
@permission_required(PERMISSION, raise_exception=True)
def read_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a page is, its revisions, and what was done to it by whom."""
    page = get_object_or_404(Page.objects.exclude(depth=1).select_related("owner", "locked_by"), pk=pk)
    revisions = Revision.page_revisions.filter(object_id=str(page.pk)).select_related("user").defer("content")
    shown = Paginator(revisions.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    entries = PageLogEntry.objects.filter(page=page.pk).select_related("user").order_by("-timestamp")[:PER_PAGE]
    context: dict[str, Any] = {
        "page": page,
        "facts": _facts(page),
        "revisions": [
            {
                "pk": revision.pk,
                "at": revision.created_at,
                "by": _name(revision.user),
                "is_live": revision.pk == page.live_revision_id,
                "is_latest": revision.pk == page.latest_revision_id,
            }
            for revision in shown
        ],
        "number": shown.number,
        "pages": shown.paginator.num_pages,
        "acts": [{"at": entry.timestamp, "by": _name(entry.user), "words": _words(entry)} for entry in entries],
    }
    return TemplateResponse(request, "accounts/reading/page.html", context)


@never_cache
@require_safe
@permission_required(PERMISSION, raise_exception=True)
def read_revision(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """A revision of a page as readers would see it; changes nothing, publishes nothing."""
    kept = get_object_or_404(Revision.page_revisions.filter(object_id=str(pk)), pk=revision)
    page = kept.as_object()
    answer: HttpResponse = page.make_preview_request(request, page.default_preview_mode)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _facts(page: Page) -> list[tuple[Any, Any]]:
    return [
        (_("类型"), page.page_type_display_name),
        (_("状态"), page.status_string),
        (_("位置"), page.url_path),
        (_("创建人"), _name(page.owner)),
        (_("首次发布"), page.first_published_at),
        (_("最近发布"), page.last_published_at),
        (_("最近修改"), page.latest_revision_created_at),
        (_("锁定"), _name(page.locked_by) if page.locked else ""),
    ]


def _name(user: Any) -> str:
    return user.get_full_name() if user is not None else ""


def _words(entry: PageLogEntry) -> Any:
    return entry.formatter.format_message(entry) if entry.formatter else entry.action
