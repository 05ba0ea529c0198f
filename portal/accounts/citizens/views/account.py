"""``/account/``: what is kept of oneself, and everything that can be done with it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.accounts.citizens import known_browsers, sessions
from portal.accounts.citizens.asking import asks_for_real_names
from portal.accounts.citizens.bounds import TooOften
from portal.accounts.citizens.forms import CloseForm, CodeForm, IdentityForm, PhoneForm, StatementForm
from portal.accounts.citizens.models import CitizenProfile, CodePurpose
from portal.accounts.citizens.presenting import account_rows
from portal.accounts.citizens.services import accounts, hearings, identity
from portal.accounts.citizens.services.codes import Check
from portal.accounts.citizens.services.reading import own_data
from portal.accounts.citizens.sessions import citizen_page
from portal.accounts.citizens.states import Verification
from portal.accounts.citizens.views import codes
from portal.common.identity_documents import mask_phone

CONFIRM, NEW_PHONE = CodePurpose.CONFIRM, CodePurpose.NEW_PHONE
_READ_AND_SENT = ["GET", "HEAD", "POST"]


@require_http_methods(_READ_AND_SENT)
@citizen_page
def account(request: HttpRequest, profile: CitizenProfile) -> HttpResponse:
    """What is kept, masked; the switch for phones that are shared."""
    if request.method == "POST":
        accounts.keep_cases_closed(profile, request.POST.get("keeps_cases_closed") == "yes")
        return redirect(f"{reverse('citizen_account')}?done=kept")
    context = {
        "profile": profile,
        "rows": account_rows(profile),
        "hearing": hearings.open_hearing(profile),
        "takes_identity": takes_identity(profile),
        "done": _DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "citizens/account.html", context)


_DONE = {
    "kept": gettext_lazy("已保存。"),
    "phone": gettext_lazy("号码已经更换。"),
    "verified": gettext_lazy("身份信息已经通过核验。"),
    "review": gettext_lazy("身份信息已经收到，工作人员会核对。核对结果会显示在这里。"),
    "heard": gettext_lazy("您的说明已经收到。工作人员会另派一人核实后决定。"),
}


@require_http_methods(_READ_AND_SENT)
@citizen_page
def confirm(request: HttpRequest, profile: CitizenProfile) -> HttpResponse:
    """A code to one's own number, before something that wants to be sure."""
    onward = _next(request) or reverse("citizen_account")
    waits = codes.waiting(request, CONFIRM)
    form, problem = CodeForm(), ""
    if "send" in request.POST:
        problem = codes.send(request, profile.phone, CONFIRM)
        if not problem:
            return redirect(f"{reverse('citizen_confirm')}?{urlencode({'next': onward})}")
    elif request.method == "POST":
        form = CodeForm(request.POST)
        if form.is_valid():
            checked = codes.check(request, CONFIRM, form.cleaned_data["code"])
            if checked.outcome is Check.RIGHT and checked.phone == profile.phone:
                codes.forget(request, CONFIRM)
                sessions.note_confirmed(request)
                return redirect(onward)
            form.add_error("code", codes.fault_of(checked))
    context = {"form": form, "next": onward, "phone": profile.masked_phone, "waits": waits, "problem": problem}
    return render(request, "citizens/confirm.html", context, status=_status(form, problem))


@require_http_methods(_READ_AND_SENT)
@citizen_page(fresh=True)
def new_phone(request: HttpRequest, profile: CitizenProfile) -> HttpResponse:
    """The second of the two codes goes to the new number; the first was typed to get here."""
    form = PhoneForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["phone"] == profile.phone:
            form.add_error("phone", _("这就是您现在的号码。"))
        else:
            problem = codes.send(request, form.cleaned_data["phone"], NEW_PHONE)
            if not problem:
                return redirect("citizen_new_phone_code")
            form.add_error(None, problem)
    context = {"form": form, "phone": profile.masked_phone}
    return render(request, "citizens/new_phone.html", context, status=_status(form))


