"""The editorial part of the read API: a list and a detail for each kind, topics, and one draft for who holds its token."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    """Bring our viewsets to the router of ``/api/v2/``."""
    from cms.editorial.api.drafts import DraftViewSet
    from cms.editorial.api.viewsets import VIEWSETS, TopicViewSet

    for prefix, viewset in VIEWSETS.items():
        router.register(prefix, viewset, basename=f"api_{viewset.kind}")
    router.register("topics", TopicViewSet, basename="api_topic")
    router.register("drafts", DraftViewSet, basename="api_draft")
