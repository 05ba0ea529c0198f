"""Rows and files of attachments together: kept, read, removed, scanned later. Who may is asked by ``services.attaching``."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from portal.common import clock
from portal.common.outbox.registry import SinkUnavailable, register_sink
from portal.common.outbox.write import enqueue
from portal.consultations.attachments import vault
from portal.consultations.attachments.accepting import Outcome
from portal.consultations.attachments.scanning import Verdict, scan
from portal.consultations.models import Attachment, Consultation, IntakeDraft
from portal.consultations.services.case.recording import new_salt

SCAN_SINK = "consultations.scan"
ORPHAN_AGE = timedelta(hours=24)
"""A file without a row is younger than this only while its transaction may still commit."""
_SCANS = {
    Verdict.OFF: Attachment.Scan.NOT_CONFIGURED,
    Verdict.CLEAN: Attachment.Scan.CLEAN,
    Verdict.UNAVAILABLE: Attachment.Scan.WAITING,
}
SERVED = (Attachment.Scan.NOT_CONFIGURED, Attachment.Scan.CLEAN)


class NotServed(Exception):
    """A file that is there no more, or that the scanner has not called clean yet; ``waiting`` tells which."""

    def __init__(self, *, waiting: bool) -> None:
        super().__init__("waiting" if waiting else "gone")
        self.waiting = waiting


def file_digest(salt: str, content: bytes) -> str:
    """SHA-256 of salt and bytes: says that the file is the same, and nothing of what is in it."""
    return hashlib.sha256(f"{salt}\n".encode() + content).hexdigest()


def keep(outcome: Outcome, *, draft: IntakeDraft | None = None, consultation: Consultation | None = None) -> Attachment:
    """Keep what was taken, inside the transaction of the act; a file the scanner could not be asked about is owed to it.

    The file is on disk before the row commits. Rolled back, it is an orphan, found by ``forget_orphans``.
    """
    cleaned = outcome.cleaned
    assert cleaned is not None  # whoever keeps has asked whether it was taken
    key, salt = uuid.uuid4(), new_salt()
    vault.put(key.hex, cleaned.content)
    attachment = Attachment.objects.create(
        key=key,
        consultation=consultation,
        draft=draft,
        name=outcome.name[-200:],
        kind=cleaned.kind,
        size=len(cleaned.content),
        pages=cleaned.pages,
        salt=salt,
        digest=file_digest(salt, cleaned.content),
        scan=_SCANS[outcome.verdict],
        uploaded_at=clock.now(),
    )
    if attachment.scan == Attachment.Scan.WAITING:
        enqueue(SCAN_SINK, [key.hex])
    return attachment


def read(attachment: Attachment) -> bytes:
    """The bytes of a file that may be served. Raises NotServed, FileMissing, and CannotDecrypt for one that was changed.

    Where a scanner was set up since a file came, the file waits for it as any other.
    """
    if attachment.removed_at is not None or attachment.scan == Attachment.Scan.INFECTED:
        raise NotServed(waiting=False)
    if attachment.scan not in SERVED:
        raise NotServed(waiting=True)
    return vault.get(attachment.key.hex)


def remove_file(attachment: Attachment) -> None:
    """Take the file away, with its salt and its name: what stays of it is that it was there. Inside a transaction.

    The file itself goes once that commits; a crash just then leaves an orphan.
    """
    attachment.removed_at, attachment.salt, attachment.name = clock.now(), "", ""
    attachment.save(update_fields=["removed_at", "salt", "name"])
    name = attachment.key.hex
    transaction.on_commit(lambda: vault.delete(name), robust=True)


def forget_orphans() -> int:
    """Delete files that no row names (rolled back, or their removal crashed); gives how many. At most one pass a day is wanted."""
    now, forgotten = clock.now().timestamp(), 0
    for name in vault.names():
        try:
            young = vault.age_seconds(name, now) < ORPHAN_AGE.total_seconds()
        except vault.FileMissing:
            continue
        if not young and not Attachment.objects.filter(key=uuid.UUID(name), removed_at__isnull=True).exists():
            vault.delete(name)
            forgotten += 1
    return forgotten


def reencrypt_files() -> tuple[int, int]:
    """Encrypt every file with the first key; gives (rewritten, looked at). Raises CannotDecrypt at the first that no key reads."""
    rewritten, seen = 0, 0
    for name in vault.names():
        try:
            rewritten += vault.reencrypt(name)
        except vault.FileMissing:  # removed just now
            continue
        seen += 1
    return rewritten, seen


def scan_waiting(keys: Sequence[str]) -> None:
    """The outbox's handler: show the scanner what it has not seen. Raises SinkUnavailable while it cannot be asked."""
    waiting = Q(scan=Attachment.Scan.WAITING, removed_at__isnull=True)
    for attachment in Attachment.objects.filter(waiting, key__in=[uuid.UUID(key) for key in keys]):
        verdict = scan(vault.get(attachment.key.hex))
        if verdict is Verdict.UNAVAILABLE:
            raise SinkUnavailable("the virus scanner could not be asked")
        with transaction.atomic():
            if verdict is not Verdict.INFECTED:
                Attachment.objects.filter(waiting, pk=attachment.pk).update(scan=_SCANS[verdict])
                continue
            if Attachment.objects.filter(waiting, pk=attachment.pk).update(scan=Attachment.Scan.INFECTED):
                from portal.consultations.services.intake.attaching import file_was_infected

                file_was_infected(attachment)


def register() -> None:
    """Make the scanning known to the outbox; called from ``AppConfig.ready``."""
    register_sink(SCAN_SINK, scan_waiting, batch=10)
