"""Keyed digests by which encrypted values are found again: equal values give equal digests, and without the key nobody can
try the few billion phone numbers there are.

Keys are ``LOOKUP_HASH_KEYS``, in order: the first writes, all look up. To change the key, put a new one in front, run
``manage.py rehash_lookups``, and take the old one away (docs/citizens.md).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

from portal.common.field_keys import is_field_key

BATCH = 500
_LENGTH = 64


def lookup_digest(kind: str, value: str) -> str:
    """The digest that is stored: HMAC-SHA256 with the first key, 64 hexadecimal digits.

    ``kind`` parts realms: a phone number and a document number of the same digits have different digests. ``value`` is
    already normalised.
    """
    return _digest(_keys()[0], kind, value)


def lookup_digests(kind: str, value: str) -> list[str]:
    """The digests under which a value may lie, one a key: ``filter(phone_digest__in=lookup_digests(...))``."""
    return [_digest(key, kind, value) for key in _keys()]


def _digest(key: str, kind: str, value: str) -> str:
    return hmac.new(key.encode("ascii"), f"{kind}\x00{value}".encode(), hashlib.sha256).hexdigest()


def _keys() -> list[str]:
    keys = list(settings.LOOKUP_HASH_KEYS)
    if not keys or not all(is_field_key(key) for key in keys):
        raise ImproperlyConfigured("LOOKUP_HASH_KEYS is not set, or holds what is no key (docs/environment.md).")
    return keys


class LookupDigestField(models.CharField):
    """The digest of another field (or property) of the same row, written whenever the row is saved whole; NULL where that
    one is empty, so that it may be unique. ``of`` names it, ``kind`` is the realm. A save of some fields names both."""

    def __init__(self, *args: Any, kind: str = "", of: str = "", **kwargs: Any) -> None:
        self.kind, self.of = kind, of
        kwargs |= {"max_length": _LENGTH, "null": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """As migrations write it: a plain field with its realm."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"kind": self.kind, "of": self.of}

    def pre_save(self, model_instance: Any, add: bool) -> str | None:
        """Work the digest out from what is being saved."""
        value = getattr(model_instance, self.of)
        digest = lookup_digest(self.kind, value) if value else None
        setattr(model_instance, self.attname, digest)
        return digest


def digest_fields() -> Iterator[tuple[type[models.Model], LookupDigestField]]:
    """Every digest of every model."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, LookupDigestField):
                yield model, field


def rehash(model: type[models.Model], field: LookupDigestField) -> tuple[int, int]:
    """Write every digest anew that another key than the first made; gives (rewritten, looked at).

    A row that somebody changes meanwhile keeps what they wrote.
    """
    rewritten, seen, last = 0, 0, 0
    while rows := list(_rows(model, field).filter(pk__gt=last).order_by("pk")[:BATCH]):
        with transaction.atomic():
            for row in rows:
                seen, last = seen + 1, row.pk
                old, value = getattr(row, field.attname), getattr(row, field.of)
                new = lookup_digest(field.kind, value) if value else None
                if new != old:
                    unchanged = model._base_manager.filter(pk=row.pk, **{field.attname: old})
                    rewritten += unchanged.update(**{field.attname: new})
    return rewritten, seen


def digests_found_again() -> bool:
    """Whether the newest value of each field would be found with the keys there are."""
    for model, field in digest_fields():
        newest = _rows(model, field).order_by("-pk").first()
        if newest is not None:
            value = getattr(newest, field.of)
            if getattr(newest, field.attname) not in lookup_digests(field.kind, value):
                return False
    return True


def _rows(model: type[models.Model], field: LookupDigestField) -> models.QuerySet[Any]:
    return model._base_manager.filter(**{f"{field.attname}__isnull": False})
