"""What a key of ``FIELD_ENCRYPTION_KEYS`` looks like. Imported by the settings: nothing of Django in here."""

from __future__ import annotations

import base64
import binascii

KEY_BYTES = 32


def is_field_key(text: str) -> bool:
    """Whether a text is a key: 32 bytes in the URL-safe alphabet of base64."""
    try:
        return len(base64.urlsafe_b64decode(text.encode("ascii"))) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False
