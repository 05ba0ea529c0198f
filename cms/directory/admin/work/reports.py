"""纠错: what citizens say is wrong, taken on and answered within the time that was shown to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import InspectView

from cms.directory.admin.addresses import page_of
from cms.directory.admin.filters import ReportStateFilter
from cms.directory.admin.furniture import Furnished, HistoryPage
from cms.directory.admin.history import history_of
from cms.directory.admin.listing import DirectoryAdmin
from cms.directory.admin.permissions import WrittenBySystem, may
from cms.directory.models import ErrorReport
from cms.directory.models.enums import ReportState
from cms.directory.services.error_reports import answer_report, take_report
from cms.directory.views.presenting import day_words, web_address
from portal.common.clock import SHANGHAI

TAKE, ANSWER = "take", "answer"


class AnswerForm(forms.Form):
    """What the reporter reads with the receipt code."""

    corrected = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[("yes", gettext_lazy("已更正")), ("no", gettext_lazy("经核实未更正"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择结果。")},
    )
    answer = forms.CharField(
        label=gettext_lazy("答复"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("反映人凭回执码查看。写明改了什么，或者为什么没有改；不写他人的个人信息。"),
        error_messages={"required": gettext_lazy("请填写答复。")},
    )


def is_path(path: str) -> bool:
    """Whether what a report names is a page of ours: it came from anybody."""
    return path.startswith("/") and not path.startswith(("//", "/\\"))


class ReportPage(Furnished, InspectView):
    """One report with what was reported, and the form of its answer."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report, the entry, the form."""
        report = self.instance
        entry = report.institution or report.practitioner
        may_answer = may(self.request.user, "change", ErrorReport) and report.state == ReportState.OPEN
        context = {
            "report": report,
            "entry": entry,
            "entry_url": page_of(entry) if entry else "",
            "page_url": report.page_path if is_path(report.page_path) else "",
            "evidence_url": web_address(report.evidence_url),
            "is_open": report.state == ReportState.OPEN,
            "is_late": report.state == ReportState.OPEN and report.answer_due_on < self.today,
            "is_mine": report.taken_by_id == self.request.user.pk,
            "may_answer": may_answer,
            "form": AnswerForm() if may_answer else None,
            "history": history_of(report),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it on, or answer it."""
        form = AnswerForm(request.POST)
        try:
            if request.POST.get("act") == TAKE:
                take_report(self.instance, by=request.user)
                messages.success(request, _("已登记由您办理。"))
                return redirect(self.action_url("inspect"))
            if form.is_valid():
                corrected = form.cleaned_data["corrected"] == "yes"
                answer_report(self.instance, form.cleaned_data["answer"], by=request.user, corrected=corrected)
                messages.success(request, _("已答复，反映人凭回执码可以看到。"))
                return redirect(self.index_url)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            for message in error.messages:
                form.add_error("answer", message)
        return self.render_to_response(self.get_context_data(form=form))

    def get_fields_dict(self) -> list[Any]:
        """None of modeladmin's own listing of columns."""
        return []

    def get_page_title(self) -> str:
        """纠错."""
        return _("纠错")

    def get_template_names(self) -> list[str]:
        """Ours."""
        return ["directory/admin/report.html"]


class ReportAdmin(DirectoryAdmin):
    """纠错 in the menu, the most urgent first."""

    model = ErrorReport
    permission_helper_class = WrittenBySystem
    pages = frozenset({"index", "inspect", "history"})
    inspect_view_class = ReportPage
    history_view_class = HistoryPage
    menu_label = gettext_lazy("纠错")
    menu_icon = "comment"
    ordering = ("answer_due_on", "pk")
    list_display = ("due", "about", "said", "taken", "state_words", "received")
    list_filter: ClassVar[Any] = (ReportStateFilter,)
    list_select_related = ("institution", "practitioner", "taken_by")
    empty_words = gettext_lazy("没有人反映错误。")
    search_hint = gettext_lazy("反映内容中的字")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        """Open ones unless another state is asked for."""
        rows: QuerySet[ErrorReport] = super().get_queryset(request)
        if request.GET.get(ReportStateFilter.parameter_name) in ReportState.values or request.GET.get("q"):
            return rows
        return rows.filter(state=ReportState.OPEN)

    def note(self, request: HttpRequest) -> str:
        """What is listed."""
        return _("列出待处理的；已答复的请在“状态”里选。收到之日起5个工作日内答复。")

    def find(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By what was said."""
        return rows.filter(text__icontains=words.strip())

    def look_up(self, rows: list[Any], today: Any) -> None:
        """Which are late."""
        for row in rows:
            row.is_late = row.state == ReportState.OPEN and row.answer_due_on < today

    @admin.display(description=gettext_lazy("最迟答复"))
    def due(self, report: Any) -> Any:
        """最迟答复."""
        day = day_words(report.answer_due_on)
        return format_html('{} <strong class="dir-late">{}</strong>', day, _("已超期")) if report.is_late else day

    @admin.display(description=gettext_lazy("条目"))
    def about(self, report: Any) -> str:
        """Which entry."""
        entry = report.institution or report.practitioner
        return entry.name if entry is not None else report.page_path

    @admin.display(description=gettext_lazy("哪里有错"))
    def said(self, report: Any) -> str:
        """哪里有错."""
        return report.text if len(report.text) <= 60 else f"{report.text[:60]}…"

    @admin.display(description=gettext_lazy("办理人"))
    def taken(self, report: Any) -> str:
        """办理人."""
        return report.taken_by.get_full_name() if report.taken_by else ""

    @admin.display(description=gettext_lazy("状态"))
    def state_words(self, report: Any) -> str:
        """状态."""
        return str(report.get_state_display())

    @admin.display(description=gettext_lazy("收到日期"))
    def received(self, report: Any) -> str:
        """收到日期."""
        return day_words(report.received_at.astimezone(SHANGHAI).date())
