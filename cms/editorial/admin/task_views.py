"""报告 → 选题任务: what people searched for in vain, as work; and the page of one task with its acts."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_filters import FilterSet
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminPageChooser
from wagtail.permission_policies import ModelPermissionPolicy

from cms.editorial.base import EditorialPage
from cms.editorial.editorial_task import EditorialTask, TaskOrigin, TaskState
from cms.editorial.services import topic_tasks


class TaskFilterSet(WagtailFilterSet):
    """By state and origin."""

    state = django_filters.MultipleChoiceFilter(
        label=_("状态"), choices=TaskState.choices, widget=forms.CheckboxSelectMultiple
    )
    origin = django_filters.ChoiceFilter(label=_("由来"), choices=TaskOrigin.choices)

    class Meta:
        model = EditorialTask
        fields = ["state", "origin"]


class TaskReportView(ReportView):
    """One row the words; what is open first, then the most asked."""

    model = EditorialTask
    page_title = _("选题任务")
    header_icon = "help"
    index_url_name = "editorial_tasks"
    index_results_url_name = "editorial_tasks_results"
    filterset_class: type[FilterSet] = TaskFilterSet
    permission_policy = ModelPermissionPolicy(EditorialTask)
    any_permission_required = ["view", "change"]
    paginate_by = 50
    columns = [
        TitleColumn("words", label=_("搜索词"), get_url=lambda task: reverse("editorial_task", args=[task.pk])),
        Column("get_origin_display", label=_("由来")),
        Column("times", label=_("七天内次数")),
        DateColumn("last_seen_on", label=_("最近出现")),
        Column("get_state_display", label=_("状态")),
        Column("assignee", label=_("处理人")),
    ]
    list_export = [
        "words",
        "get_origin_display",
        "times",
        "first_seen_on",
        "last_seen_on",
        "get_state_display",
        "reason",
    ]
    export_headings = {
        "words": _("搜索词"),
        "get_origin_display": _("由来"),
        "times": _("七天内次数"),
        "first_seen_on": _("首次出现"),
        "last_seen_on": _("最近出现"),
        "get_state_display": _("状态"),
        "reason": _("不做的理由"),
    }

    def get_base_queryset(self) -> QuerySet[EditorialTask]:
        """Every task."""
        return EditorialTask.objects.select_related("assignee").order_by("-state", "-times", "words")


class DismissForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("不做的理由"),
        max_length=200,
        widget=forms.TextInput,
        error_messages={"required": _("请写明不做的理由，例如：不是法律问题。")},
    )


class FinishForm(forms.Form):
    """Which page answers."""

    page = forms.ModelChoiceField(
        label=_("哪个页面回答了它"),
        queryset=EditorialPage.objects.live(),
        required=False,
        widget=AdminPageChooser(target_models=[EditorialPage]),
        help_text=_("不是由一个页面回答的，可以不选。"),
    )


@permission_required(topic_tasks.PERMISSION)
@require_http_methods(["GET", "POST"])
def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a task, and do with it what the button said."""
    task = get_object_or_404(EditorialTask.objects.select_related("page", "assignee"), pk=pk)
    act = request.POST.get("act", "")
    dismissing = DismissForm(request.POST if act == "dismiss" else None)
    finishing = FinishForm(request.POST if act == "finish" else None, initial={"page": task.page_id})
    answer = _act(request, task, act, dismissing, finishing) if request.method == "POST" else None
    if answer is not None:
        return answer
    context: dict[str, Any] = {"task": task, "dismissing": dismissing, "finishing": finishing}
    context["is_closed"] = task.state in (TaskState.DONE, TaskState.DISMISSED)
    context["search"] = reverse("search")
    return TemplateResponse(request, "editorial/admin/task.html", context)


def _act(
    request: HttpRequest, task: EditorialTask, act: str, dismissing: DismissForm, finishing: FinishForm
) -> HttpResponse | None:
    """Do an act and lead on; None when the form must be shown again."""
    if act == "write":
        page = topic_tasks.begin_answer(task, by=request.user)
        return redirect("wagtailadmin_pages:edit", page.pk)
    if act == "take":
        topic_tasks.take_task(task, by=request.user)
    elif act == "reopen":
        topic_tasks.reopen_task(task, by=request.user)
    elif act == "finish" and finishing.is_valid():
        topic_tasks.finish_task(task, finishing.cleaned_data["page"], by=request.user)
    elif act == "dismiss" and dismissing.is_valid():
        try:
            topic_tasks.dismiss_task(task, dismissing.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            dismissing.add_error(None, error)
            return None
    else:
        return None
    messages.success(request, _t("“%(words)s”已更新。") % {"words": task.words})
    return redirect("editorial_tasks")
