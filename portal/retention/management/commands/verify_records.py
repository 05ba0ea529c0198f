"""``manage.py verify_records``: whether what must never change is as it was written."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.common.audit.models import AuditEntry
from portal.common.audit.record import verify
from portal.consultations.models import Consultation
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.intake.numbers import normalised_receipt_number
from portal.retention.anchors.verifying import verify_anchors, verify_anchors_of
from portal.retention.models import RecordAnchor

REASONS = {
    "missing": "a row is gone",
    "previous": "does not follow the row before it",
    "content": "its content is not what was sealed",
}
MOST_TOLD = 50
"""Faults written out; more are counted."""


class Command(BaseCommand):
    """Verifies the audit log's hash chain, the record of each consultation and the anchors; exits with 1 where one is broken."""

    help = "Verify the audit log, the records of consultations and their anchors; exit 1 when one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--case`` looks at one consultation alone."""
        parser.add_argument("--case", metavar="NUMBER", default="", help="one consultation, by its receipt number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, print what holds, and every fault."""
        number = normalised_receipt_number(options["case"])
        faults = [] if number else self._audit_faults()
        faults += self._record_faults(number)
        faults += self._anchor_faults(number)
        if faults:
            raise CommandError("\n".join(faults))

    def _audit_faults(self) -> list[str]:
        found = verify()
        if found is not None:
            return [f"audit log: broken at row {found.sequence}: {REASONS[found.reason]}"]
        sealed = AuditEntry.objects.filter(sequence__isnull=False).count()
        waiting = AuditEntry.objects.filter(sequence__isnull=True).count()
        last = AuditEntry.objects.filter(sequence__isnull=False).order_by("-sequence").first()
        self.stdout.write(f"audit log: {sealed} rows hold, {waiting} not sealed yet")
        if last is not None:
            self.stdout.write(f"last digest: {last.digest}")
        return []

    def _record_faults(self, number: str) -> list[str]:
        if number and not Consultation.objects.filter(receipt_number=number).exists():
            raise CommandError(f"there is no consultation {number}")
        tally, told, broken, count, last = Tally(), [], 0, 0, ""
        for fault in verify_records(tally, number):
            count += 1
            broken += fault.number != last  # the faults of one record come together
            last = fault.number
            if count <= MOST_TOLD:
                told.append(f"consultation {fault.number}: {fault.words}")
        if count > MOST_TOLD:
            told.append(f"and {count - MOST_TOLD} faults more")
        self.stdout.write(
            f"consultations: {tally.cases - broken} of {tally.cases} records hold "
            f"({tally.events} events, {tally.texts} texts, {tally.files} files, {tally.erased} erased)"
        )
        self.stdout.write(f"digest of all ends: {tally.ends}")
        return told

    def _anchor_faults(self, number: str) -> list[str]:
        if number:
            return sorted(set(verify_anchors_of(Consultation.objects.get(receipt_number=number))))
        told = list(verify_anchors())
        last = RecordAnchor.objects.order_by("-day").first()
        self.stdout.write(f"anchors: {RecordAnchor.objects.count()} days, {len(told)} faults")
        if last is not None:
            self.stdout.write(f"last anchor: {last.day} {last.digest}")
        return [*told[:MOST_TOLD], *([f"and {len(told) - MOST_TOLD} faults more"] if len(told) > MOST_TOLD else [])]
