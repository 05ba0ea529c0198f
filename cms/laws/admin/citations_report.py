"""报告 → 引用待核对: the citations on public pages whose article is no longer what it was, and those it will change for."""

from __future__ import annotations

from datetime import date

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import FilterSet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_models
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.templatetags.dates import chinese_date
from cms.laws.models import Citation, CitationState
from cms.laws.services.checking_citations import citations_to_review
from portal.common.clock import request_today

PERMISSION = "laws.view_citation"
COMING = "coming"
_STATES = [
    *((state.value, state.label) for state in CitationState if state != CitationState.CURRENT),
    (COMING, gettext_lazy("将有变动")),
]


def cited_on_pages(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    """Those of Wagtail's pages: what else cites the law (an answer to somebody) may not be everybody's to see."""
    types = ContentType.objects.get_for_models(*get_page_models(), for_concrete_models=False)
    return citations.filter(content_type__in=list(types.values()))


def what_happened(row: Citation) -> str:
    """What became of the article, in a word or two."""
    if row.needs_review:
        return str(row.get_state_display())
    return _("将有变动")


def since_when(row: Citation) -> str:
    """The day of it; where nobody knows, the day we noticed."""
    if row.changed_on or (row.changes_on and not row.needs_review):
        return chinese_date(row.changed_on or row.changes_on)
    return _("%(day)s发现") % {"day": chinese_date(row.noticed_on)} if row.noticed_on else ""


def citing_title(row: Citation) -> str:
    """The name of the page that cites."""
    return str(row.citing) if row.citing is not None else _("（已删除）")


def edit_address(row: Citation) -> str:
    """Where the page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[row.object_id]) if isinstance(row.citing, Page) else ""


class CitationFilterSet(WagtailFilterSet):
    """By what happened, and by law."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("状况"), choices=_STATES, method="with_state")
    law = django_filters.CharFilter(
        label=gettext_lazy("法律名称"), field_name="instrument__title", lookup_expr="icontains"
    )

    class Meta:
        model = Citation
        fields = ["state", "law"]

    def with_state(self, rows: QuerySet[Citation], name: str, value: str) -> QuerySet[Citation]:
        """Keep one state; what is still to come has no state of its own."""
        return rows.filter(needs_review=False) if value == COMING else rows.filter(needs_review=True, state=value)


class CitationReportView(ReportView):
    """One row a citation, the latest change first."""

    model = Citation
    page_title = gettext_lazy("引用待核对")
    header_icon = "openquote"
    index_url_name = "citations_report"
    index_results_url_name = "citations_report_results"
    filterset_class: type[FilterSet] = CitationFilterSet
    permission_policy = ModelPermissionPolicy(Citation)
    permission_required = "view"
    paginate_by = 50
    export_filename = "citations-to-review"
    columns = [
        TitleColumn("page", label=gettext_lazy("页面"), accessor=citing_title, get_url=edit_address, width="34%"),
        Column("place", label=gettext_lazy("引用条文"), accessor="place"),
        Column("happened", label=gettext_lazy("变动"), accessor=what_happened, width="12%"),
        Column("since", label=gettext_lazy("起始日期"), accessor=since_when, width="16%"),
        Column("read_on", label=gettext_lazy("查阅日期"), accessor=lambda row: chinese_date(row.read_on), width="12%"),
    ]
    list_export = [
        "citing",
        "place",
        "get_state_display",
        "changed_on",
        "changes_on",
        "noticed_on",
        "read_on",
        "object_id",
    ]
    export_headings = {
        "citing": gettext_lazy("页面"),
        "place": gettext_lazy("引用条文"),
        "get_state_display": gettext_lazy("状况"),
        "changed_on": gettext_lazy("变动日期"),
        "changes_on": gettext_lazy("将变动日期"),
        "noticed_on": gettext_lazy("发现日期"),
        "read_on": gettext_lazy("查阅日期"),
        "object_id": gettext_lazy("页面编号"),
    }

    def get_base_queryset(self) -> QuerySet[Citation]:
        """What has changed; what will change is asked for by its filter."""
        return cited_on_pages(citations_to_review(date.max)).prefetch_related("citing")

    def filter_queryset(self, queryset: QuerySet[Citation]) -> QuerySet[Citation]:
        """Without a filter only what has happened."""
        if not self.request.GET.get("state"):
            today = request_today(self.request)
            queryset = queryset.filter(Q(needs_review=True) | Q(changes_on__lte=today))
        return super().filter_queryset(queryset)
