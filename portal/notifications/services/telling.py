"""Owing somebody outside a text: by SMS or mail, in the transaction of what they are told of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import connection

from portal.common import clock
from portal.common.outbox.write import enqueue
from portal.notifications.contacts import MAIL, SMS, Contact
from portal.notifications.models import Delivery
from portal.notifications.models.deliveries import written
from portal.notifications.quiet_hours import QuietHours
from portal.notifications.texts import MessageText, text_of

SINKS: dict[str, str] = {SMS: "deliveries.sms", MAIL: "deliveries.mail"}
AT_ONCE: dict[str, str] = {SMS: "deliveries.sms.now", MAIL: "deliveries.mail.now"}
"""What goes at any hour has drainers of its own: at eight in the morning a code must not wait behind the night's news."""


def tell(
    contact: Contact,
    text_code: str,
    *,
    key: str,
    params: Mapping[str, object] | None = None,
    urgent: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    quiet: QuietHours | None = None,
) -> Delivery:
    """Owe a contact a text, once for each ``key`` (≤ 200 characters, nothing personal in it): a second call with the same
    key, by whomever, gives the delivery that is there and changes nothing.

    ``quiet``: hours in which this person must not be disturbed; nothing overrides them but a secret text (a code somebody
    waits for). Not given: the installation's quiet hours (``QUIET_HOURS``), which ``urgent`` overrides: for staff.
    ``not_before`` and ``expires_at`` bound the sending; a secret text must expire.

    Nothing is sent here: the outbox does, after the transaction. Raises LookupError for an unknown text, ValueError for
    parameters that do not fit it, RuntimeError outside of a transaction.
    """
    text = text_of(text_code)
    words = text.checked(params or {})
    if not connection.in_atomic_block:
        raise RuntimeError("somebody is told inside the transaction of what they are told of")
    if text.is_secret and expires_at is None:
        raise ValueError(f"{text_code} is secret: say when it can be used no more")
    moment = clock.now()
    earliest = max(moment, not_before or moment)
    hours = _hours(text, urgent=urgent, quiet=quiet)
    delivery, is_new = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "kind": contact.kind,
            "address": contact.address,
            "text_code": text_code,
            "params": written(words),
            "due_at": hours.after(earliest) if hours else earliest,
            "quiet_begins": hours.begins if hours else None,
            "quiet_ends": hours.ends if hours else None,
            "expires_at": expires_at,
            "created_at": moment,
        },
    )
    if is_new:
        owe(delivery)
    return delivery


def owe(delivery: Delivery) -> None:
    """Put a delivery into the outbox for the moment it is due; inside a transaction."""
    enqueue(sink_of(delivery), [str(delivery.pk)], due_at=delivery.due_at)


def sink_of(delivery: Delivery) -> str:
    """Which of the outbox's sinks sends it."""
    sinks = AT_ONCE if delivery.quiet_hours is None else SINKS
    return sinks[delivery.kind]


def _hours(text: MessageText, *, urgent: bool, quiet: QuietHours | None) -> QuietHours | None:
    """When it must not be sent; kept with it, since a second try must not disturb either."""
    if text.is_secret or (urgent and quiet is None):
        return None
    return quiet or QuietHours.read(settings.QUIET_HOURS)
