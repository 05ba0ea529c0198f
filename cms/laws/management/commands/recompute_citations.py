"""After a change of the rule of digests: give citations the digest by the new rule, and check them all (docs/citations.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.laws.models import Citation
from cms.laws.services.checking_citations import citations_to_review, recompute
from portal.common.clock import today


class Command(BaseCommand):
    """Renew digests that an older rule made."""

    help = "Renew the digests of citations by today's rule, and check what has become of what they cite."

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew and tell."""
        day = today()
        replaced = recompute(day)
        waiting = citations_to_review(day).count()
        self.stdout.write(f"{Citation.objects.count()} citations, {replaced} digests renewed, {waiting} to review")
