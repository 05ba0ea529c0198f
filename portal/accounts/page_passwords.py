"""The password of a page, or of a collection of files, that an editor gave one: Wagtail takes as many tries as anybody makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.documents.views.serve import authenticate_with_password as open_files
from wagtail.views import authenticate_with_password as open_page

from portal.accounts.citizens.bounds import HOUR, Bound, TooOften, count_use, is_reached
from portal.common import clock
from portal.common.client_address import client_network

WRONG = Bound("page_password_hour", 30, HOUR)


def page_password(request: HttpRequest, **keys: Any) -> HttpResponseBase:
    """Wagtail's view for a page, with so many wrong tries from a network in an hour."""
    return _bounded(open_page, request, keys)


def file_password(request: HttpRequest, **keys: Any) -> HttpResponseBase:
    """The same for files: the tries are counted together."""
    return _bounded(open_files, request, keys)


def _bounded(view: Callable[..., HttpResponseBase], request: HttpRequest, keys: dict[str, Any]) -> HttpResponseBase:
    """The right password counts for nothing: whole offices stand behind one address."""
    if request.method != "POST":
        return view(request, **keys)
    network, now = client_network(request), clock.now()
    if is_reached(WRONG, network, now):
        return _refused()
    answer = view(request, **keys)
    if answer.status_code == 200:  # the form once more
        try:
            count_use(WRONG, network, now)
        except TooOften:
            return _refused()
    return answer


def _refused() -> HttpResponse:
    words = _("这个网络输错密码的次数太多，请一小时后再试。")
    headers = {"Cache-Control": "no-store", "Retry-After": str(HOUR)}
    return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8", headers=headers)
