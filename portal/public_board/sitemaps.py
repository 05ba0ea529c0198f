"""Public consultations that search engines should know."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cms.core.sitemaps import PortalSitemap
from portal.public_board.catalogue import public_publications, public_url
from portal.public_board.models import Publication


class PublicConsultationSitemap(PortalSitemap):
    """Their pages."""

    def items(self) -> QuerySet[Publication]:
        """The rows, without what they hold."""
        return public_publications().select_related(None).only("code", "published_at")

    def location(self, item: Any) -> str:
        """The address."""
        return public_url(item.code)

    def lastmod(self, item: Any) -> datetime:
        """When it became public."""
        return item.published_at
