"""A child that sends the SMS that are due, by the gateway of SMS_URL."""

from __future__ import annotations

import django


def main() -> None:
    """Drain until nothing is left or nobody lets us."""
    django.setup()
    from portal.common.outbox.drain import drain
    from portal.notifications.services.telling import SINKS

    drain(SINKS["sms"])


if __name__ == "__main__":
    main()
