"""Publishing at a set time, and ending at one: what Wagtail's ``publish_scheduled`` does, page by page, so that one that
cannot be published stops no other, and two runs at once publish nothing twice."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)

PUBLISHED, ENDED = "wagtail.publish.scheduled", "wagtail.unpublish.scheduled"


def publish_due(moment: datetime) -> int:
    """Publish the revisions whose time has come, in the order of their times; gives how many."""
    keys = Revision.objects.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at", "pk")
    return sum(_publish(pk, moment) for pk in list(keys.values_list("pk", flat=True)))


def end_due(moment: datetime) -> int:
    """Withdraw the pages whose time is over; gives how many."""
    keys = Page.objects.filter(live=True, expire_at__lte=moment).order_by("expire_at", "pk")
    return sum(_end(pk, moment) for pk in list(keys.values_list("pk", flat=True)))


def _publish(pk: int, moment: datetime) -> bool:
    try:
        with transaction.atomic():
            due = (
                Revision.objects.select_for_update(of=("self",)).filter(pk=pk, approved_go_live_at__lte=moment).first()
            )
            if due is None:  # another process was faster
                return False
            due.publish(log_action=PUBLISHED)
            return True
    except Exception:
        logger.exception("revision %s could not be published at its time", pk)
        return False


def _end(pk: int, moment: datetime) -> bool:
    try:
        with transaction.atomic():
            page = Page.objects.select_for_update(of=("self",)).filter(pk=pk, live=True, expire_at__lte=moment).first()
            if page is None:
                return False
            page.specific.unpublish(set_expired=True, log_action=ENDED)
            return True
    except Exception:
        logger.exception("page %s could not be ended at its time", pk)
        return False
