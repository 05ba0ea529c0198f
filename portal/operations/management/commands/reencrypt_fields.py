"""``manage.py reencrypt_fields``: after a new key was put in front of ``FIELD_ENCRYPTION_KEYS``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.common.encryption import CannotDecrypt, encrypted_fields, reencrypt
from portal.consultations.attachments.storage import reencrypt_files


class Command(BaseCommand):
    """Encrypts with the first key what an older one had encrypted, files too; run twice, the second time changes nothing."""

    help = "Encrypt every encrypted field and file with the first of FIELD_ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a field, one for the files."""
        for model, field in encrypted_fields():
            try:
                rewritten, seen = reencrypt(model, field)
            except CannotDecrypt as error:
                raise CommandError(f"{model._meta.label}.{field.name}: {error}") from error
            self.stdout.write(f"{model._meta.label}.{field.name}: {rewritten} of {seen} rewritten")
        try:
            rewritten, seen = reencrypt_files()
        except CannotDecrypt as error:
            raise CommandError(f"attachments: {error}") from error
        self.stdout.write(f"attachments: {rewritten} of {seen} rewritten")
