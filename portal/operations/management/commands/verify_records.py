"""``manage.py verify_records``: whether what must never change is as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.common.audit.models import AuditEntry
from portal.common.audit.record import verify

REASONS = {
    "missing": "a row is gone",
    "previous": "does not follow the row before it",
    "content": "its content is not what was sealed",
}


class Command(BaseCommand):
    """Verifies the audit log's hash chain; exits with 1 where it is broken."""

    help = "Verify the hash chain of the audit log; exit 1 when it is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and print how many rows hold, and how many wait to be sealed."""
        found = verify()
        if found is not None:
            raise CommandError(f"audit log: broken at row {found.sequence}: {REASONS[found.reason]}")
        sealed = AuditEntry.objects.filter(sequence__isnull=False).count()
        waiting = AuditEntry.objects.filter(sequence__isnull=True).count()
        last = AuditEntry.objects.filter(sequence__isnull=False).order_by("-sequence").first()
        self.stdout.write(f"audit log: {sealed} rows hold, {waiting} not sealed yet")
        if last is not None:
            self.stdout.write(f"last digest: {last.digest}")
