"""The demo sends nothing: it keeps what would have left, to be read at ``/demo/messages/``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from portal.common import clock
from portal.notifications.contacts import MAIL, SMS
from portal.notifications.models import DemoMessage

KEPT = 200
"""The newest; the demo is open to everybody and must not grow without end."""


class DemoGateway:
    """SMS, kept once for each idempotency key like a real gateway does."""

    def send(self, number: str, text: str, idempotency_key: str) -> str:
        """See SmsGateway."""
        keep(SMS, number, "", text, idempotency_key)
        return f"demo-{idempotency_key}"


class DemoMailBackend(BaseEmailBackend):
    """A mail backend of Django's."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each mail."""
        for message in email_messages:
            name = str(message.message()["Message-ID"])
            keep(MAIL, "、".join(message.recipients()), str(message.subject), str(message.body), name)
        return len(email_messages)


def keep(kind: str, address: str, subject: str, text: str, idempotency_key: str) -> None:
    """Keep one message, and let go of the oldest."""
    values: dict[str, Any] = {"kind": kind, "address": address, "subject": subject, "text": text}
    DemoMessage.objects.get_or_create(idempotency_key=idempotency_key, defaults={**values, "created_at": clock.now()})
    oldest = DemoMessage.objects.order_by("-pk").values_list("pk", flat=True)[KEPT - 1 : KEPT].first()
    if oldest is not None:
        DemoMessage.objects.filter(pk__lt=oldest).delete()
