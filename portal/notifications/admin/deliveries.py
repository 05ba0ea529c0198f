"""报告 → 未送达的通知: what was refused, given up or too late, and what is being tried again. Addresses are masked."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_filters import FilterSet
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.notifications.models import Delivery, DeliveryState
from portal.notifications.models.deliveries import UNDELIVERED
from portal.notifications.services.resending import RESEND, reason_not_to_resend, resend
from portal.notifications.texts import text_of

VIEW = "notifications.view_delivery"
SHOWN = [state for state in DeliveryState.choices if state[0] != DeliveryState.SENT]


class DeliveryFilterSet(WagtailFilterSet):
    """By state and way."""

    state = django_filters.ChoiceFilter(label=_("状态"), choices=SHOWN)

    class Meta:
        model = Delivery
        fields = ["state", "kind"]


class UndeliveredReportView(ReportView):
    """One row a delivery, the latest first."""

    model = Delivery
    page_title = _("未送达的通知")
    header_icon = "mail"
    index_url_name = "undelivered_report"
    index_results_url_name = "undelivered_report_results"
    filterset_class: type[FilterSet] = DeliveryFilterSet
    permission_policy = ModelPermissionPolicy(Delivery)
    permission_required = "view"
    paginate_by = 50
    columns = [
        TitleColumn(
            "label",
            label=_("内容"),
            accessor=lambda row: label_of(row),
            get_url=lambda row: reverse("undelivered_delivery", args=[row.pk]),
        ),
        Column("get_kind_display", label=_("方式"), width="10%"),
        Column("masked", label=_("地址"), width="16%"),
        Column("get_state_display", label=_("状态"), width="16%"),
        Column("attempts", label=_("尝试次数"), width="8%"),
        Column("last_error", label=_("最近错误"), width="16%"),
        DateColumn("created_at", label=_("时间"), width="12%"),
    ]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        """What did not arrive, and what failed and is tried again."""
        return undelivered()


def undelivered() -> QuerySet[Delivery]:
    """Settled without leaving, or waiting after a failure."""
    again = Q(state=DeliveryState.WAITING, attempts__gt=0)
    return Delivery.objects.filter(Q(state__in=UNDELIVERED) | again).order_by("-created_at", "-pk")


def label_of(delivery: Delivery) -> str:
    """What the text is called; its code where no room registers it any more."""
    try:
        return str(text_of(delivery.text_code).label)
    except LookupError:
        return delivery.text_code


@never_cache
@permission_required(VIEW)
@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one; the button sends it once more."""
    shown = get_object_or_404(undelivered(), pk=pk)
    problem = ""
    if request.method == "POST":
        try:
            resend(shown.pk, by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, _t("已安排重新发送。"))
            return redirect("undelivered_report")
    reason = reason_not_to_resend(shown)
    context: dict[str, Any] = {
        "delivery": shown,
        "label": label_of(shown),
        "problem": problem,
        "reason": reason,
        "can_resend": not reason and request.user.has_perm(RESEND),
    }
    return TemplateResponse(request, "notifications/admin/delivery.html", context, status=409 if problem else 200)
