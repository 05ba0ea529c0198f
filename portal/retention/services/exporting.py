"""Handing cases to an authority: asked for by a supervisor, made in the background, encrypted here, deleted after some days."""

from __future__ import annotations

import contextlib
import zipfile
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue
from portal.consultations.models import Consultation
from portal.consultations.services.case.reading import cases_of_staff
from portal.consultations.services.case.recording import written_moment
from portal.consultations.services.intake.numbers import normalised_receipt_number
from portal.notifications.services import notify
from portal.operations.backup.sealing import CHUNK, SealedReader, SealingWriter, new_key
from portal.retention.inquiries.contents import contents_of
from portal.retention.inquiries.manifest import (
    MANIFEST,
    README,
    README_WORDS,
    SIGNATURE,
    Listing,
    manifest_of,
    put,
    signature_of,
)
from portal.retention.models import ExportedCase, HeldCase, InquiryExport, RetentionSettings

EXPORT = "retention.export_for_inquiry"
SINK = "retention.exports"
FILES = "retention.export_files"
"""Files that are to go: owed in the transaction that made them useless."""
MOST_CASES = 200
MOST_BYTES = 500 * 1024 * 1024
State = InquiryExport.State


class TooLarge(Exception):
    """More than one export may hold."""


def ask_for_export(
    numbers: Sequence[str], authority: str, document_number: str, reason: str, *, by: Any
) -> InquiryExport:
    """Order an export of cases that this person may open themselves; what is quarantined is never exported. Each case's
    opening is logged. Raises PermissionDenied, ValidationError by field."""
    if not by.is_active or not by.has_perm(EXPORT):
        raise PermissionDenied
    said = {"authority": authority, "document_number": document_number, "reason": reason}
    missing = {name: _("请填写。") for name, words in said.items() if not words.strip()}
    if missing:
        raise ValidationError(missing)
    cases = _cases(numbers, by)
    with transaction.atomic():
        export = InquiryExport.objects.create(
            authority=authority.strip(),
            document_number=document_number.strip(),
            reason=reason.strip(),
            asked_by=by,
            asked_at=clock.now(),
            total=len(cases),
        )
        ExportedCase.objects.bulk_create(ExportedCase(export=export, consultation=case) for case in cases)
        for case in cases:
            record(Act.CASE_OPENED, actor=by, subject=case, details={"page": "inquiry", "export": export.pk})
        details = {"rows": len(cases), "authority": export.authority, "document_number": export.document_number}
        record(Act.EXPORTED, actor=by, subject=export, name=str(export), details=details)
        enqueue(SINK, [str(export.pk)])
    return export


def _cases(numbers: Sequence[str], by: Any) -> list[Consultation]:
    wanted = {normalised_receipt_number(number) for number in numbers if number.strip()}
    if not wanted or len(wanted) > MOST_CASES:
        raise ValidationError({"numbers": _("请写咨询编号，一次最多%d件。") % MOST_CASES})
    found = list(_handed_out_by(by).filter(receipt_number__in=wanted).order_by("pk"))
    lost = wanted - {case.receipt_number for case in found}
    if lost:
        raise ValidationError({"numbers": _("没有这些咨询编号，或者不能导出：%s") % "、".join(sorted(lost))})
    return found


def _handed_out_by(by: Any) -> Any:
    """What somebody may hand out now: what they may open themselves, but for what is quarantined."""
    return cases_of_staff(by).filter(is_quarantined=False)


def _still_stands(export: InquiryExport) -> bool:
    """Whether every case that was ordered is there and may be handed out today as it might when it was ordered."""
    ordered = list(export.exported.values_list("consultation", flat=True))
    found = _handed_out_by(export.asked_by).filter(pk__in=ordered) if export.asked_by is not None else ()
    return len(ordered) == export.total == len(found)


