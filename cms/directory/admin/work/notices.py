"""告知书: letters to the one concerned, printed and marked as sent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import InspectView

from cms.directory.admin.addresses import folder
from cms.directory.admin.filters import ListFilter, Pairs
from cms.directory.admin.furniture import Furnished, HistoryPage
from cms.directory.admin.history import history_of
from cms.directory.admin.listing import DirectoryAdmin
from cms.directory.admin.permissions import WrittenBySystem, may, may_see
from cms.directory.models import DirectoryNotice
from cms.directory.services.notices import mark_sent
from cms.directory.views.presenting import day_words
from portal.common.clock import SHANGHAI


class SentFilter(ListFilter):
    """Whether it was sent."""

    title = gettext_lazy("寄送")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """To be sent, sent."""
        return [("open", _("尚未寄送")), ("sent", _("已寄送"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one of them."""
        return queryset.filter(sent_at__isnull=self.value() == "open") if self.value() else None


class NoticePage(Furnished, InspectView):
    """A letter."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its text, and whether it is to be sent."""
        notice = self.instance
        context = {
            "notice": notice,
            "addressee": notice.institution or notice.practitioner,
            "print_url": reverse("directory_notice_print", args=[notice.pk]),
            "may_send": notice.sent_at is None and may(self.request.user, "change", DirectoryNotice),
            "history": history_of(notice),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """It was sent."""
        try:
            mark_sent(self.instance, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("已登记寄送。"))
        return redirect(self.action_url("inspect"))

    def get_fields_dict(self) -> list[Any]:
        """None of modeladmin's own listing of columns."""
        return []

    def get_page_title(self) -> str:
        """告知书."""
        return _("告知书：%(number)s") % {"number": self.instance.document_number}

    def trail(self) -> list[dict[str, Any]]:
        """By its number."""
        return [*super().trail()[:2], {"url": "", "label": self.instance.document_number}]

    def get_template_names(self) -> list[str]:
        """Ours."""
        return ["directory/admin/notice.html"]


def print_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter alone, for the printer."""
    if not may_see(request.user, DirectoryNotice):
        raise PermissionDenied
    notice = get_object_or_404(DirectoryNotice, pk=pk)
    return TemplateResponse(request, "directory/admin/letter.html", {"notice": notice})


class NoticeAdmin(DirectoryAdmin):
    """告知书 in the menu, the latest first."""

    model = DirectoryNotice
    permission_helper_class = WrittenBySystem
    pages = frozenset({"index", "inspect", "history"})
    inspect_view_class = NoticePage
    history_view_class = HistoryPage
    menu_label = gettext_lazy("告知书")
    menu_icon = "mail"
    ordering = ("-created_at", "-pk")
    list_display = ("number", "event_words", "addressee", "created", "sent")
    list_filter: ClassVar[Any] = (SentFilter,)
    list_select_related = ("institution", "practitioner", "sent_by")
    empty_words = gettext_lazy("还没有告知书。审核通过或者撤下处罚、处分记录时自动生成。")
    search_hint = gettext_lazy("文号或者收件人")

    def find(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By number or addressee."""
        plain = words.strip()
        return rows.filter(
            Q(document_number__icontains=plain)
            | Q(institution__name__icontains=plain)
            | Q(practitioner__name__icontains=plain)
        )

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """With the print view."""
        printing = path(f"{folder(self.model)}/print/<int:pk>/", print_letter, name="directory_notice_print")
        return (*super().get_admin_urls_for_registration(), printing)

    @admin.display(description=gettext_lazy("文号"))
    def number(self, notice: Any) -> str:
        """文号."""
        return str(notice.document_number)

    @admin.display(description=gettext_lazy("事项"))
    def event_words(self, notice: Any) -> str:
        """公示告知, 撤下告知."""
        return str(notice.get_event_display())

    @admin.display(description=gettext_lazy("收件人"))
    def addressee(self, notice: Any) -> str:
        """To whom."""
        return str(notice.institution or notice.practitioner or "")

    @admin.display(description=gettext_lazy("生成日期"))
    def created(self, notice: Any) -> str:
        """生成日期."""
        return day_words(notice.created_at.astimezone(SHANGHAI).date())

    @admin.display(description=gettext_lazy("寄送"))
    def sent(self, notice: Any) -> Any:
        """寄送."""
        if notice.sent_at is None:
            return format_html('<span class="dir-tag">{}</span>', _("尚未寄送"))
        return f"{day_words(notice.sent_at.astimezone(SHANGHAI).date())} {notice.sent_by.get_full_name()}"
