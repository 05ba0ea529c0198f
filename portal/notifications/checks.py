"""Start-up checks: whether this installation can send at all, and under a name that tells nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from portal.common.outbox.tasks import DRAIN_SECONDS
from portal.notifications import delivering
from portal.notifications.gateways import over_http
from portal.notifications.quiet_hours import QuietHours

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@register()
def messages_can_leave(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Codes by phone need a gateway; its URL holds a secret, which must not go over the wire in clear."""
    found: list[CheckMessage] = []
    url = urlsplit(settings.SMS_URL)
    if not settings.IS_DEMO and url.scheme not in ("http", "https"):
        found.append(
            Warning(
                "SMS_URL is not set: nobody gets a code by phone, and asking by phone (the default) is not possible.",
                hint="docs/notifications.md",
                id="notifications.W001",
            )
        )
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        found.append(Error("SMS_URL is not https: numbers and codes would be sent in clear.", id="notifications.E001"))
    return found


@register()
def quiet_hours_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A typing mistake in QUIET_HOURS must not be found out at the first message."""
    try:
        QuietHours.read(settings.QUIET_HOURS)
    except ValueError as error:
        return [Error(f"QUIET_HOURS cannot be read: {error}", id="notifications.E002")]
    return []


@register()
def a_slow_gateway_keeps_no_drainer_too_long(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The last batch of a drainer must end before Celery ends the drainer."""
    slowest = max(over_http.CONNECT_SECONDS + over_http.ANSWER_SECONDS, settings.EMAIL_TIMEOUT)
    needed = DRAIN_SECONDS + delivering.BATCH * slowest
    if needed < settings.CELERY_TASK_SOFT_TIME_LIMIT:
        return []
    return [Error(f"A batch of deliveries may take {needed} s.", id="notifications.E003")]
