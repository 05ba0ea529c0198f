"""Drawing by lot, the same at every try: pure. Who does not hold the key cannot tell which answer will be drawn."""

from __future__ import annotations

import hashlib
import hmac

SPACE = 1 << 64


def lot(key: bytes, purpose: str, number: int) -> float:
    """A number from 0 to below 1 for a row, evenly spread: HMAC-SHA256 of purpose and row number. Purposes are independent
    draws."""
    digest = hmac.new(key, f"{purpose}\x00{number}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") / SPACE


def is_drawn(key: bytes, purpose: str, number: int, percent: int) -> bool:
    """Whether a row is among the ``percent`` of 100 that are drawn. A higher rate keeps all that a lower one drew."""
    return lot(key, purpose, number) < percent / 100
