"""What programs that read the whole site should leave out."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

# Staff addresses answer nobody else anyway; searches and switches are endless and hold nothing of their own.
CLOSED = ("/admin/", "/workbench/", "/design/", "/display/", "/search/", "/corrections/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``: everything but searches, switches and staff addresses; and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    with suppress(NoReverseMatch):  # no room lists its pages yet
        lines.append(f"Sitemap: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
