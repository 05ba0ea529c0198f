"""Set-up, verification, recovery codes, reset."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import django_otp
import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import first_door
from portal.accounts.models import User
from portal.accounts.second_factor import services
from portal.accounts.second_factor.middleware import note_verified
from portal.accounts.second_factor.models import Authenticator
from portal.accounts.second_factor.trust import trust


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the secret as a picture and as letters; a code of it confirms, and the recovery codes are shown once."""
    onward = _next(request)
    if services.device_of(_person(request)) is not None:
        return HttpResponseRedirect(onward)
    error = ""
    if request.method == "POST":
        codes = services.confirm(_person(request), request.POST.get("code", ""))
        if codes is not None:
            django_otp.login(request, services.device_of(_person(request)))
            note_verified(request)
            return render(request, "accounts/second_factor/codes.html", {"codes": codes, "next": onward})
        error = _("验证码不对。请核对手机时间是否准确，输入应用里当前显示的六位数字。")
    device = services.device_in_set_up(_person(request))
    address = _address(device)
    picture = segno.make(address, error="m").svg_inline(scale=5, border=3, light="#fff", dark="#000", omitsize=False)
    secret = services.secret_of(device)
    context = {
        # segno draws it from our own address: nothing in it was typed by anyone but the account's name, drawn as dots.
        "picture": mark_safe(picture),  # noqa: S308
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "error": error,
        "next": onward,
    }
    return render(request, "accounts/second_factor/set_up.html", context, status=422 if error else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a right one leads on to where the person was going."""
    onward = _next(request)
    if services.device_of(_person(request)) is None:
        return HttpResponseRedirect(f"{reverse('second_factor_set_up')}")
    error = ""
    if request.method == "POST":
        device = services.check(_person(request), request.POST.get("code", ""))
        if device is not None:
            django_otp.login(request, device)
            note_verified(request)
            answer = HttpResponseRedirect(onward)
            if request.POST.get("trust"):
                trust(answer, _person(request), device)
            return answer
        seconds = services.wait_seconds(_person(request))
        error = (
            _("验证码不对。请过 %(seconds)d 秒再试。") % {"seconds": seconds}
            if seconds
            else _("验证码不对，请重新输入。")
        )
    context = {"error": error, "next": onward}
    return render(request, "accounts/second_factor/verify.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the second factor of another account."""
    person = _person(request)
    if not person.has_perm("accounts.change_user"):
        raise PermissionDenied
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        try:
            services.reset(user, by=person)
        except services.ResetRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("已重置 %(name)s 的二次验证，下次登录时重新设置。") % {"name": user.get_username()}
            )
        return HttpResponseRedirect(reverse("wagtailusers_users:edit", args=[user.pk]))
    return render(request, "accounts/second_factor/reset.html", {"account": user})


def _person(request: HttpRequest) -> User:
    """Who is signed in (the decorators have seen to it), and works here: nobody else has a second factor to set up."""
    user = request.user
    if not user.is_authenticated or first_door(user) is None:
        raise PermissionDenied
    return user


def _next(request: HttpRequest) -> str:
    """Where to go afterwards; an address elsewhere is not followed."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return reverse("wagtailadmin_home")


def _address(device: Authenticator) -> str:
    """The otpauth address that authenticator apps read."""
    label = quote(f"{settings.WAGTAIL_SITE_NAME}:{device.user.get_username()}")
    values = {"secret": services.secret_of(device), "issuer": settings.WAGTAIL_SITE_NAME, "digits": 6, "period": 30}
    return f"otpauth://totp/{label}?{urlencode(values)}"
