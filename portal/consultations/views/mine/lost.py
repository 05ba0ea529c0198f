"""``/consultations/mine/lost/``: a new passphrase by the safe contact."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.citizens.bounds import TooOften
from portal.common import clock
from portal.common.client_address import client_network
from portal.consultations.services.citizen.recovering import (
    TRIES,
    Recovery,
    begin_recovery,
    contact_of,
    finish_recovery,
)
from portal.consultations.services.intake.numbers import written_passphrase
from portal.consultations.sessions import remember_receipt

KEPT = "recovery"


class LostForm(forms.Form):
    """Which case, and the safe contact that was left with it."""

    number = forms.CharField(
        label=gettext_lazy("咨询编号"), max_length=40, error_messages={"required": gettext_lazy("请填写咨询编号。")}
    )
    contact = forms.CharField(
        label=gettext_lazy("提问时留的安全联系方式"),
        help_text=gettext_lazy("手机号码或者电子邮箱。"),
        max_length=254,
        error_messages={"required": gettext_lazy("请填写安全联系方式。")},
    )
    use_required_attribute = False

    def clean_contact(self) -> object:
        """A number or an address that can exist."""
        return contact_of(self.cleaned_data["contact"])


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=gettext_lazy("验证码"),
        help_text=gettext_lazy("6位数字，10分钟内有效。"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("请填写验证码。")},
    )
    use_required_attribute = False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for a code. What is answered never says whether the number or the contact is known."""
    form = LostForm(request.POST if request.method == "POST" else None, initial={"number": request.GET.get("number")})
    if request.method == "POST" and form.is_valid():
        try:
            begun = begin_recovery(
                form.cleaned_data["number"], form.cleaned_data["contact"], network=client_network(request)
            )
        except TooOften as refusal:
            form.add_error(None, _("尝试的次数太多，请过%d分钟再试。") % max(1, -(-refusal.seconds // 60)))
        else:
            request.session[KEPT] = asdict(begun)
            return redirect("my_cases_code")
    return render(request, "consultations/mine/lost.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code, and show the new passphrase once."""
    begun = _begun(request)
    if begun is None:
        return redirect("my_cases_lost")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        request.session[KEPT] = asdict(replace(begun, tries=begun.tries + 1))
        found = finish_recovery(begun, form.cleaned_data["code"])
        if found is not None:
            case, passphrase = found
            request.session.pop(KEPT, None)
            remember_receipt(request, case)
            context = {"case": case, "passphrase": written_passphrase(passphrase)}
            return render(request, "consultations/mine/new_passphrase.html", context)
        form.add_error("code", ValidationError(_("验证码不对，请看最近收到的那一条。")))
    return render(request, "consultations/mine/code.html", {"form": form})


def _begun(request: HttpRequest) -> Recovery | None:
    kept = request.session.get(KEPT)
    begun = Recovery(**kept) if kept else None
    if begun is None or begun.tries >= TRIES or datetime.fromisoformat(begun.until) <= clock.now():
        request.session.pop(KEPT, None)
        return None
    return begun
