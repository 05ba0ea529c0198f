"""Text that lies encrypted in the database: whoever copies the database alone can read none of it.

Keys are ``FIELD_ENCRYPTION_KEYS``, Fernet keys in order: the first encrypts, all decrypt. To change the key, put a new one in
front, run ``manage.py reencrypt_fields``, and take the old one away. A value is never looked up by its text: it is different
each time it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NoReturn

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models, transaction
from django.db.models.functions import Cast, Length
from django.db.models.lookups import GreaterThan

from portal.common.field_keys import is_field_key

BATCH = 500


class CannotDecrypt(Exception):
    """A stored value was written with a key that is not among the installation's, or was damaged. Holds nothing of it."""


def encrypt(text: str) -> str:
    """Encrypt with the first key."""
    return _fernet().encrypt(text.encode()).decode("ascii")


def decrypt(stored: str) -> str:
    """Decrypt with whichever key it was written with; raises CannotDecrypt."""
    try:
        return _fernet().decrypt(stored.encode("ascii", errors="replace")).decode()
    except InvalidToken:
        raise CannotDecrypt("FIELD_ENCRYPTION_KEYS holds no key that this value was encrypted with.") from None


def encrypt_bytes(content: bytes) -> bytes:
    """Encrypt a file's bytes with the first key; gives a token in the URL-safe alphabet of base64."""
    return _fernet().encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """Decrypt what ``encrypt_bytes`` gave; raises CannotDecrypt."""
    try:
        return _fernet().decrypt(token)
    except InvalidToken:
        raise CannotDecrypt("FIELD_ENCRYPTION_KEYS holds no key that this file was encrypted with.") from None


def rotate_bytes(token: bytes) -> bytes | None:
    """The token by the first key; None where that wrote it already. Raises CannotDecrypt."""
    if _reads(Fernet(settings.FIELD_ENCRYPTION_KEYS[0]), token):
        return None
    return encrypt_bytes(decrypt_bytes(token))


def _fernet() -> MultiFernet:
    return _made(tuple(settings.FIELD_ENCRYPTION_KEYS))


@lru_cache(maxsize=4)
def _made(keys: Sequence[str]) -> MultiFernet:
    if not keys or not all(is_field_key(key) for key in keys):
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS is not set, or holds what is no key (docs/environment.md).")
    return MultiFernet([Fernet(key) for key in keys])


class EncryptedTextField(models.TextField):
    """A text that is encrypted on its way into the database and decrypted on its way out. An empty one stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt."""
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt."""
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only ``isnull`` can be asked: no two tokens of one text are the same."""
        if lookup_name != "isnull":
            self._refuse()
        return super().get_lookup(lookup_name)

    def _refuse(self) -> NoReturn:
        raise FieldError(f"{self.name} is encrypted: rows cannot be found by it.")


def is_written(name: str) -> GreaterThan:
    """A condition for a check constraint: something stands in an encrypted field, whatever it is. An empty one stays empty."""
    return GreaterThan(Length(models.F(name)), 0)


def encrypted_fields() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted field of every model."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def stored_tokens(model: type[models.Model], field: EncryptedTextField) -> models.QuerySet[Any]:
    """(primary key, token) of each row, as it lies in the database."""
    as_it_lies = Cast(models.F(field.attname), models.TextField())
    rows = model._base_manager.exclude(**{f"{field.name}__isnull": True}).annotate(_token=as_it_lies)
    return rows.values_list("pk", "_token").order_by("pk")


def readable_sample() -> bool:
    """Whether the newest value of each field can be read with the keys there are."""
    for model, field in encrypted_fields():
        newest = stored_tokens(model, field).order_by("-pk").first()
        if newest is not None and newest[1]:
            try:
                decrypt(newest[1])
            except CannotDecrypt:
                return False
    return True


def reencrypt(model: type[models.Model], field: EncryptedTextField) -> tuple[int, int]:
    """Write every value that another key than the first encrypted once more; gives (rewritten, looked at).

    Raises CannotDecrypt at the first value that no key reads; what was rewritten until then stays. A row that somebody
    changes meanwhile keeps what they wrote.
    """
    first, rewritten, seen, last = Fernet(settings.FIELD_ENCRYPTION_KEYS[0]), 0, 0, 0
    while rows := list(stored_tokens(model, field).filter(pk__gt=last)[:BATCH]):
        with transaction.atomic():
            for pk, token in rows:
                seen, last = seen + 1, pk
                if token and not _reads(first, token.encode("ascii", errors="replace")):
                    rewritten += _write(model, field, pk, token, decrypt(token))
    return rewritten, seen


def _reads(key: Fernet, token: bytes) -> bool:
    try:
        key.decrypt(token)
    except InvalidToken:
        return False
    return True


def _write(model: type[models.Model], field: EncryptedTextField, pk: Any, token: str, text: str) -> int:
    unchanged = stored_tokens(model, field).filter(pk=pk, _token=token).values("pk")
    return model._base_manager.filter(pk__in=list(unchanged.values_list("pk", flat=True))).update(**{field.name: text})
