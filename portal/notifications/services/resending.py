"""Sending once more what was not delivered: a person's decision, on record."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.notifications.models import Delivery, DeliveryState
from portal.notifications.models.deliveries import UNDELIVERED
from portal.notifications.services.telling import owe
from portal.notifications.texts import text_of

RESEND = "notifications.resend_delivery"


def reason_not_to_resend(delivery: Delivery) -> str:
    """Why this one cannot be sent again, in plain words; "" when it can."""
    if delivery.state not in UNDELIVERED:
        return _("还在发送，或者已经发出。")
    if text_of(delivery.text_code).is_secret:
        return _("验证码已经作废，请本人重新获取。")
    if delivery.forgotten_at is not None:
        return _("联系方式已经按规定删除。")
    return ""


@transaction.atomic
def resend(pk: int, *, by: Any) -> Delivery:
    """Owe a delivery once more, in hours in which its person may be disturbed.

    Under a new idempotency key: whoever decides knows that it was not delivered, and a provider would answer the old key with
    its old refusal. Raises PermissionDenied, and ValidationError with the reason why not.
    """
    if not by.has_perm(RESEND):
        raise PermissionDenied
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    reason = reason_not_to_resend(delivery)
    if reason:
        raise ValidationError(reason)
    moment, hours = clock.now(), delivery.quiet_hours
    delivery.state, delivery.attempts, delivery.last_error = DeliveryState.WAITING, 0, ""
    delivery.idempotency_key, delivery.expires_at = uuid.uuid4(), None
    delivery.due_at = hours.after(moment) if hours else moment
    delivery.save()
    record(Act.MESSAGE_RESENT, actor=by, subject=delivery)
    owe(delivery)
    return delivery
