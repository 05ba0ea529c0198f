"""A page that is kept back at a door of the admin that has no form for it: approval from a list, bulk action, copy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from cms.wording.page_check import WordingRefused


class WordingRefusedMiddleware:
    """Say what kept the page back, and lead to where it is mended. What was begun is rolled back by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do unless the view fails."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer WordingRefused within the admin; elsewhere the view knows better."""
        if not isinstance(exception, WordingRefused) or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        messages.error(request, " ".join(exception.messages))
        pk = exception.page.pk
        exists = pk is not None and Page.objects.filter(pk=pk).exists()
        address = reverse("wording_page", args=[pk]) if exists else reverse("wagtailadmin_explore_root")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": address})  # how Wagtail's dialogs are led on
        return redirect(address)
