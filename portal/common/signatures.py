"""Signatures of records: Ed25519, so that whoever holds a copy can check it with the public key alone.

Keys are ``RECORD_SIGNING_KEY``: 32 random bytes in the URL-safe alphabet of base64, with commas. The first signs, all verify: an
old key stays in the list, behind the new one.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.common.field_keys import is_field_key


def sign(message: bytes) -> str:
    """The signature by the first key, 88 characters of URL-safe base64."""
    return urlsafe_b64encode(_keys()[0].sign(message)).decode("ascii")


def is_signed(message: bytes, signature: str) -> bool:
    """Whether one of the installation's keys signed exactly this."""
    return any(is_signed_by(key, message, signature) for key in public_keys())


def is_signed_by(key: str, message: bytes, signature: str) -> bool:
    """Whether the holder of a public key, as ``public_keys`` writes them, signed exactly this. False for what is no key."""
    raw, raw_key = _exact(signature), _exact(key)
    if raw is None or raw_key is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw_key).verify(raw, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> str:
    """The public half of the first key, 44 characters of URL-safe base64: anybody may have it."""
    return public_keys()[0]


def public_keys() -> list[str]:
    """The public halves of all keys, the one that signs first."""
    return [urlsafe_b64encode(key.public_key().public_bytes_raw()).decode("ascii") for key in _keys()]


def _exact(text: str) -> bytes | None:
    """The bytes of what is written in base64 as we write it. Decoders pass over a changed last digit; this does not."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii"))
    except ValueError:
        return None
    return raw if urlsafe_b64encode(raw).decode("ascii") == text else None


def _keys() -> list[Ed25519PrivateKey]:
    return _made(tuple(settings.RECORD_SIGNING_KEY))


@lru_cache(maxsize=4)
def _made(keys: Sequence[str]) -> list[Ed25519PrivateKey]:
    if not keys or not all(is_field_key(key) for key in keys):
        raise ImproperlyConfigured("RECORD_SIGNING_KEY is not set, or holds what is no key (docs/environment.md).")
    return [Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(key)) for key in keys]
