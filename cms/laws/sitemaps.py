"""Which laws search engines should know: the page of today of each public one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from cms.laws.models import Instrument


class LawSitemap(Sitemap):
    """Every public law at its address of today, with when it was last published or corrected."""

    limit = 10_000

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

    def get_domain(self, site: Any = None) -> str:
        """The portal's own name, whatever the request was sent to."""
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        """The portal's own scheme."""
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).scheme or "https"
