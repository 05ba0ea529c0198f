"""报告 → 机构发布申请: what waits, what was decided; and one application with the page it asks for, to decide on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_filters import FilterSet
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.institution_notices.forms import ReasonForm
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.policies import acts_for, may
from portal.institution_notices.presenting import timeline
from portal.institution_notices.services import deciding
from portal.institution_notices.states import Act, ApplicationState

VIEW = "institution_notices.view_noticeapplication"
SEEN = [state for state in ApplicationState.choices if state[0] != ApplicationState.DRAFT]


class ApplicationFilterSet(WagtailFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("状态"), choices=SEEN)

    class Meta:
        model = NoticeApplication
        fields = ["state"]


class ApplicationReportView(ReportView):
    """One row an application; drafts are the institution's own business."""

    model = NoticeApplication
    page_title = _("机构发布申请")
    header_icon = "mail"
    index_url_name = "notice_application_report"
    index_results_url_name = "notice_application_report_results"
    filterset_class: type[FilterSet] = ApplicationFilterSet
    permission_policy = ModelPermissionPolicy(NoticeApplication)
    permission_required = "view"
    paginate_by = 50
    columns = [
        TitleColumn("title", label=_("标题"), get_url=lambda one: reverse("notice_application_decide", args=[one.pk])),
        Column("institution", label=_("机构")),
        Column("get_notice_kind_display", label=_("类型")),
        Column("stands", label=_("状态")),
        DateColumn("submitted_at", label=_("提交时间")),
        DateColumn("decided_at", label=_("审核时间")),
    ]
    list_export = ["title", "institution", "get_notice_kind_display", "stands", "submitted_at", "decided_at"]
    export_headings = {
        "title": _("标题"),
        "institution": _("机构"),
        "get_notice_kind_display": _("类型"),
        "stands": _("状态"),
        "submitted_at": _("提交时间"),
        "decided_at": _("审核时间"),
    }

    def get_base_queryset(self) -> QuerySet[NoticeApplication]:
        """What waits first, the longest waiting before the others."""
        return handed_in().order_by("-state", "submitted_at", "pk")


def handed_in() -> QuerySet[NoticeApplication]:
    """Applications an editor may see."""
    return NoticeApplication.objects.exclude(state=ApplicationState.DRAFT).select_related("institution", "page")


@permission_required(VIEW)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would be published; approve it, return it or refuse it with a reason."""
    shown = get_object_or_404(handed_in(), pk=pk)
    act = request.POST.get("act", "")
    form = ReasonForm(request.POST if act in (Act.RETURN, Act.REFUSE) else None)
    problem = ""
    if request.method == "POST":
        try:
            if _decided(request, shown, act, form):
                messages.success(request, _t("“%(title)s”已处理，机构会收到消息。") % {"title": shown.title})
                return redirect("notice_application_report")
        except ValidationError as error:
            problem = " ".join(error.messages)
            shown = get_object_or_404(handed_in(), pk=pk)
    context: dict[str, Any] = {
        "application": shown,
        "seen": shown.updated_at.isoformat(),
        "body": _body(shown),
        "form": form,
        "problem": problem,
        "acts": [found.value for found in acts_for(request.user, shown)],
        "findings": deciding.wording_of(shown) if shown.state == ApplicationState.SUBMITTED else [],
        "events": timeline(shown),
    }
    return TemplateResponse(request, "institution_notices/admin/decide.html", context)


def _decided(request: HttpRequest, shown: NoticeApplication, act: str, form: ReasonForm) -> bool:
    if act not in (Act.APPROVE, Act.RETURN, Act.REFUSE) or not may(request.user, Act(act), shown):
        raise PermissionDenied
    if act == Act.APPROVE:
        is_confirmed = "wording" in request.POST
        deciding.approve_application(shown, by=request.user, seen=_seen(request), is_confirmed=is_confirmed)
        return True
    if not form.is_valid():
        return False
    service = deciding.return_application if act == Act.RETURN else deciding.refuse_application
    service(shown, form.cleaned_data["reason"], by=request.user, seen=_seen(request))
    return True


def _seen(request: HttpRequest) -> datetime:
    """When what the editor read had last been changed; a form that does not say it did not come from the page."""
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        raise ValidationError(_t("请从申请的页面重新打开，再审核。")) from None


def _body(shown: NoticeApplication) -> SafeString:
    return mark_safe(deciding.html_of(shown.text))  # noqa: S308 - html_of escapes
