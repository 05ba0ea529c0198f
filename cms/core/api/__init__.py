"""The plain pages of the read API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    """Bring our viewset to the router of ``/api/v2/``."""
    from cms.core.api.standard_pages import StandardPageViewSet

    router.register("standard-pages", StandardPageViewSet, basename="api_standard_page")
