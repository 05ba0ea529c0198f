"""Which laws search engines should know: the page of today of each public one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from cms.core.sitemaps import PortalSitemap
from cms.laws.models import Instrument


class LawSitemap(PortalSitemap):
    """Every public law at its address of today, with when it was last published or corrected."""

    def items(self) -> QuerySet[Instrument]:
        """The public laws, by address."""
        published = Max("versions__last_published_at", filter=Q(versions__live=True))
        return (
            Instrument.objects.filter(is_public=True)
            .annotate(changed_at=Greatest(Coalesce(published, "updated_at"), "updated_at"))
            .only("slug")
            .order_by("slug")
        )

    def lastmod(self, item: Any) -> datetime:
        """When it last changed."""
        return item.changed_at
