"""``/demo/messages/``: what the demo would have sent, codes too. There is no such address in production (``portal/urls.py``)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.notifications.contacts import SMS
from portal.notifications.models import Delivery, DeliveryState, DemoMessage
from portal.notifications.texts import text_of

SHOWN = 50


@never_cache
@require_safe
def demo_messages(request: HttpRequest) -> HttpResponse:
    """The newest first; above them what waits for its hour."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING).order_by("due_at", "pk")[:SHOWN]
    context = {
        "waiting": [{"delivery": delivery, "text": _text(delivery)} for delivery in waiting],
        "sent": DemoMessage.objects.all()[:SHOWN],
    }
    return render(request, "notifications/demo.html", context)


def _text(delivery: Delivery) -> str:
    text, params = text_of(delivery.text_code), delivery.read_params()
    return text.as_sms(params) if delivery.kind == SMS else "\n\n".join(text.as_mail(params))