def make(export: InquiryExport) -> None:
    """Write the ZIP. Ended half-way it is begun again; one that is ready or deleted stays so. What was shut away since it was
    ordered is not written; what was made of a case whose personal data were erased meanwhile is made anew of what is left."""
    if export.state not in (State.WAITING, State.MAKING):
        return
    if not _still_stands(export):
        _settle(export, state=State.FAILED, because=_("其中的咨询刚刚有变化，不能导出，请重新提出。"))
        return
    # Of an erasure under way this waits for the end: it holds the row (``withdraw_of_case``).
    InquiryExport.objects.filter(pk=export.pk).update(state=State.MAKING, done=0)
    path, key = _path(export), new_key()
    part = path.with_suffix(".part")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    writer = SealingWriter(part, key, export.key.hex)
    try:
        size = _write(export, writer)
    except TooLarge:
        part.unlink(missing_ok=True)
        words = _("超过%d MB，请分几次导出。") % (MOST_BYTES // 1024 // 1024)
        _settle(export, state=State.FAILED, because=words)
        return
    part.replace(path)
    at = clock.now()
    until = at + timedelta(days=RetentionSettings.load().export_days)
    sealed = urlsafe_b64encode(key).decode("ascii")
    if not _settle(export, state=State.READY, sealing_key=sealed, size=size, ready_at=at, expires_at=until):
        path.unlink(missing_ok=True)


def _write(export: InquiryExport, writer: SealingWriter) -> int:
    listing, now = Listing(), clock.now()
    with zipfile.ZipFile(cast("IO[bytes]", _Out(writer)), "w") as archive:

        def add(path: str, content: bytes) -> None:
            listing.add(path, content)
            if listing.size > MOST_BYTES:
                raise TooLarge
            put(archive, path, content)

        add(README, README_WORDS.encode())
        cases = list(export.cases.order_by("pk"))
        for number, case in enumerate(cases, 1):
            for name, content in contents_of(case, now):
                add(f"cases/{number:03}/{name}", content)
            InquiryExport.objects.filter(pk=export.pk).update(done=number)
        manifest = manifest_of(export, written_moment(now), len(cases), listing)
        put(archive, MANIFEST, manifest)
        put(archive, SIGNATURE, signature_of(manifest))
    writer.close()
    return listing.size


class _Out:
    """What ``zipfile`` writes into: a stream that never goes back."""

    def __init__(self, writer: SealingWriter) -> None:
        self._writer = writer

    def write(self, content: bytes) -> int:
        """Pass on."""
        return self._writer.write(bytes(content))

    def flush(self) -> None:
        """Nothing waits here."""


def _settle(export: InquiryExport, **changes: Any) -> bool:
    """Say what came of it; False where an erasure sent it back to the beginning while it was being made."""
    with transaction.atomic():
        is_ours = Q(state=State.MAKING) if changes["state"] == State.READY else Q()
        if not InquiryExport.objects.filter(is_ours, pk=export.pk).update(**changes):
            return False
        _tell(export, _("调取的材料有了结果。"))
    return True


def _tell(export: InquiryExport, words: str) -> None:
    if export.asked_by is not None:
        notify([export.asked_by], words, url=f"/workbench/inquiries/{export.pk}/")


def withdraw_of_case(case: Consultation) -> Sequence[str]:
    """Personal data of a case are being erased, in this transaction: what was exported of it can be read no more and its file
    goes, what is being made is made anew of what is left. Not so while a legal hold is on the case: the authority that
    wants it kept as it is has the word, and the file goes when its days are over.

    Gives no words for the record: the citizen reads that, and exports for an inquiry are not told of there.
    """
    if HeldCase.objects.filter(consultation=case, hold__released_at__isnull=True).exists():
        return ()
    under_way = (State.WAITING, State.MAKING, State.READY)
    found = InquiryExport.objects.filter(exported__consultation=case, state__in=under_way).order_by("pk")
    for export in found.select_for_update(of=("self",)):
        row = InquiryExport.objects.filter(pk=export.pk)
        if export.state == State.READY:
            words = _("其中一件咨询的个人信息按请求删除了。")
            row.update(state=State.DELETED, because=words, sealing_key="")
            enqueue(FILES, [str(export.pk)])
            _tell(export, _("一份调取的材料已经删除：其中一件咨询的个人信息按请求删除了。需要的请重新提出。"))
        elif export.state == State.MAKING:
            row.update(state=State.WAITING, done=0)
            enqueue(SINK, [str(export.pk)])
    return ()


def _delete_files(keys: Sequence[str]) -> None:
    for export in InquiryExport.objects.filter(pk__in=[int(key) for key in keys], state=State.DELETED):
        _path(export).unlink(missing_ok=True)


def read_export(export: InquiryExport, *, by: Any) -> Iterator[bytes]:
    """The ZIP, decrypted, in pieces; for who ordered it alone, each time on record. Raises PermissionDenied; ValidationError
    when there is none any more, or a case of it was shut away since."""
    if not by.is_active or not by.has_perm(EXPORT) or export.asked_by_id != by.pk:
        raise PermissionDenied
    if export.state != State.READY or not _path(export).exists():
        raise ValidationError(_("材料还没有生成，或者已经删除。"))
    if not _still_stands(export):
        raise ValidationError(_("其中的咨询后来有变化，不能再下载，请重新提出。"))
    record(Act.EXPORTED, actor=by, subject=export, name=str(export), details={"format": "zip", "rows": export.total})
    return _pieces(SealedReader(_path(export), urlsafe_b64decode(export.sealing_key), export.key.hex))


def _pieces(reader: SealedReader) -> Iterator[bytes]:
    with contextlib.closing(reader):
        while piece := reader.read(CHUNK):
            yield piece


def delete_expired() -> int:
    """Delete files whose days are over; who got what stays on record. Gives how many."""
    over = InquiryExport.objects.filter(state=State.READY, expires_at__lt=clock.now())
    for export in over:
        _path(export).unlink(missing_ok=True)
        InquiryExport.objects.filter(pk=export.pk).update(state=State.DELETED, sealing_key="")
    return len(over)


def _path(export: InquiryExport) -> Path:
    return Path(settings.PRIVATE_ROOT) / "exports" / f"{export.key.hex}.zip.sealed"


def _handle(keys: Sequence[str]) -> None:
    for export in InquiryExport.objects.filter(pk__in=[int(key) for key in keys]):
        make(export)


def register() -> None:
    """Make the sinks known; called from ``AppConfig.ready``."""
    register_sink(SINK, _handle, batch=1, max_attempts=5)
    register_sink(FILES, _delete_files)
