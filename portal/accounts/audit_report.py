"""The audit log in the admin's reports: for the auditor and administrators, to read, filter and export."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.common.audit.models import Act, AuditEntry

PERMISSION = "common.view_auditentry"


class AuditFilterSet(WagtailFilterSet):
    """By act, account and day."""

    act = django_filters.ChoiceFilter(label=_("行为"), choices=Act)
    actor_name = django_filters.CharFilter(label=_("账户"), lookup_expr="icontains")
    at = django_filters.DateFromToRangeFilter(label=_("时间"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["act", "actor_name", "at"]


class AuditReportView(ReportView):
    """One row an act, the latest first. Whoever exports it stands in it (``exports.py``)."""

    model = AuditEntry
    page_title = _("审计记录")
    header_icon = "history"
    index_url_name = "audit_report"
    index_results_url_name = "audit_report_results"
    filterset_class: type[FilterSet] = AuditFilterSet
    permission_policy = ModelPermissionPolicy(AuditEntry)
    permission_required = "view"
    paginate_by = 50
    default_ordering = "-id"
    columns = [
        DateColumn("at", label=_("时间"), width="16%"),
        Column("get_act_display", label=_("行为"), width="14%"),
        Column("actor_name", label=_("账户"), width="16%"),
        Column("subject_name", label=_("对象")),
        Column("details_words", label=_("说明")),
        Column("sequence", label=_("序号"), width="8%"),
    ]
    list_export = ["at", "act", "actor_name", "subject", "subject_name", "details", "sequence", "digest"]
    export_headings = {
        "at": _("时间"),
        "act": _("行为"),
        "actor_name": _("账户"),
        "subject": _("对象编号"),
        "subject_name": _("对象"),
        "details": _("说明"),
        "sequence": _("序号"),
        "digest": _("摘要"),
    }

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        """Every row."""
        return AuditEntry.objects.order_by("-id")
