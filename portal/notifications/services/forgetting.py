"""Letting go of addresses and of what was put into texts. The row stays: its key sees to it that nobody is told again."""

from __future__ import annotations

from datetime import timedelta

from portal.common import clock
from portal.notifications.models import Delivery, DeliveryState

KEPT_FOR = timedelta(days=30)
"""Long enough to ask a provider what became of a message."""


def forget(key_prefix: str) -> int:
    """Empty the addresses of all deliveries whose key begins so (a case, whose citizen asked for erasure), and send those no
    more that wait; returns how many. Raises ValueError for an empty prefix."""
    if not key_prefix:
        raise ValueError("whose addresses?")
    found = Delivery.objects.filter(key__startswith=key_prefix, forgotten_at__isnull=True)
    found.filter(state=DeliveryState.WAITING).update(state=DeliveryState.EXPIRED)
    return found.update(address="", params="", forgotten_at=clock.now())


def tidy() -> int:
    """Empty the addresses of what was settled a month ago; returns how many."""
    old = Delivery.objects.filter(forgotten_at__isnull=True, created_at__lt=clock.now() - KEPT_FOR)
    return old.exclude(state=DeliveryState.WAITING).update(address="", params="", forgotten_at=clock.now())
