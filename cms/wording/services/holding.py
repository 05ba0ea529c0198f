"""A page whose time has come and whose words keep it back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from cms.wording.page_check import PageFinding

HELD = "wording.hold"
"""The log action in the page's history; the dashboard lists pages by it until they are published."""


def hold(page: Page, revision: Revision, findings: Sequence[PageFinding]) -> None:
    """Take the revision off the timer, which would try it again each minute, and leave word why."""
    with transaction.atomic():
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        words = list(dict.fromkeys(row.finding.words for row in findings))
        log(instance=page, action=HELD, revision=revision, data={"words": words})


def held_pages() -> QuerySet[PageLogEntry]:
    """The entries of pages that were held back and have not been published since, the latest first."""
    published_since = Q(page__last_published_at__gte=F("timestamp"))
    entries = PageLogEntry.objects.filter(action=HELD, page__isnull=False).exclude(published_since)
    return entries.select_related("page").order_by("-timestamp")
