"""Whether the records of cases are as they were written: chains, signed ends, texts, files. One case in memory at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.common.encryption import CannotDecrypt
from portal.common.hash_chain import GENESIS
from portal.common.signatures import is_signed
from portal.consultations.actors import Signature
from portal.consultations.attachments import vault
from portal.consultations.attachments.storage import file_digest
from portal.consultations.models import Consultation, ConsultationEvent, RecordHead
from portal.consultations.models.choices import ActorKind
from portal.consultations.records.claims import claims_of, files_of
from portal.consultations.services.case.recording import CHAIN_VERSION, event_digest, head_message

PARTS = (
    *("facts", "further", "deferrals", "ratings", "attachments", "answers", "notes"),
    *("refusal__appeal", "refusal__authority", "service_rules"),
    *("answers__citations", "answers__risk_notice", "answers__author__staff_code"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a record does not hold: the case's number, and what is wrong in plain words without anything of the case."""

    number: str
    words: str


@dataclass
class Tally:
    """What was looked at. ``ends`` is a digest of all records' ends in order: kept elsewhere, it also shows a case that is gone."""

    cases: int = 0
    events: int = 0
    texts: int = 0
    files: int = 0
    erased: int = 0
    _ends: hashlib._Hash = field(default_factory=hashlib.sha256)

    def end(self, number: str, digest: str) -> None:
        """Count in one record's end."""
        self._ends.update(f"{number} {digest}\n".encode())

    @property
    def ends(self) -> str:
        """The digest of all ends so far, hexadecimal SHA-256."""
        return self._ends.hexdigest()


def verify_records(tally: Tally, number: str = "") -> Iterator[Fault]:
    """Every fault of every case, oldest case first, or of the one with a receipt number; counts into ``tally``."""
    cases = Consultation.objects.order_by("pk").values_list("pk", "receipt_number")
    if number:
        cases = cases.filter(receipt_number=number)
    for pk, known_as in cases.iterator(chunk_size=500):
        tally.cases += 1
        events = list(ConsultationEvent.objects.filter(consultation=pk).order_by("sequence"))
        tally.events += len(events)
        tally.end(known_as, events[-1].digest if events else "")
        words = [
            *chain_faults(known_as, events),
            *head_faults(known_as, events, pk),
            *_content_faults(pk, events, tally),
        ]
        yield from (Fault(known_as, said) for said in words)


def chain_faults(number: str, events: list[ConsultationEvent]) -> Iterator[str]:
    """Where the chain of events does not hold."""
    if not events:
        yield "it has no record at all"
    previous = GENESIS
    for place, event in enumerate(events, 1):
        if event.sequence != place:
            yield f"event {place} is gone"
            return
        if event.previous != previous:
            yield f"event {place} does not follow the event before it"
            return
        if event.digest != _digest_now(number, event):
            yield f"event {place} is not what was written"
            return
        previous = event.digest


def _digest_now(number: str, event: ConsultationEvent) -> str:
    if event.chain_version != CHAIN_VERSION or event.actor_kind not in ActorKind.values:
        return ""
    signature = Signature(ActorKind(event.actor_kind), event.actor_ref)
    try:
        return event_digest(
            number, event.sequence, event.at, event.act, signature, event.content, event.previous, event.chain_version
        )
    except (TypeError, ValueError):  # what stands there now cannot even be written down
        return ""


def head_faults(number: str, events: list[ConsultationEvent], pk: int) -> Iterator[str]:
    """Where the signed end does not fit the last event."""
    head = RecordHead.objects.filter(consultation=pk).first()
    if head is None:
        yield "the signed end of its record is gone"
    elif not is_signed(head_message(number, head.sequence, head.digest), head.signature):
        yield "the signature under its record is not ours"
    elif not events or (head.sequence, head.digest) != (events[-1].sequence, events[-1].digest):
        yield f"its record was signed with {head.sequence} events and ends elsewhere"


def _content_faults(pk: int, events: list[ConsultationEvent], tally: Tally) -> Iterator[str]:
    try:
        case = Consultation.objects.prefetch_related(*PARTS).get(pk=pk)
        yield from _text_faults(case, events, tally)
        yield from _file_faults(case, events, tally)
    except CannotDecrypt:
        yield "a text of it cannot be decrypted"
    except (KeyError, TypeError, AttributeError):
        yield "an event does not say what such events say"


def _text_faults(case: Consultation, events: list[ConsultationEvent], tally: Tally) -> Iterator[str]:
    was_erased = any(event.act == "erase" for event in events)
    for claim in claims_of(case, events):
        tally.texts += bool(claim.digest)
        for name in claim.amiss:
            yield f"{claim.what}: {name} is not what event {claim.sequence} says"
        if claim.now is None:
            yield f"{claim.what} is not there" if claim.digest else f"{claim.what} stands in no event"
        elif claim.now.erased:
            tally.erased += 1
            if not was_erased:
                yield f"{claim.what} was erased, and no event says so"
        elif claim.now.digest != claim.digest:
            yield f"{claim.what} is not what event {claim.sequence} says"


def _file_faults(case: Consultation, events: list[ConsultationEvent], tally: Tally) -> Iterator[str]:
    digests, gone = files_of(events)
    rows = {str(row.key): row for row in case.attachments.all()}
    for key in sorted(digests.keys() | rows.keys()):
        row = rows.get(key)
        tally.files += 1
        if row is None:
            yield f"the row of file {key} is gone"
        elif key not in digests:
            yield f"file {key} stands in no event"
        elif row.removed_at is not None or key in gone:
            tally.erased += 1
            if row.removed_at is None or key not in gone:
                yield f"file {key} is removed in one place and not in the other"
        else:
            yield from _held_fault(key, row.salt, digests[key], row.digest)


def _held_fault(key: str, salt: str, said: str, written: str) -> Iterator[str]:
    try:
        found = file_digest(salt, vault.get(key.replace("-", "")))
    except vault.FileMissing:
        yield f"file {key} is gone"
        return
    except CannotDecrypt:
        yield f"file {key} was changed, or was encrypted with another key"
        return
    if not found == said == written:
        yield f"file {key} is not what its event says"
