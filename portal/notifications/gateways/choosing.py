"""Which SMS gateway this installation has: ``SMS_URL``."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from portal.notifications.gateways.base import Refused, SmsGateway
from portal.notifications.gateways.console import ConsoleGateway
from portal.notifications.gateways.over_http import HttpGateway


class NoGateway:
    """Where ``SMS_URL`` is not set: what should have been sent stands among what was not delivered."""

    def send(self, number: str, text: str, idempotency_key: str) -> str:
        """Raises Refused."""
        raise Refused("no SMS_URL")


def sms_gateway() -> SmsGateway:
    """The gateway of ``SMS_URL``."""
    return _gateway(settings.SMS_URL)


@lru_cache(maxsize=4)
def _gateway(url: str) -> SmsGateway:
    scheme = urlsplit(url).scheme
    if scheme in ("http", "https"):
        return HttpGateway(url)
    if scheme == "console":
        return ConsoleGateway()
    if scheme == "demo" and settings.IS_DEMO:
        from portal.notifications.gateways.demo import DemoGateway  # its rows are there once Django is set up

        return DemoGateway()
    return NoGateway()
