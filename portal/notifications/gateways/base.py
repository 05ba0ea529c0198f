"""What a gateway is, and the three ways in which it fails. Their words go into rows and logs: they hold no address and no
text, nor anything a server answered."""

from __future__ import annotations

from typing import Protocol


class SendingFailed(Exception):
    """A message did not leave. ``str()`` is safe to keep."""


class Refused(SendingFailed):
    """This message will never be taken (the number does not exist): trying again is of no use."""


class TryAgain(SendingFailed):
    """This message was not taken now; it may be later."""


class GatewayOut(TryAgain):
    """The gateway itself is gone, hangs or knows us no more: no other message stands a better chance just now.

    The message may have left all the same, its answer lost: whoever tries again brings the same idempotency key.
    """


class SmsGateway(Protocol):
    """Sends an SMS."""

    def send(self, number: str, text: str, idempotency_key: str) -> str:
        """Hand over a text for ``number`` (eleven digits, of the mainland); gives the provider's name for it, or "".

        Returns within seconds or raises SendingFailed. Two calls with one ``idempotency_key`` are one SMS.
        """
