"""导入一年的放假安排: pasted or from a workbook, looked at, then taken over."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.core.workbooks import sheet_rows
from portal.common import clock
from portal.consultations.admin.time_limits import IMPORT
from portal.consultations.deadlines.notices import ReadNotice, read_notice
from portal.consultations.services.time.calendar_import import import_year

LONGEST_TEXT = 20_000
LARGEST_BOOK = 1024 * 1024
MOST_ROWS = 400
FARTHEST = 3
"""Years ahead that anybody has a notice of."""


class CalendarForm(forms.Form):
    """The year, the notice, where it comes from."""

    year = forms.IntegerField(label=gettext_lazy("年份"))
    text = forms.CharField(
        label=gettext_lazy("放假通知"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "粘贴国务院办公厅通知的原文，或者一行一天：2027-10-01 放假 国庆节。没有写到的日子，周一至周五上班，周末休息。"
        ),
    )
    book = forms.FileField(
        label=gettext_lazy("或者上传表格（.xlsx）"),
        required=False,
        help_text=gettext_lazy("三列：日期、放假或者上班、说明。第一行可以是列名。读出的内容会先显示在上面的框里。"),
    )
    source = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("例如：国务院办公厅关于2027年部分节假日安排的通知。"),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_year(self) -> int:
        """A year that begins neither long ago nor far ahead."""
        year: int = self.cleaned_data["year"]
        this = clock.today().year
        if not this - 1 <= year <= this + FARTHEST:
            raise ValidationError(
                _("请填%(first)d到%(last)d之间的年份。") % {"first": this - 1, "last": this + FARTHEST}
            )
        return year

    def clean(self) -> dict[str, Any]:
        """The workbook's rows take the place of the text."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("book") is not None:
            given["text"] = book_lines(given["book"])
            given["confirmed"] = False
        if not given.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", _("请粘贴放假通知，或者上传表格。"))
        return given


def book_lines(book: Any) -> str:
    """The first sheet of a workbook as lines; raises ValidationError for what is none, or too large."""
    import openpyxl  # a large library: only who reads a workbook pays

    if book.size > LARGEST_BOOK:
        raise ValidationError({"book": _("表格太大：一年的放假安排不超过1 MB。")})
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(book.read()), read_only=True, data_only=True).worksheets[0]
        lines = []
        for number, cells in enumerate(sheet_rows(sheet, _written)):
            if number > MOST_ROWS:
                break
            lines.append(" ".join(cells))
    except Exception as error:  # openpyxl says what is wrong by whatever its parser raised
        raise ValidationError({"book": _("不是可以读取的.xlsx文件。")}) from error
    return "\n".join(lines)


def _written(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return "" if value is None else str(value).strip()


class CalendarImportView(WagtailAdminTemplateMixin, FormView):
    """First what was read, then, confirmed, the year."""

    template_name = "consultations/admin/calendar_import.html"
    form_class = CalendarForm
    page_title = gettext_lazy("导入一年的放假安排")
    header_icon = "calendar"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who keep the calendar."""
        if not request.user.has_perm(IMPORT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The year whose notice comes next."""
        return {"year": clock.today().year + 1}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the calendar, here."""
        calendar = {"url": reverse("wagtailsnippets_consultations_calendarday:list"), "label": _("工作日历")}
        return [*super().get_breadcrumbs_items(), calendar, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: CalendarForm) -> HttpResponse:
        """Show what was read; take it over once it was confirmed and nothing is wrong."""
        given = form.cleaned_data
        read = read_notice(given["text"], given["year"])
        if given["confirmed"] and not read.problems:
            count = import_year(given["year"], read.days, given["source"])
            words = _("已写入%(year)d年的工作日历，共%(count)d天。没有办完的事项正在按新的日历重新计算。")
            messages.success(self.request, words % {"year": given["year"], "count": count})
            return redirect("wagtailsnippets_consultations_calendarday:list")
        return self.render_to_response(self.get_context_data(form=self._kept(given, read), read=read))

    def _kept(self, given: dict[str, Any], read: ReadNotice) -> CalendarForm:
        return CalendarForm(initial={**given, "book": None, "confirmed": not read.problems})
