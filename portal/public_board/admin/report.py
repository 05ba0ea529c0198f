"""报告 → 公开的咨询: what is public, with a press that makes a Q&A draft of it; and the pages whose source was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_filters import FilterSet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from cms.core.models import Topic
from portal.public_board.catalogue import case_of, public_publications, public_url
from portal.public_board.deriving import NotPublic, make_draft, waits_for_review
from portal.public_board.models import Publication


class PublicFilterSet(WagtailFilterSet):
    """By topic."""

    topic = django_filters.ModelChoiceFilter(label=_("专题"), queryset=Topic.objects.all())

    class Meta:
        model = Publication
        fields = ["topic"]


def title_of(row: Any) -> str:
    """The public title; of what is not public any more the editors' own."""
    return case_of(row).page.title if row.is_public_now else row.derived_qa.page.title


def address_of(row: Any) -> str | None:
    """Where it is read in public."""
    return public_url(row.code) if row.is_public_now else None


def state_of(row: Any) -> str:
    """What there is of it, and what is to be done."""
    derived = getattr(row, "derived_qa", None)
    if derived is None:
        return ""
    if waits_for_review(derived):
        return _t("来源已撤下，请复核这篇问答")
    return _t("已发布问答") if derived.page.live else _t("已有草稿")


class MakeColumn(Column):
    """The press, or the way to what was made."""

    cell_template_name = "public_board/admin/make_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """What the cell shows."""
        context = super().get_cell_context_data(instance, parent_context)
        derived = getattr(instance, "derived_qa", None)
        return context | {
            "edit_url": reverse("wagtailadmin_pages:edit", args=[derived.page_id]) if derived is not None else "",
            "make_url": reverse("public_board_make_qa", args=[instance.code]),
            "csrf_token": get_token(parent_context["request"]),
        }


class PublicReportView(ReportView):
    """A row each: pages whose source is gone first, then the latest."""

    model = Publication
    page_title = _("公开的咨询")
    header_icon = "comment"
    index_url_name = "public_board_report"
    index_results_url_name = "public_board_report_results"
    filterset_class: type[FilterSet] = PublicFilterSet
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    paginate_by = 50
    columns = [
        TitleColumn("title", label=_("标题"), accessor=title_of, get_url=address_of),
        Column("topic", label=_("专题")),
        DateColumn("published_at", label=_("公开时间")),
        Column("state", label=_("问答"), accessor=state_of),
        MakeColumn("make", label=_("做成知识问答"), accessor="code"),
    ]
    list_export = ["code", "topic", "published_at"]
    export_headings = {"code": _("公开编号"), "topic": _("专题"), "published_at": _("公开时间")}

    def get_base_queryset(self) -> QuerySet[Any]:
        """What is public, and what a page was made of."""
        public = public_publications().select_related(None)
        rows = Publication.objects.annotate(is_public_now=Exists(public.filter(pk=OuterRef("pk"))))
        return (
            rows.filter(Q(is_public_now=True) | Q(derived_qa__source_gone_at__isnull=False))
            .select_related("topic", "derived_qa__page")
            .order_by(F("derived_qa__source_gone_at").desc(nulls_last=True), "-published_at", "-pk")
        )


@require_POST
def make(request: HttpRequest, code: str) -> HttpResponse:
    """The press: to the draft's editor."""
    try:
        page = make_draft(code, by=request.user)
    except NotPublic as error:
        raise Http404 from error
    messages.success(request, _t("已有草稿“%(title)s”。请改写成人人适用的问题和回答。") % {"title": page.title})
    return redirect("wagtailadmin_pages:edit", page.pk)
