"""The link to a draft of a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.admin.draft_link import draft_link_page
from cms.editorial.base import EditorialPage


@never_cache
@require_http_methods(["GET", "POST"])
def draft_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Explain, and make one."""
    page = get_object_or_404(EditorialPage, pk=pk).specific
    return draft_link_page(request, page, reverse("wagtailadmin_pages:edit", args=[pk]))
