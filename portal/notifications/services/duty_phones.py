"""The phones on which staff are woken."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.notifications.models import StaffContact


def duty_phone_of(user: Any) -> str:
    """Eleven digits, or ""."""
    found = StaffContact.objects.filter(user=user).first()
    return found.duty_phone if found is not None else ""


@transaction.atomic
def set_duty_phone(user: Any, number: str, *, by: Any) -> None:
    """Keep a checked number (eleven digits; "" takes it away). A change is logged, the number is not."""
    if duty_phone_of(user) == number:
        return
    StaffContact.objects.update_or_create(user=user, defaults={"duty_phone": number})
    record(Act.DUTY_PHONE_CHANGED, actor=by, subject=user, details={"reason": "" if number else "removed"})
