"""Whether anchors hold: rows against their signatures, files against rows, and every anchored end against what lies there now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from portal.common.audit.models import AuditEntry
from portal.common.hash_chain import GENESIS
from portal.common.merkle import root_of
from portal.common.signatures import is_signed_by, public_keys
from portal.consultations.models import Consultation, ConsultationEvent
from portal.retention.anchors.statements import (
    digest_of_statement,
    file_of,
    folder,
    leaf_of,
    path_of_day,
    statement_of,
)
from portal.retention.models import AnchoredHead, PurgedCase, RecordAnchor

BATCH = 500


def verify_anchors() -> Iterator[str]:
    """Every fault of every anchor, in plain words without anything of a case but its number."""
    previous: RecordAnchor | None = None
    days = set()
    for anchor in RecordAnchor.objects.order_by("day").iterator():
        days.add(path_of_day(anchor.day).name)
        yield from _row_faults(anchor, previous)
        yield from _file_faults(anchor)
        yield from _heads_faults(anchor)
        previous = anchor
    for path in sorted(folder().glob("*")) if folder().is_dir() else ():
        if path.suffix == ".json" and path.name not in days:
            yield f"anchor {path.stem}: the file has no row"


def verify_anchors_of(case: Consultation) -> Iterator[str]:
    """The faults of the anchors that hold one case, and whether it still is as they hold it."""
    heads = AnchoredHead.objects.filter(case_id=case.pk).select_related("anchor").order_by("sequence")
    for head in heads:
        anchor = head.anchor
        previous = RecordAnchor.objects.filter(day__lt=anchor.day).order_by("-day").first()
        yield from _row_faults(anchor, previous)
        yield from _file_faults(anchor)
        yield from _root_faults(anchor, list(anchor.heads.order_by("place")))
        yield from _lost(anchor, [head])


def _row_faults(anchor: RecordAnchor, previous: RecordAnchor | None) -> Iterator[str]:
    named = f"anchor {anchor.day}"
    if anchor.previous != (previous.digest if previous is not None else GENESIS):
        yield f"{named}: does not follow the anchor before it"
    if previous is not None and (anchor.day - previous.day).days != 1:
        yield f"{named}: the day before it is gone"
    audit = (anchor.audit_sequence, anchor.audit_digest)
    said = statement_of(anchor.day, anchor.count, anchor.root, anchor.previous, audit, anchor.made_at).decode()
    if said != anchor.statement or digest_of_statement(said) != anchor.digest:
        yield f"{named}: the row is not what was signed"
    signed = is_signed_by(anchor.public_key, anchor.statement.encode(), anchor.signature)
    if not signed or anchor.public_key not in public_keys():
        yield f"{named}: the signature is not ours"
    if anchor.audit_sequence:
        sealed = AuditEntry.objects.filter(sequence=anchor.audit_sequence).values_list("digest", flat=True).first()
        if sealed != anchor.audit_digest:
            yield f"{named}: the audit log is not as it was then"


def _file_faults(anchor: RecordAnchor) -> Iterator[str]:
    try:
        if path_of_day(anchor.day).read_bytes() != file_of(anchor):
            yield f"anchor {anchor.day}: the file is not what was written"
    except FileNotFoundError:
        yield f"anchor {anchor.day}: the file is gone"


def _heads_faults(anchor: RecordAnchor) -> Iterator[str]:
    heads = list(anchor.heads.order_by("place"))
    yield from _root_faults(anchor, heads)
    for begin in range(0, len(heads), BATCH):
        yield from _lost(anchor, heads[begin : begin + BATCH])


def _root_faults(anchor: RecordAnchor, heads: Sequence[AnchoredHead]) -> Iterator[str]:
    places = [head.place for head in heads]
    leaves = [leaf_of(head.sequence, head.digest) for head in heads]
    if places != list(range(anchor.count)) or root_of(leaves) != anchor.root:
        yield f"anchor {anchor.day}: the records it holds are not those that were signed"


def _lost(anchor: RecordAnchor, heads: Sequence[AnchoredHead]) -> Iterator[str]:
    """Ends that were anchored and are not there as they were, unless the case was purged since."""
    keys = [head.case_id for head in heads]
    numbers = dict(Consultation.objects.filter(pk__in=keys).values_list("pk", "receipt_number"))
    purged = {row.case_id: row for row in PurgedCase.objects.filter(case_id__in=keys)}
    found = ConsultationEvent.objects.filter(consultation__in=keys, sequence__in={head.sequence for head in heads})
    events = {(case, place): end for case, place, end in found.values_list("consultation", "sequence", "digest")}
    for case, ends in groupby(heads, key=lambda head: head.case_id):
        for head in ends:
            if case in numbers and case in purged:
                yield f"consultation {numbers[case]}: is said to be purged, and is there"
            elif case in numbers:
                if events.get((case, head.sequence)) != head.digest:
                    yield f"consultation {numbers[case]}: event {head.sequence} is not what was anchored on {anchor.day}"
            elif case not in purged:
                yield f"consultation no. {case}: anchored on {anchor.day}, is gone and was not purged"
            elif not _fits(purged[case], head):
                yield f"consultation no. {case}: what its purge says of its record is not what was anchored"


def _fits(purged: PurgedCase, head: AnchoredHead) -> bool:
    if head.sequence == purged.head_sequence:
        return head.digest == purged.head_digest
    return head.sequence < purged.head_sequence
