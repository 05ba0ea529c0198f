"""The law library's part of the read API: instruments, their versions, provisions, downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    """Bring our viewsets to the router of ``/api/v2/``."""
    from cms.laws.api.instruments import InstrumentViewSet
    from cms.laws.api.provisions import ProvisionViewSet

    router.register("instruments", InstrumentViewSet, basename="api_instrument")
    router.register("provisions", ProvisionViewSet, basename="api_provision")
