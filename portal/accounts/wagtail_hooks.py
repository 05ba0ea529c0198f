"""Doors of the admin's account pages that permissions by model cannot shut."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from portal.accounts.models import User


@hooks.register("before_edit_user")
def superusers_are_edited_by_superusers(request: HttpRequest, user: User) -> None:
    """Whoever could set a superuser's password or address would be one."""
    _guard(request, [user])


@hooks.register("before_bulk_action")
def superusers_are_not_swept_up(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class: Any
) -> None:
    """The same for actions on many accounts at once."""
    _guard(request, [chosen for chosen in objects if isinstance(chosen, User)])


def _guard(request: HttpRequest, users: list[User]) -> None:
    if not request.user.is_superuser and any(user.is_superuser for user in users):
        raise PermissionDenied
