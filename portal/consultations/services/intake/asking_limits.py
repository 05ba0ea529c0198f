"""How often questions are begun and sent: by session, by network, and by everybody together. Whoever comes too often is told so
and loses nothing of what was typed; there is no riddle to solve.

Many people may share one network (a village's telephone mast, a service hall): its limits are wide.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from portal.consultations.models import Consultation, IntakeDraft

logger = logging.getLogger(__name__)

WINDOW = timedelta(hours=1)
SENT_PER_SESSION = 5
SENT_PER_NETWORK = 30
SENT_IN_TOTAL = 3_000
BEGUN_PER_NETWORK = 120
BEGUN_IN_TOTAL = 10_000
UPLOADS_PER_NETWORK = 200
"""Times that files are handed in; each time as many as a question may have. Cleaning one costs seconds of a processor."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, as far as counting goes: ``network`` is ``portal.common.client_address.client_network``."""

    network: str
    session: str = ""


def may_begin(sender: Sender, moment: datetime) -> bool:
    """Count one more draft, and say whether it may be kept."""
    if _counted("begun", sender.network) > BEGUN_PER_NETWORK:
        return False
    return IntakeDraft.objects.filter(created_at__gt=moment - WINDOW).count() < BEGUN_IN_TOTAL


def may_send(sender: Sender, moment: datetime) -> bool:
    """Count one more question, and say whether it may be sent."""
    if sender.session and _counted("session", sender.session) > SENT_PER_SESSION:
        return False
    if _counted("sent", sender.network) > SENT_PER_NETWORK:
        return False
    return Consultation.objects.filter(submitted_at__gt=moment - WINDOW).count() < SENT_IN_TOTAL


def may_upload(sender: Sender) -> bool:
    """Count one more handing in of files, and say whether they may be looked at."""
    return _counted("uploaded", sender.network) <= UPLOADS_PER_NETWORK


def _counted(what: str, whom: str) -> int:
    """The count lives in the cache under a keyed digest, never as an address; with the cache gone nobody is refused for it."""
    key = f"asking:{what}:{salted_hmac('portal.consultations.asking', whom).hexdigest()}"
    try:
        cache.add(key, 0, timeout=int(WINDOW.total_seconds()))
        return cache.incr(key) or 0
    except ValueError:  # it ended between the two
        return 1
    except Exception:
        logger.warning("questions cannot be counted", exc_info=True)
        return 0
