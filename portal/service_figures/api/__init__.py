"""This room's part of the read API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    """Bring our viewset to the router of ``/api/v2/``."""
    from portal.service_figures.api.open_data import OpenDataViewSet

    router.register("open-data", OpenDataViewSet, basename="api_open_data")
