"""给其他前端预览: an editor makes a link that shows a draft through the API for an hour. Rooms bring the address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import RevisionMixin

from cms.core.draft_tokens import TokenInvalid, issue, may_share


def draft_link_page(request: HttpRequest, thing: RevisionMixin, back: str) -> HttpResponse:
    """Explain what the link does, and make one when asked to (POST). PermissionDenied for who may not edit the thing; ``back``
    is the address of its form."""
    if not may_share(thing, request.user):
        raise PermissionDenied
    context: dict[str, Any] = {"thing": thing, "back": back}
    if request.method == "POST":
        try:
            token, ends = issue(thing, by=request.user)
        except TokenInvalid:
            context["has_no_draft"] = True
        else:
            address = reverse("api_draft-detail", args=[token])
            context |= {"address": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address}", "ends": ends}
    return TemplateResponse(request, "core/admin/draft_link.html", context)
