"""The board's place in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from cms.editorial.knowledge_qa import KnowledgeQA
from portal.public_board.admin.report import PublicReportView, make
from portal.public_board.derived import DerivedQA
from portal.public_board.deriving import waits_for_review


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The list, and the press."""
    results = PublicReportView.as_view(results_only=True)
    return [
        path("reports/consultations/", PublicReportView.as_view(), name="public_board_report"),
        path("reports/consultations/results/", results, name="public_board_report_results"),
        path("reports/consultations/<slug:code>/make/", make, name="public_board_make_qa"),
    ]


class EditorsMenuItem(MenuItem):
    """Shown to who writes or approves pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person does."""
        return page_permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"])


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    """报告 → 公开的咨询."""
    return EditorsMenuItem(
        _("公开的咨询"), reverse("public_board_report"), name="public-board", icon_name="comment", order=65
    )


@hooks.register("before_edit_page")
def say_that_the_source_is_gone(request: HttpRequest, page: Any) -> None:
    """Above the editor of a page whose source was taken back, until it is published anew."""
    if not isinstance(page, KnowledgeQA) or request.method != "GET":
        return
    derived = DerivedQA.objects.filter(page=page, source_gone_at__isnull=False).select_related("page").first()
    if derived is not None and waits_for_review(derived):
        messages.warning(
            request,
            gettext("这篇问答由公开的咨询 %(code)s 做成，那件咨询已经撤下。请复核：改写后重新发布，或者撤下本页。")
            % {"code": derived.code},
        )
