"""One source: how it stands, what may be done, what came of the last looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.snippets.views.snippets import InspectView

from cms.collecting.admin.source_list import condition, day_and_hour
from cms.collecting.models import Source
from cms.collecting.policies import APPROVE_SOURCES, CHANGE_SOURCES, CHECK_SOURCES
from cms.collecting.services.checking import check_by_hand
from cms.collecting.services.collecting import ask_for_collecting
from cms.collecting.services.sources import approve, withdraw_approval
from cms.collecting.tasks import collect_source

CHECKS_SHOWN = 20


class SourceInspectView(InspectView):
    """The page of a source."""

    template_name = "collecting/admin/source.html"

    def get_fields_context(self) -> list[Any]:
        """Shown by ``facts`` instead."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Facts, what this person may do, the last looks."""
        source, user = self.object, self.request.user
        may_approve = user.has_perm(APPROVE_SOURCES)
        return {
            **super().get_context_data(**kwargs),
            "source": source,
            "condition": condition(source),
            "facts": _facts(source),
            "checks": source.checks.select_related("by")[:CHECKS_SHOWN],
            "may_approve": source.is_fetched and not source.is_approved and may_approve,
            "may_unapprove": source.is_approved and may_approve,
            "may_collect": source.is_approved and source.is_active and user.has_perm(CHANGE_SOURCES),
            "may_check": not source.is_fetched and user.has_perm(CHECK_SOURCES),
            "waits_for_approval": source.is_fetched and not source.is_approved,
        }


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what a button of that page says. Who may is asked by the service."""
    source = get_object_or_404(Source, pk=pk)
    acts: dict[str, Callable[[], str]] = {
        "approve": lambda: _approve(source, request),
        "unapprove": lambda: _unapprove(source, request),
        "collect": lambda: _collect(source, request),
        "check": lambda: _check(source, request),
    }
    chosen = acts.get(request.POST.get("act", ""))
    if chosen is not None:
        try:
            messages.success(request, chosen())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    return redirect("wagtailsnippets_collecting_source:inspect", source.pk)


def _approve(source: Source, request: HttpRequest) -> str:
    approve(source, by=request.user)
    return _("已批准，一小时之内开始采集。")


def _unapprove(source: Source, request: HttpRequest) -> str:
    withdraw_approval(source, by=request.user)
    return _("已取消批准，不再采集。")


def _collect(source: Source, request: HttpRequest) -> str:
    ask_for_collecting(source, by=request.user, wake=collect_source.delay)
    return _("已经开始采集，稍后刷新本页看结果。")


def _check(source: Source, request: HttpRequest) -> str:
    has_news = request.POST.get("has_news") == "on"
    check_by_hand(source, by=request.user, has_news=has_news, words=request.POST.get("words", "").strip())
    return _("已记下：今天已核对。")


def _facts(source: Source) -> list[tuple[str, str]]:
    facts = [
        (_("内容"), source.get_kind_display()),
        (_("方式"), source.get_way_display()),
        (_("网址"), source.address),
        (_("只采集网址以此开头的"), source.only_under),
        (_("导入的文件或者目录"), source.import_path),
        (_("间隔"), _("%(hours)d 小时") % {"hours": source.interval_hours}),
        (_("负责人"), str(source.responsible or "")),
        (_("上次成功"), day_and_hour(source.last_success_at)),
        (_("应在此前核对"), day_and_hour(source.due_at)),
        (_("批准"), f"{source.approved_by} {day_and_hour(source.approved_at)}" if source.is_approved else ""),
        (_("备注"), source.note),
    ]
    return [(name, words) for name, words in facts if words]
