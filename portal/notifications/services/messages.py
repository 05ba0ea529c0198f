"""Telling people with an account, in the transaction of what they are told of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from portal.common import clock
from portal.common.outbox.write import enqueue
from portal.notifications.contacts import SMS, Contact
from portal.notifications.models import Notification, StaffContact
from portal.notifications.own_texts import STAFF_URGENT
from portal.notifications.services.telling import tell

MAIL_SINK = "notifications.mail"


def notify(recipients: Iterable[Any], text: str, *, url: str = "", urgent: bool = False) -> list[Notification]:
    """Leave a message for each of these people and owe each a mail; inside the transaction of the act.

    ``urgent``: who gave a phone for duty gets an SMS too, whatever the hour. A mail server or a gateway that is gone or slow
    never holds the act up: the outbox sends, and tries again.
    """
    told = Notification.objects.bulk_create(
        Notification(recipient=person, text=text[:300], url=url, created_at=clock.now()) for person in recipients
    )
    enqueue(MAIL_SINK, [str(message.pk) for message in told])
    if urgent:
        _wake(told)
    return told


def _wake(messages: Iterable[Notification]) -> None:
    message_of = {message.recipient_id: message for message in messages if message.recipient.is_active}
    for contact in StaffContact.objects.filter(user__in=message_of):
        if contact.duty_phone:
            key = f"notification:{message_of[contact.user_id].pk}:wake"
            tell(Contact(SMS, contact.duty_phone), STAFF_URGENT, key=key, urgent=True)


def unread_of(user: Any) -> QuerySet[Notification]:
    """What a person has not read yet."""
    return Notification.objects.filter(recipient=user, read_at__isnull=True)


def mark_read_of(user: Any, url: str) -> int:
    """Put on file that a person has read all that led to one page; returns how many were new."""
    return unread_of(user).filter(url=url).update(read_at=clock.now())


def mark_read(user: Any, keys: Iterable[int]) -> int:
    """Put on file that a person has read these of their own messages; returns how many were new."""
    return unread_of(user).filter(pk__in=list(keys)).update(read_at=clock.now())
