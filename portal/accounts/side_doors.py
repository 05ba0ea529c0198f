"""Doors beside Wagtail's own pages that Wagtail leaves open to everybody in the admin: choosers, look-ups, the page behind a
move. What somebody may not list they may not choose from either. One table by path; the views stay Wagtail's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.defaults import permission_denied
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page

_FILE_ACTS = ("add", "change", "delete", "choose")
_LONGEST_KEY = 18
"""Digits: no key has more, and the database would fail on them."""
_POLICIES = {"images": image_policy, "documents": document_policy}


@dataclass(frozen=True, slots=True)
class SideDoor:
    """A path and who may pass."""

    path: re.Pattern[str]
    opens: Callable[[HttpRequest, re.Match[str]], bool]


def _pages(request: HttpRequest, _match: re.Match[str]) -> bool:
    return user_has_any_page_permission(request.user)


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST_KEY


def _below_the_root(request: HttpRequest, match: re.Match[str]) -> bool:
    """The root of the tree is no page that anybody chooses; Wagtail asks what lies above it."""
    wanted = list(filter(_is_key, request.GET.getlist("id")))
    return _pages(request, match) and not Page.objects.filter(pk__in=wanted, depth=1).exists()


def _copies(request: HttpRequest, match: re.Match[str]) -> bool:
    """A page is copied below one that there is."""
    parent = request.POST.get("new_parent_page", "")
    found = _is_key(parent) and Page.objects.filter(pk=parent).exists()
    return _pages(request, match) and (request.method != "POST" or found)


def _pages_or_files(request: HttpRequest, match: re.Match[str]) -> bool:
    return _pages(request, match) or any(
        policy.user_has_any_permission(request.user, _FILE_ACTS) for policy in _POLICIES.values()
    )


def _tasks(request: HttpRequest, _match: re.Match[str]) -> bool:
    user: Any = request.user
    return any(
        user.has_perm(f"wagtailcore.{act}_{model}") for act in ("add", "change") for model in ("workflow", "task")
    )


def _model(request: HttpRequest, match: re.Match[str]) -> bool:
    """Anything at all on the model: who may see it or works with it."""
    try:
        model = apps.get_model(match["app"], match["model"])
    except LookupError:
        return True  # Wagtail answers 404
    user: Any = request.user
    acts = {*model._meta.default_permissions, *(name.split("_")[0] for name, _label in model._meta.permissions)}
    return any(user.has_perm(f"{match['app']}.{act}_{match['model']}") for act in acts)


def _files(request: HttpRequest, match: re.Match[str]) -> bool:
    return _POLICIES[match["kind"]].user_has_any_permission(request.user, _FILE_ACTS)


def _these_files(request: HttpRequest, match: re.Match[str]) -> bool:
    """Each image or file that the address names lies where this person may choose."""
    policy = _POLICIES[match["kind"]]
    named: Iterable[str] = [match["pk"]] if match["pk"] else request.GET.getlist("id")
    wanted = {int(pk) if _is_key(pk) else 0 for pk in named if pk.isdecimal()}  # nothing has the key 0
    mine = policy.instances_user_has_any_permission_for(request.user, _FILE_ACTS)
    return _files(request, match) and mine.filter(pk__in=wanted).count() == len(wanted)


def _bulk_files(request: HttpRequest, match: re.Match[str]) -> bool:
    return _POLICIES[f"{match['file']}s"].user_has_any_permission(request.user, _FILE_ACTS)


def _adds_files(request: HttpRequest, match: re.Match[str]) -> bool:
    return _POLICIES[match["kind"]].user_has_permission(request.user, "add")


def _nobody(_request: HttpRequest, _match: re.Match[str]) -> bool:
    return False


SIDE_DOORS = tuple(
    SideDoor(re.compile(f"/admin/{path}"), opens)
    for path, opens in (
        (r"pages/\d+/copy/", _copies),
        (r"pages/", _pages),
        (r"choose-page/chosen-multiple/", _below_the_root),
        (r"choose-page/", _pages),
        (r"api/main/pages/", _pages),
        (r"bulk/wagtailcore/page/", _pages),
        (r"bulk/core/custom(?P<file>image|document)/", _bulk_files),
        (r"bulk/(?P<app>\w+)/(?P<model>\w+)/", _model),
        (r"embeds/", _pages),
        (r"block-preview/", _pages_or_files),
        (r"tag-autocomplete/", _pages_or_files),
        (r"workflows/task_chooser/", _tasks),
        (r"snippets/choose/\w+/\w+/create/", _nobody),  # choosers here make nothing; Wagtail's view would fail
        (r"snippets/(?:choose/)?(?P<app>\w+)/(?P<model>\w+)/", _model),
        (r"(?P<kind>images|documents)/multiple/", _adds_files),
        (r"(?P<kind>images|documents)/chooser/(?:chosen/)?(?P<pk>\d+)/", _these_files),
        (r"(?P<kind>images|documents)/chooser/chosen-multiple/(?P<pk>)", _these_files),
        (r"(?P<kind>images|documents)/chooser/", _files),
        (r"api/main/(?P<kind>images|documents)/(?P<pk>\d+)/", _these_files),
        (r"api/main/(?P<kind>images|documents)/", _files),
        (r"failwhale/", _nobody),  # Wagtail's own: an error on purpose, which would call the operators
        (r"test404/", _nobody),
    )
)


class SideDoorMiddleware:
    """Stands after the second factor: a person is known by now, and has passed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let through, or answer 403. Who is not signed in goes on to the sign-in."""
        if request.path_info.startswith("/admin/") and request.user.is_authenticated and is_shut(request):
            return permission_denied(request, PermissionDenied())
        return self.get_response(request)


def is_shut(request: HttpRequest) -> bool:
    """Whether the first side door that the path leads through is shut to this person."""
    for door in SIDE_DOORS:
        match = door.path.match(request.path_info)
        if match is not None:
            return not door.opens(request, match)
    return False
