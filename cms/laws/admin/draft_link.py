"""The link to a draft of a text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.admin.draft_link import draft_link_page
from cms.laws.models import InstrumentVersion


@never_cache
@require_http_methods(["GET", "POST"])
def draft_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Explain, and make one."""
    version = get_object_or_404(InstrumentVersion, pk=pk)
    return draft_link_page(request, version, reverse("wagtailsnippets_laws_instrumentversion:edit", args=[pk]))
