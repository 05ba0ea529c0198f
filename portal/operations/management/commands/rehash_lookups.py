"""``manage.py rehash_lookups``: after a new key was put in front of ``LOOKUP_HASH_KEYS``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.common.encryption import CannotDecrypt
from portal.common.keyed_hash import digest_fields, rehash


class Command(BaseCommand):
    """Works every digest out with the first key; run twice, the second time changes nothing."""

    help = "Write every keyed look-up digest with the first of LOOKUP_HASH_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a field."""
        for model, field in digest_fields():
            try:
                rewritten, seen = rehash(model, field)
            except CannotDecrypt as error:
                raise CommandError(f"{model._meta.label}.{field.of}: {error}") from error
            self.stdout.write(f"{model._meta.label}.{field.name}: {rewritten} of {seen} rewritten")