@require_http_methods(_READ_AND_SENT)
@citizen_page(fresh=True)
def new_phone_code(request: HttpRequest, profile: CitizenProfile) -> HttpResponse:
    """Take the code of the new number and change to it; this session goes on, all others end."""
    sent = codes.was_sent(request, NEW_PHONE)
    if sent is None:
        return redirect("citizen_new_phone")
    form = CodeForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        checked = codes.check(request, NEW_PHONE, form.cleaned_data["code"])
        if checked.outcome is Check.RIGHT:
            codes.forget(request, NEW_PHONE)
            try:
                changed = accounts.change_phone(profile, checked.phone)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                sessions.begin(request, changed)
                answer = redirect(f"{reverse('citizen_account')}?done=phone")
                known_browsers.remember(answer, checked.phone)
                return answer
        else:
            form.add_error("code", codes.fault_of(checked))
    context = {"form": form, "phone": mask_phone(sent.phone)}
    return render(request, "citizens/new_phone_code.html", context, status=_status(form))


@require_http_methods(_READ_AND_SENT)
@citizen_page
def real_name(request: HttpRequest, profile: CitizenProfile) -> HttpResponse:
    """Name and document; a mismatch is said at once and keeps nothing but what stands in the form. Where nothing asks for
    real names there is no form."""
    if not takes_identity(profile):
        return render(request, "citizens/identity_not_asked.html", {}, status=200 if request.method != "POST" else 409)
    onward = _next(request)
    form = IdentityForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            outcome = identity.give_identity(profile, values["real_name"], values["checked"])
        except TooOften:
            form.add_error(None, _("今天已经试了很多次，请明天再试，或者拨打页面下方的热线。"))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if outcome is identity.Outcome.VERIFIED:
                return redirect(onward or f"{reverse('citizen_account')}?done=verified")
            if outcome is identity.Outcome.NEEDS_REVIEW:
                return redirect(f"{reverse('citizen_account')}?done=review")
            form.add_error(None, _("姓名与证件号码对不上。请照证件核对后再提交；我们没有保存刚才填写的内容。"))
    context = {"form": form, "next": onward}
    return render(request, "citizens/identity.html", context, status=_status(form))


def takes_identity(profile: CitizenProfile) -> bool:
    """Whether identity data are taken of this holder: where they are asked for, or are there and not verified."""
    if profile.verification == Verification.VERIFIED:
        return False
    return bool(profile.document_number) or asks_for_real_names()


@require_http_methods(_READ_AND_SENT)
@citizen_page(fresh=True)
def data(request: HttpRequest, profile: CitizenProfile) -> HttpResponse:
    """All that the account holds, as a file."""
    if request.method != "POST":
        return render(request, "citizens/data.html", {})
    content = json.dumps(own_data(profile), ensure_ascii=False, indent=2)
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="account.json"'
    return answer


@require_http_methods(_READ_AND_SENT)
@citizen_page(fresh=True)
def close(request: HttpRequest, profile: CitizenProfile) -> HttpResponse:
    """Say what goes and what stays; then delete the account and sign out everywhere."""
    form = CloseForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        accounts.close_account(profile)
        logout(request)
        answer = HttpResponseRedirect(f"{reverse('citizen_sign_out')}?closed=1")
        known_browsers.forget(answer)
        return answer
    return render(request, "citizens/close.html", {"form": form}, status=_status(form))


@require_http_methods(_READ_AND_SENT)
@citizen_page
def hearing(request: HttpRequest, profile: CitizenProfile) -> HttpResponse:
    """What is held against the account, and the holder's own words to it."""
    opened = hearings.open_hearing(profile)
    if opened is None:
        return redirect("citizen_account")
    form = StatementForm(_sent(request), initial={"statement": opened.statement})
    if request.method == "POST" and form.is_valid():
        try:
            hearings.hear(profile, form.cleaned_data["statement"])
        except ValidationError as error:
            _take(form, error)
        else:
            return redirect(f"{reverse('citizen_account')}?done=heard")
    return render(request, "citizens/hearing.html", {"form": form, "hearing": opened}, status=_status(form))


def _next(request: HttpRequest) -> str:
    return sessions.own_path(request.POST.get("next") or request.GET.get("next") or "", otherwise="")


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _take(form: Any, error: ValidationError) -> None:
    for name, errors in getattr(error, "error_dict", {None: error}).items():
        form.add_error(name if name in form.fields else None, errors)


def _status(form: Any, problem: str = "") -> int:
    return 422 if problem or form.errors else 200
