"""Topics that search engines should know: those that have something to read."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.core.models import Topic
from cms.core.open_pages import open_to_all
from cms.core.sitemaps import PortalSitemap
from cms.editorial.base import EditorialPage
from cms.laws.models import Instrument


class TopicSitemap(PortalSitemap):
    """The pages of topics that are not empty."""

    def items(self) -> QuerySet[Topic]:
        """The topics."""
        pages = open_to_all(EditorialPage.objects.filter(live=True, topics=OuterRef("pk")))
        laws = Instrument.objects.filter(is_public=True, topics=OuterRef("pk"))
        return Topic.objects.filter(Q(Exists(pages)) | Q(Exists(laws))).only("code").order_by("code")

    def location(self, item: Any) -> str:
        """Its address."""
        return f"/topics/{item.code}/"
