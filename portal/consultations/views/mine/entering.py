"""The list of one's own cases, and the way in by receipt number and passphrase."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.citizens.bounds import TooOften
from portal.accounts.citizens.sessions import citizen_of
from portal.common.client_address import client_network
from portal.consultations.models import Consultation
from portal.consultations.services.intake.receipts import open_by_receipt
from portal.consultations.sessions import account_of, forget_receipts, is_still_open, receipts_of, remember_receipt
from portal.consultations.states import State
from portal.notifications.services import unread_of

MOST = 200


class ReceiptForm(forms.Form):
    """Number and passphrase, however they are typed."""

    number = forms.CharField(
        label=gettext_lazy("咨询编号"),
        max_length=40,
        help_text=gettext_lazy("11个字母和数字，在您的回执上。大小写、横线、空格都可以。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("请填写咨询编号。")},
    )
    passphrase = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=60,
        help_text=gettext_lazy("20位数字，在您的回执上。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("请填写查询码。")},
    )
    use_required_attribute = False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """One's own cases by account, those opened by passphrase, and the form for another."""
    form = ReceiptForm(
        request.POST if request.method == "POST" else None, initial={"number": request.GET.get("number")}
    )
    if request.method == "POST" and form.is_valid():
        case = _opened(request, form)
        if case is not None:
            remember_receipt(request, case)
            return redirect(case)
    profile = citizen_of(request)
    context = {
        "form": form,
        "profile": profile,
        "keeps_closed": profile is not None and profile.keeps_cases_closed,
        "cases": _listed(request),
        "opened": bool(receipts_of(request).numbers),
    }
    return render(request, "consultations/mine/list.html", context)


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close what a passphrase opened here."""
    forget_receipts(request)
    return redirect("my_cases")


def _opened(request: HttpRequest, form: ReceiptForm) -> Consultation | None:
    try:
        case = open_by_receipt(
            form.cleaned_data["number"], form.cleaned_data["passphrase"], network=client_network(request)
        )
    except TooOften as refusal:
        minutes = max(1, -(-refusal.seconds // 60))
        form.add_error(None, _("输错的次数太多，请过%d分钟再试，或者拨打页面下方的电话。") % minutes)
        return None
    if case is None:
        form.add_error(None, _("编号或者查询码不对。请对照回执再看一遍；查询码丢了的，见下面的“找不到查询码”。"))
    return case


def _listed(request: HttpRequest) -> list[dict[str, object]]:
    """Number, time and state of each; nothing of the matter, for others look at a screen too."""
    account = account_of(request)
    unread = set(unread_of(account).values_list("url", flat=True)) if account is not None else set()
    found = Consultation.objects.visible_to(receipts_of(request))
    if account is not None:
        found = found | Consultation.objects.filter(citizen=account)
    return [
        {
            "case": case,
            "state": State(case.state).label,
            "wants_you": case.state == State.AWAITING_CITIZEN,
            "is_new": case.get_absolute_url() in unread,
        }
        for case in found.order_by("-submitted_at")[:MOST]
        if (account is not None and case.citizen_id == account.pk) or is_still_open(request, case)
    ]
