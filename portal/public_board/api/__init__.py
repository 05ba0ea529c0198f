"""The board's part of the read API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    """Bring our viewset to the router of ``/api/v2/``."""
    from portal.public_board.api.viewset import ConsultationViewSet

    router.register("consultations", ConsultationViewSet, basename="api_consultation")
