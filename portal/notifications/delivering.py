"""Deliveries leave here: outbox sinks for SMS and mail, and others for what goes at any hour. Each key is looked at anew, so
that one that comes twice does no harm.

A gateway that is gone or hangs holds up nobody for long: after the second message in a row that found it so, the rest of the
batch waits. A drainer that dies between sending and writing it down sends again, under the same idempotency key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from portal.common import clock
from portal.common.outbox.models import OutboxRow
from portal.common.outbox.registry import SinkUnavailable, register_sink
from portal.notifications.contacts import MAIL, SMS
from portal.notifications.gateways.base import GatewayOut, Refused, TryAgain
from portal.notifications.gateways.choosing import sms_gateway
from portal.notifications.gateways.mail import send_mail
from portal.notifications.models import Delivery, DeliveryState
from portal.notifications.services.telling import AT_ONCE, SINKS, owe, sink_of
from portal.notifications.texts import text_of

logger = logging.getLogger(__name__)

BATCH = 10
"""Times ten seconds, the longest that a gateway keeps us (checks.py), is less than what a drainer has."""
OUT_IN_A_ROW = 2
MOST_ATTEMPTS = 48
"""With the waits below, somewhat under two days."""
SHORTEST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


def register() -> None:
    """Tell the outbox who sends."""
    for name in (*SINKS.values(), *AT_ONCE.values()):
        register_sink(name, send, batch=BATCH)


def send(keys: Sequence[str]) -> None:
    """Send these deliveries, as far as they are due; raises SinkUnavailable when the gateway is out."""
    out_in_a_row = 0
    for key in keys:
        error = _send_one(key)
        out_in_a_row = out_in_a_row + 1 if isinstance(error, GatewayOut) else 0
        if out_in_a_row == OUT_IN_A_ROW:
            raise SinkUnavailable(str(error))


def wait_after(attempts: int) -> timedelta:
    """How long a delivery waits that failed so many times: ten seconds, then twice as long each time, at most an hour."""
    return min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** min(attempts - 1, 10))


def _send_one(key: str) -> TryAgain | None:
    moment = clock.now()
    delivery = Delivery.objects.filter(pk=key, state=DeliveryState.WAITING).first()
    if delivery is None:
        return None
    if delivery.due_at > moment:
        _owe_again(delivery, moment)
        return None
    if delivery.expires_at is not None and delivery.expires_at <= moment:
        _settle(delivery, DeliveryState.EXPIRED)
        return None
    if delivery.quiet_hours is not None and delivery.quiet_hours.holds(moment):
        _wait_until(delivery, delivery.quiet_hours.after(moment))  # we are late, and now it would disturb
        return None
    try:
        provider_id = _WAYS[delivery.kind](delivery)
    except Refused as error:
        _settle(delivery, DeliveryState.FAILED, attempts=delivery.attempts + 1, last_error=str(error))
    except TryAgain as error:
        _postpone(delivery, error, moment)
        return error
    else:
        attempts = delivery.attempts + 1
        _settle(delivery, DeliveryState.SENT, attempts=attempts, provider_id=provider_id, sent_at=clock.now())
    return None


def _owe_again(delivery: Delivery, moment: datetime) -> None:
    """Come too early (``drain_outbox --now``): the row that brought us will be done, so another must stand for later."""
    rows = OutboxRow.objects.filter(sink=sink_of(delivery), key=str(delivery.pk), done_at=None, due_at__gt=moment)
    if not rows.exists():
        with transaction.atomic():
            owe(delivery)


def _by_sms(delivery: Delivery) -> str:
    text = text_of(delivery.text_code).as_sms(delivery.read_params())
    return sms_gateway().send(delivery.address, text, str(delivery.idempotency_key))


def _by_mail(delivery: Delivery) -> str:
    subject, body = text_of(delivery.text_code).as_mail(delivery.read_params())
    return send_mail(delivery.address, subject, body, str(delivery.idempotency_key))


_WAYS: dict[str, Callable[[Delivery], str]] = {SMS: _by_sms, MAIL: _by_mail}


def _settle(delivery: Delivery, state: DeliveryState, *, last_error: str = "", **values: object) -> None:
    """Nothing more is tried; a secret has no further use and goes."""
    if text_of(delivery.text_code).is_secret:
        values["params"] = ""
    waiting = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING)
    waiting.update(state=state, last_error=last_error[:100], **values)
    if state not in (DeliveryState.SENT, DeliveryState.EXPIRED):
        logger.warning("delivery %s (%s) was not taken: %s", delivery.pk, delivery.text_code, last_error)


def _postpone(delivery: Delivery, error: TryAgain, moment: datetime) -> None:
    attempts = delivery.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        _settle(delivery, DeliveryState.DEAD, attempts=attempts, last_error=str(error))
        return
    delivery.attempts, delivery.last_error = attempts, str(error)[:100]
    again = moment + wait_after(attempts)
    _wait_until(delivery, delivery.quiet_hours.after(again) if delivery.quiet_hours else again)


def _wait_until(delivery: Delivery, due_at: datetime) -> None:
    delivery.due_at = due_at
    with transaction.atomic():
        delivery.save(update_fields=["attempts", "last_error", "due_at"])
        owe(delivery)
