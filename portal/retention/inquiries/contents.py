"""What an authority gets of a case: its record in the form that was signed, its texts with their salts, files, the copy.

Names of files are numbers: nothing of a person stands in them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import rfc8785

from portal.common.encryption import CannotDecrypt
from portal.consultations.attachments import storage, vault
from portal.consultations.attachments.serving import file_name
from portal.consultations.downloads.copying import CaseCopy, copy_of
from portal.consultations.downloads.writing import NoPdf, as_pdf, as_text
from portal.consultations.models import Consultation
from portal.consultations.models.answers import SECTIONS
from portal.consultations.records.copies import proof_line
from portal.consultations.services.case.recording import DETAILS

TEXTS: dict[str, tuple[str, ...]] = {
    "facts": ("text",),
    "answers": (*SECTIONS, "late_explanation", "correction_reason"),
    "further": ("text",),
    "deferrals": ("reason",),
    "ratings": ("comment",),
}
"""Relations of a case whose rows lie encrypted beside a salt, and the fields their digests cover or stand beside."""


def contents_of(case: Consultation, now: datetime) -> Iterator[tuple[str, bytes]]:
    """Each file of a case: its path below the case's folder, and its bytes."""
    copy = copy_of(case, now)
    yield "record.jsonl", _record(copy)
    yield "proof.json", proof_line(copy.proof).encode() + b"\n"
    yield "texts.json", rfc8785.dumps(_texts(case)) + b"\n"
    yield "copy.txt", as_text(copy)
    with contextlib.suppress(NoPdf):
        yield "copy.pdf", as_pdf(copy)
    yield from _files(case)


def _record(copy: CaseCopy) -> bytes:
    return "".join(f"{form}\n" for form in copy.proof.forms).encode()


def _texts(case: Consultation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "question": {"salt": case.question_salt, "text": case.question},
        "details": {name: str(getattr(case, name) or "") for name in DETAILS},
    }
    for relation, fields in TEXTS.items():
        found[relation] = [_row(row, fields) for row in getattr(case, relation).all()]
    refusal = getattr(case, "refusal", None)
    if refusal is not None:
        found["refusal"] = _row(refusal, ("reason", "explanation", "instead"))
        appeal = getattr(refusal, "appeal", None)
        if appeal is not None:
            found["appeal"] = _row(appeal, ("text", "explanation"))
    return found


def _row(row: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    return {"id": row.pk, "salt": row.salt, **{name: str(getattr(row, name)) for name in fields}}


def _files(case: Consultation) -> Iterator[tuple[str, bytes]]:
    for number, file in enumerate(case.attachments.all(), 1):
        try:
            yield f"files/{file_name(number, file.kind)}", storage.read(file)
        except (storage.NotServed, vault.FileMissing, CannotDecrypt) as reason:
            words = "这个附件没有导出：已经删去、没有通过查毒，或者读不出来。\n"
            yield f"files/{number}-missing.txt", f"{words}{type(reason).__name__}\n".encode()
