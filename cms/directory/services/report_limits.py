"""How many reports of errors are taken: from one network, so that nobody floods the clerk, and from everybody together, so
that many networks do not either. Whoever comes too often is told so and loses nothing of what was typed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from cms.directory.models import ErrorReport

logger = logging.getLogger(__name__)

WINDOW = timedelta(hours=1)
PER_NETWORK = 10
IN_TOTAL = 300


def may_report(network: str, moment: datetime) -> bool:
    """Count one more report from a network (``portal.common.client_address``) and say whether it may be taken.

    The count of a network lives in the cache, under a keyed digest and never as an address; with the cache gone nobody is
    refused for it. The count of all is that of the rows there are, which no cache can lose.
    """
    if _reports_from(network) > PER_NETWORK:
        return False
    return ErrorReport.objects.filter(received_at__gt=moment - WINDOW).count() < IN_TOTAL


def _reports_from(network: str) -> int:
    key = f"corrections:{salted_hmac('cms.directory.corrections', network).hexdigest()}"
    try:
        cache.add(key, 0, timeout=int(WINDOW.total_seconds()))
        return cache.incr(key) or 0
    except ValueError:  # it ended between the two
        return 1
    except Exception:
        logger.warning("reports of errors cannot be counted", exc_info=True)
        return 0
