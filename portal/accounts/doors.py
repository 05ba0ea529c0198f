"""The two doors of the staff, by path: ``/admin/`` and ``/workbench/``. Who has only the other is led there; who has none is
told so. Each page behind a door still asks for its own permission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from portal.accounts.second_factor.policy import OPEN, OWN
from portal.common.workbench import ENTER


@dataclass(frozen=True, slots=True)
class Door:
    """A path and the permission that opens it."""

    path: str
    permission: str


ADMIN = Door("/admin/", "wagtailadmin.access_admin")
WORKBENCH = Door("/workbench/", ENTER)
DOORS = (ADMIN, WORKBENCH)


def door_of(path: str) -> Door | None:
    """The door that a path is behind; None for pages of everybody, sign-in and the second factor among them."""
    if path == OWN or path.startswith((*OPEN, f"{OWN}set-up/")):
        return None
    return next((door for door in DOORS if path.startswith(door.path)), None)


def first_door(user: Any) -> Door | None:
    """The first door that is open to somebody; None for who does not work here."""
    return next((door for door in DOORS if user.has_perm(door.permission)), None)


class StaffDoorMiddleware:
    """Stands before django-otp and the second factor: who has no door is asked for none. Anonymous requests go on to the
    sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let through, lead to the other door, or say that there is none."""
        door = door_of(request.path_info)
        if door is None or not request.user.is_authenticated or request.user.has_perm(door.permission):
            return self.get_response(request)
        other = first_door(request.user)
        if other is not None and request.method == "GET":
            return HttpResponseRedirect(other.path)
        if other is not None:
            return HttpResponse("您没有权限。", status=403, content_type="text/plain; charset=utf-8")
        answer = render(request, "accounts/no_door.html", status=403)
        answer["Cache-Control"] = "no-store"
        return answer


def staff_page(*permissions: str) -> Callable[[Any], Any]:
    """Decorate a view of the workbench: anonymous visitors are led to the sign-in, who has none of ``permissions`` gets
    403."""

    def declare(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not any(request.user.has_perm(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return declare
