"""``/corrections/``: telling us that something is wrong on any page, without a name, and following what became of it.

Nothing here is kept by anybody: the form holds a token, the receipt a code. The receipt survives a reload in a signed
cookie of ten minutes, so that the code stands in no address and in no log.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from cms.directory.models import ErrorReport
from cms.directory.models.enums import ReportState
from cms.directory.services.error_reports import answer_due_on, find_report, report_error
from cms.directory.services.report_limits import WINDOW, may_report
from cms.directory.views.correction_forms import CodeForm, CorrectionForm, entry_at
from cms.directory.views.presenting import day_words, rows
from portal.common import clock
from portal.common.client_address import client_network
from portal.common.clock import request_today

RECEIPT_COOKIE = "correction_receipt"
RECEIPT_KEPT = timedelta(minutes=10)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def correction_form(request: HttpRequest) -> HttpResponseBase:
    """Ask what is wrong on the page ``about``, and take the answer."""
    is_sent = request.method == "POST"
    form = CorrectionForm(
        request.POST if is_sent else None, host=request.get_host(), about=request.GET.get("about", "")
    )
    if is_sent and form.is_valid():
        if not may_report(client_network(request), clock.now()):
            return _form_page(request, form, status=429)
        taken = _take(form, request)
        if taken is not None:
            return taken
    return _form_page(request, form)


@require_safe
@cache_control(no_store=True)
def correction_receipt(request: HttpRequest) -> HttpResponseBase:
    """Show the code of the report just sent; who has sent none is led to where codes are asked for."""
    code = request.get_signed_cookie(RECEIPT_COOKIE, default="", max_age=RECEIPT_KEPT)
    report = find_report(code) if code else None
    if report is None:
        return HttpResponseRedirect(reverse("corrections"))
    context = {"code": code, "due": report.answer_due_on, "page": report.page_path}
    return render(request, "corrections/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def correction_status(request: HttpRequest) -> HttpResponse:
    """Say where the report of a code stands. A code that nobody has and one that is mistyped are answered alike."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    report = None
    if form.is_bound and form.is_valid():
        report = find_report(form.cleaned_data["code"])
        if report is None:
            form.add_error("code", _("没有查到这个查询码。请核对后再输入；字母不分大小写，短横可以不写。"))
    context = {"form": form, "report": report and _described(report, request)}
    return render(request, "corrections/status.html", context)


def _take(form: CorrectionForm, request: HttpRequest) -> HttpResponseBase | None:
    """Keep the report and lead to the receipt; None when something is to be put right first."""
    typed, path = form.cleaned_data, form.cleaned_data["about"]
    try:
        _report, code = report_error(
            typed["text"],
            page_path=path,
            entry=entry_at(path, request_today(request)),
            suggestion=typed["suggestion"],
            evidence_url=typed["evidence_url"],
            moment=clock.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    response = HttpResponseRedirect(reverse("correction_receipt"))
    response.set_signed_cookie(
        RECEIPT_COOKIE,
        code,
        max_age=RECEIPT_KEPT,
        path=reverse("corrections"),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _form_page(request: HttpRequest, form: CorrectionForm, status: int = 200) -> HttpResponse:
    today = request_today(request)
    entry = entry_at(form.page, today) if form.page else None
    context = {
        "form": form,
        "page": form.page,
        "page_name": entry.name if entry else form.page,
        "due": answer_due_on(today),
        "is_refused": status == 429,
    }
    response = render(request, "corrections/form.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def _described(report: ErrorReport, request: HttpRequest) -> dict[str, Any]:
    is_open = report.state == ReportState.OPEN
    received = report.received_at.astimezone(clock.SHANGHAI).date()
    answered = report.answered_at.astimezone(clock.SHANGHAI).date() if report.answered_at else None
    return {
        "rows": rows(
            [
                (_("办理情况"), ReportState(report.state).label),
                (_("页面"), report.page_path, report.page_path),
                (_("您反映的问题"), report.text),
                (_("正确的信息"), report.suggestion),
                (_("收到日期"), day_words(received)),
                (_("最迟答复日期"), day_words(report.answer_due_on) if is_open else ""),
                (_("答复"), report.answer),
                (_("答复日期"), day_words(answered)),
            ]
        ),
        "is_late": is_open and report.answer_due_on < request_today(request),
    }
