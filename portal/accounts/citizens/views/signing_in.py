"""``/sign-in/``: a number, a code, in. ``/sign-out/``. The same for every number until its code was typed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.citizens import known_browsers, sessions
from portal.accounts.citizens.forms import CodeForm, PhoneForm
from portal.accounts.citizens.models import CodePurpose
from portal.accounts.citizens.services.accounts import AccountCancelled, enter
from portal.accounts.citizens.services.codes import Check
from portal.accounts.citizens.views import codes
from portal.common.identity_documents import mask_phone

PURPOSE = CodePurpose.SIGN_IN


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a number and send a code to it."""
    onward = _next(request)
    if sessions.citizen_of(request) is not None:
        return HttpResponseRedirect(onward)
    if request.method == "POST":
        form = PhoneForm(request.POST)
        if form.is_valid():
            problem = codes.send(request, form.cleaned_data["phone"], PURPOSE)
            if not problem:
                return HttpResponseRedirect(_with_next("citizen_code", onward))
            form.add_error(None, problem)
        return _number_page(request, form, onward, 422)
    before = codes.waiting(request, PURPOSE)  # not longer: others may use this browser later
    return _number_page(request, PhoneForm(initial={"phone": before.phone if before else ""}), onward, 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code; the right one signs in and leads on. The button sends another to the same number."""
    onward = _next(request)
    sent = codes.was_sent(request, PURPOSE)
    if sent is None:
        return HttpResponseRedirect(_with_next("citizen_sign_in", onward))
    form = CodeForm(request.POST if request.method == "POST" and "again" not in request.POST else None)
    again, status = "", 200
    if "again" in request.POST:
        problem = codes.send(request, sent.phone, PURPOSE)
        if not problem:
            return HttpResponseRedirect(_with_next("citizen_code", onward))
        again, status = problem, 429
    elif request.method == "POST" and form.is_valid():
        checked = codes.check(request, PURPOSE, form.cleaned_data["code"])
        if checked.outcome is Check.RIGHT:
            return _entered(request, checked.phone, onward)
        form.add_error("code", codes.fault_of(checked))
    status = 422 if form.errors else status
    context = {"form": form, "next": onward, "phone": mask_phone(sent.phone), "again_problem": again}
    return render(request, "citizens/code.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask, then sign out; said on the same page. Staff have a door out of their own."""
    profile = sessions.citizen_of(request)
    if request.method == "POST" and profile is not None:
        logout(request)
        return HttpResponseRedirect(reverse("citizen_sign_out"))
    return render(request, "citizens/sign_out.html", {"is_signed_in": profile is not None})


def _entered(request: HttpRequest, phone: str, onward: str) -> HttpResponse:
    codes.forget(request, PURPOSE)
    try:
        profile = enter(phone)
    except AccountCancelled as cancelled:
        return render(request, "citizens/cancelled.html", {"reason": cancelled.profile.reason}, status=403)
    sessions.begin(request, profile)
    answer = HttpResponseRedirect(onward)
    known_browsers.remember(answer, phone)
    return answer


def _number_page(request: HttpRequest, form: PhoneForm, onward: str, status: int) -> HttpResponse:
    context = {"form": form, "next": onward, "title": _("登录")}
    return render(request, "citizens/sign_in.html", context, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return sessions.own_path(wanted, reverse("citizen_account"))


def _with_next(name: str, onward: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': onward})}"
