"""Which entries search engines should know: those that are public on the day the sitemap is asked for."""

from __future__ import annotations

from typing import Any

from cms.core.sitemaps import PortalSitemap
from cms.directory.models import Institution, Practitioner
from cms.directory.models.querysets import EntryQuerySet
from portal.common import clock


class EntrySitemap(PortalSitemap):
    """Entries by address. No day of change is told: a page also changes when a record lapses, and whoever trusts a day here
    would keep the page of before."""

    model: Any

    def items(self) -> EntryQuerySet:
        """The public entries, by address."""
        found: EntryQuerySet = self.model.objects.public_on(clock.today()).only("slug").order_by("slug")
        return found


class InstitutionSitemap(EntrySitemap):
    """Institutions."""

    model = Institution


class PractitionerSitemap(EntrySitemap):
    """Practitioners."""

    model = Practitioner
