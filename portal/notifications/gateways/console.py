"""SMS on the terminal of whoever develops. Never in production: a log is no place for codes and numbers."""

from __future__ import annotations

import sys


class ConsoleGateway:
    """Writes to standard output."""

    def send(self, number: str, text: str, idempotency_key: str) -> str:
        """See SmsGateway."""
        sys.stdout.write(f"[SMS] {number} {text} ({idempotency_key})\n")
        return f"console-{idempotency_key}"
