"""Findings of a page's draft: as a part of its form that is read anew, and as a page of its own with all words in place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core.page_text import page_text
from cms.wording.admin.panel import findings_context
from cms.wording.admin.settling import settle, typed
from cms.wording.checking import check
from cms.wording.excerpts import marked
from cms.wording.page_check import check_page
from cms.wording.rules import active_rules


def draft_of(request: HttpRequest, pk: int) -> Page:
    """The draft of a page that this person may edit or publish; nobody else learns that it exists."""
    page = get_object_or_404(Page, pk=pk)
    permissions = page.permissions_for_user(request.user)
    if not (permissions.can_edit() or permissions.can_publish()):
        raise PermissionDenied
    draft: Page = page.get_latest_revision_as_object()
    return draft


@require_safe
def findings_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for the panel, read again after the draft has been saved."""
    draft = draft_of(request, pk)
    return render(
        request, "wording/admin/panel_findings.html", findings_context(check_page(draft), draft, request.user)
    )


class PageWordingView(WagtailAdminTemplateMixin, TemplateView):
    """检查用语: the whole draft with its words marked, and the way to settle them."""

    template_name = "wording/admin/page.html"
    page_title = gettext_lazy("检查用语")
    header_icon = "clipboard-list"
    _show_breadcrumbs = True
    draft: Page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for who may edit or publish the page."""
        self.draft = draft_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Which page."""
        return str(self.draft.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the page, here."""
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.draft.pk]), "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": _("检查用语")}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Settle findings for doors that have no form for it (approval from a list, many at once); publishing is done there,
        once more."""
        settled = settle(check_page(self.draft), request.POST, request.user)
        for problem in settled.problems:
            messages.error(request, problem)
        if settled.problems or not (settled.confirmed or settled.overridden):
            return self.render_to_response(self.get_context_data(**typed(request.POST)))
        settled.record(self.draft, request.user)
        messages.success(request, _("已经记下。请再发布一次，或者再批准一次。"))
        return redirect("wording_page", self.draft.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The findings in a list, and below it the passages that have any."""
        rules = active_rules("pages")
        passages = [(passage, check(passage.text, rules)) for passage in page_text(self.draft)]
        texts = [
            {"label": passage.label, "segments": marked(passage.text, findings)}
            for passage, findings in passages
            if findings
        ]
        shown = findings_context(check_page(self.draft), self.draft, self.request.user)
        return super().get_context_data(draft=self.draft, texts=texts, **shown, **kwargs)
