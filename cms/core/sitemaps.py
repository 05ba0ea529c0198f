"""Which of the site's pages search engines should know."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.models import Page, Site

from cms.core.open_pages import open_to_all


class PortalSitemap(Sitemap):
    """Addresses of the portal under its own name, whatever the request was sent to."""

    limit = 10_000

    def get_domain(self, site: Any = None) -> str:
        """The portal's name."""
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        """The portal's scheme."""
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).scheme or "https"


class OpenPageSitemap(PortalSitemap):
    """Every page under the default site's first page that everybody may read, with when it was last published.

    Wagtail's own reads each page whole, of each type apart; titles and texts are of no use here.
    """

    def items(self) -> QuerySet[Page]:
        """The pages, in the order of the tree."""
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            return Page.objects.none()
        self.root = site.root_page.url_path
        pages = open_to_all(Page.objects.live().descendant_of(site.root_page, inclusive=True))
        return pages.only("url_path", "last_published_at").order_by("path")

    def location(self, item: Any) -> str:
        """Its address."""
        return f"/{item.url_path.removeprefix(self.root)}"

    def lastmod(self, item: Any) -> datetime | None:
        """When it was last published."""
        return item.last_published_at
