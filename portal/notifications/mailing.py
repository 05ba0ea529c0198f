"""Mail of messages: an outbox sink. What is in the mail says that there is a message and where to read it, not what it is
about: a mailbox is read by others too."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.outbox.registry import SinkUnavailable, register_sink
from portal.common.workbench import ENTER
from portal.notifications.gateways.base import GatewayOut, Refused
from portal.notifications.gateways.mail import send_mail
from portal.notifications.models import Notification
from portal.notifications.services import MAIL_SINK

logger = logging.getLogger(__name__)

ATTEMPTS = 8
"""Over some hours; then the row is a dead letter, and the message stays on the workbench."""


def register() -> None:
    """Tell the outbox who sends."""
    register_sink(MAIL_SINK, send, batch=20, max_attempts=ATTEMPTS)


def send(keys: Sequence[str]) -> None:
    """Mail these messages to staff, each once; a mail sent again after a crash is the same mail by its Message-ID.
    Citizens are never mailed from here: their mailboxes get texts that say less (``services.tell``), if they chose so.

    A refusal for now is raised, to be tried again; an address that is refused for good is let be: the message stays in the
    workbench. Raises SinkUnavailable when the server is out.
    """
    waiting = Notification.objects.filter(pk__in=keys, mailed_at__isnull=True).select_related("recipient")
    for message in waiting:
        if message.recipient.email and message.recipient.has_perm(ENTER):
            _mail(message)


def _mail(message: Notification) -> None:
    origin = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    body = _("%(name)s：\n\n您在法网工作台有一条新消息，请登录查看：\n%(url)s\n\n这封邮件由系统发出，请不要回复。") % {
        "name": message.recipient.get_full_name(),
        "url": f"{origin}/workbench/messages/",
    }
    try:
        send_mail(
            message.recipient.email,
            _("法网：您有一条新消息"),
            body,
            f"notification-{message.pk}",
            sender=settings.WAGTAIL_SITE_NAME,
        )
    except GatewayOut as error:
        raise SinkUnavailable(str(error)) from None
    except Refused as error:
        logger.warning("message %s was not mailed: %s", message.pk, error)
        return
    Notification.objects.filter(pk=message.pk).update(mailed_at=clock.now())
