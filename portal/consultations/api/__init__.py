"""The message board's part of the read API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    """Bring our viewsets to the router of ``/api/v2/``."""
    from portal.consultations.api.timeliness import TimelinessViewSet

    router.register("timeliness", TimelinessViewSet, basename="api_timeliness")
