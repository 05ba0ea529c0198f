"""``/workbench/monthly-report/``: a month's report, its remarks, and the ``.docx`` by one press."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.service_figures.asking import topic_names
from portal.service_figures.opendata.hiding import LEAST
from portal.service_figures.reports.content import Report, report_of
from portal.service_figures.reports.document import CONTENT_TYPE, docx_of
from portal.service_figures.services.remarks import LONGEST, file_report, latest_remark, save_remark
from portal.service_figures.views.entries import REPORT, VIEW

MONTHS_OFFERED = 24


class RemarkForm(forms.Form):
    """What an editor adds."""

    text = forms.CharField(
        label=gettext_lazy("补充说明"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "印在月报的最后。每次保存都是一个新的版本，以前的版本不删。请不要写姓名和能认出个人的内容。"
        ),
    )


@never_cache
@require_safe
@staff_page(VIEW)
def monthly_report(request: HttpRequest) -> HttpResponse:
    """The months of the last two years; the latest whole month by itself."""
    today = clock.today()
    months = [_months_before(today.replace(day=1), back) for back in range(1, MONTHS_OFFERED + 1)]
    context = {
        "months": months,
        "running": today.replace(day=1),
        "may_publish": request.user.has_perm(REPORT),
        "least": LEAST,
    }
    return render(request, "service_figures/months.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(VIEW)
def month(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What the report says, and the remarks; who may write reports saves them here."""
    report = _report(year, number)
    may_write = request.user.has_perm(REPORT)
    remark = latest_remark(report.month)
    if request.method == "POST":
        if not may_write:
            return HttpResponse(_("您没有权限。"), status=403, content_type="text/plain; charset=utf-8")
        form = RemarkForm(request.POST)
        if form.is_valid():
            try:
                save_remark(report.month, form.cleaned_data["text"], by=request.user)
            except ValidationError as refused:
                form.add_error("text", refused)
            else:
                messages.success(request, _("补充说明已经保存。"))
                return HttpResponseRedirect(reverse("month_report", args=[year, number]))
    else:
        form = RemarkForm(initial={"text": remark.text if remark is not None else ""})
    context: dict[str, Any] = {"report": report, "form": form, "remark": remark, "may_write": may_write}
    return render(request, "service_figures/month.html", context)


@never_cache
@require_safe
@staff_page(VIEW)
def month_docx(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The report as a document; put on file."""
    report = _report(year, number)
    remark = latest_remark(report.month)
    made = docx_of(report, remark.text if remark is not None else "", clock.today())
    file_report(report.month, by=request.user)
    response = HttpResponse(made, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="report-{year}-{number:02d}.docx"'
    return response


def _report(year: int, number: int) -> Report:
    today = clock.today()
    if not (2000 <= year <= 2100 and 1 <= number <= 12) or date(year, number, 1) > today:
        raise Http404
    return report_of(date(year, number, 1), today, topic_names())


def _months_before(first: date, back: int) -> date:
    months = first.year * 12 + first.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
