"""撤下新闻: Wagtail's unpublishing for a piece of news, with the reason that readers are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, UnpublishMenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.editorial.news_article import NewsArticle
from cms.editorial.services.news import LONGEST_REASON, withdraw


class WithdrawMenuItem(UnpublishMenuItem):
    """In the menu of a piece of news, in the place of Wagtail's."""

    label = gettext_lazy("撤下")

    def get_url(self, context: dict[str, Any]) -> str:
        """Our page."""
        return reverse("editorial_withdraw", args=[context["page"].pk])


def in_the_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Lead straight to the page that asks for the reason."""
    if isinstance(context.get("page"), NewsArticle):
        items[:] = [WithdrawMenuItem(order=one.order) if type(one) is UnpublishMenuItem else one for one in items]


class WithdrawView(WagtailAdminTemplateMixin, TemplateView):
    """Asks for the reason, shows what readers will see, withdraws."""

    template_name = "editorial/admin/withdraw.html"
    page_title = gettext_lazy("撤下新闻")
    header_icon = "download"
    _show_breadcrumbs = True
    page: NewsArticle

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may."""
        self.page = get_object_or_404(NewsArticle, pk=kwargs["pk"])
        if not self.page.permissions_for_user(request.user).can_unpublish():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Which."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the page, here."""
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": _("撤下新闻")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page and what was typed."""
        return super().get_context_data(page=self.page, longest=LONGEST_REASON, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw."""
        reason = request.POST.get("reason", "")
        try:
            withdraw(self.page, reason, by=request.user)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(reason=reason, errors=error.messages))
        messages.success(request, _("“%(title)s”已撤下。原网址会显示撤下的日期和理由。") % {"title": self.page.title})
        return redirect("wagtailadmin_explore", self.page.get_parent().pk)


def instead_of_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's own page for it asks for no reason: what is sent from there leads to ours."""
    news = NewsArticle.objects.filter(pk=page.pk).first()
    return redirect("editorial_withdraw", news.pk) if news is not None and news.live else None


def not_before_withdrawing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What is public is withdrawn first, so that its address says why."""
    if not NewsArticle.objects.filter(pk=page.pk, live=True).exists():
        return None
    messages.error(request, _("公开的新闻不能直接删除：请先撤下，写明理由。"))
    return redirect("editorial_withdraw", page.pk)


def not_in_bulk(request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> HttpResponse | None:
    """Public news is withdrawn one by one, each with its reason."""
    if action not in ("unpublish", "delete"):
        return None
    pages = [one for one in objects if isinstance(one, Page)]
    paths = [page.path for page in pages]
    live = NewsArticle.objects.filter(live=True)
    if not any(live.filter(path__startswith=path).exists() for path in paths):
        return None
    messages.error(request, _("选中的有公开的新闻：新闻要逐条撤下，写明理由。"))
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
