"""How many deliveries stand where, for monitoring."""

from __future__ import annotations

from django.db.models import Count

from portal.notifications.contacts import MAIL, SMS
from portal.notifications.models import Delivery, DeliveryState

WATCHED = [state for state in DeliveryState if state != DeliveryState.SENT]
"""What has left needs no watching, and would mean counting every row there ever was."""


def deliveries() -> dict[tuple[str, str], int]:
    """By kind and state, none of them missing."""
    rows = Delivery.objects.filter(state__in=WATCHED).values_list("kind", "state").annotate(Count("pk")).order_by()
    return dict.fromkeys(((kind, str(state)) for kind in (SMS, MAIL) for state in WATCHED), 0) | {
        (kind, state): number for kind, state, number in rows
    }
