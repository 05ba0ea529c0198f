"""What the pages that send and take a code share: which code this browser waits for, and words for what went wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.citizens import bounds, known_browsers
from portal.accounts.citizens.bounds import TooOften
from portal.accounts.citizens.models import CodePurpose, PhoneCode
from portal.accounts.citizens.services.codes import Check, Checked, check_code, send_code, waiting_code
from portal.common.client_address import client_network

_KEPT = "phone_codes"


def send(request: HttpRequest, phone: str, purpose: CodePurpose) -> str:
    """Send a code that this browser then waits for; gives words where it cannot be sent now, else nothing."""
    try:
        is_own = known_browsers.knows(request, phone)
        sent = send_code(phone, purpose, network=client_network(request), is_own=is_own)
    except TooOften as refusal:
        return words_for(refusal)
    request.session[_KEPT] = {**request.session.get(_KEPT, {}), purpose.value: sent.pk}
    return ""


def waiting(request: HttpRequest, purpose: CodePurpose) -> PhoneCode | None:
    """The code this browser waits for."""
    return waiting_code(request.session.get(_KEPT, {}).get(purpose.value), purpose)


def was_sent(request: HttpRequest, purpose: CodePurpose) -> PhoneCode | None:
    """The same, though it may be too old or spent: so that its number need not be typed again."""
    pk = request.session.get(_KEPT, {}).get(purpose.value)
    return PhoneCode.objects.filter(pk=pk, purpose=purpose).first() if pk else None


def check(request: HttpRequest, purpose: CodePurpose, typed: str) -> Checked:
    """Try what was typed."""
    pk = request.session.get(_KEPT, {}).get(purpose.value)
    return check_code(pk, purpose, typed, network=client_network(request))


def forget(request: HttpRequest, purpose: CodePurpose) -> None:
    """Wait no more."""
    request.session[_KEPT] = {name: pk for name, pk in request.session.get(_KEPT, {}).items() if name != purpose.value}


def fault_of(checked: Checked) -> str:
    """What was wrong with a code."""
    if checked.outcome is Check.WRONG:
        return _("验证码不对，还可以再试 %(left)d 次。请看最近收到的那条短信。") % {"left": checked.tries_left}
    if checked.outcome is Check.TOO_OFTEN:
        return _("这个网络输错验证码的次数太多，请一小时后再试。")
    return _("验证码已经失效（超过5分钟，或者用过、试错太多次）。请重新获取。")


def words_for(refusal: TooOften) -> str:
    """Why no code is sent now, and when it can be; the same for every number."""
    after: Any = {"minutes": max(1, -(-refusal.seconds // 60)), "seconds": refusal.seconds}
    if refusal.bound in (bounds.NUMBER[0], bounds.OWN_NUMBER[0]):
        return _("刚刚已经发送过，短信可能在路上。没有收到的，请过 %(seconds)d 秒再获取。") % after
    if refusal.bound in (*bounds.NUMBER, *bounds.OWN_NUMBER):
        return _("这个号码获取验证码的次数太多，请过 %(minutes)d 分钟再试。") % after
    if refusal.bound == bounds.NETWORK:
        return _("这个网络获取验证码的次数太多，请过 %(minutes)d 分钟再试，或者换一个网络。") % after
    return _("现在获取验证码的人太多，请过 %(minutes)d 分钟再试。着急的，请拨打页面下方的热线。") % after
