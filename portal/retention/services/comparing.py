"""Whether a copy that comes back is what the portal still holds: yes or no, and nothing else."""

from __future__ import annotations

from portal.consultations.models import ConsultationEvent
from portal.retention.models import AnchoredHead, PurgedCase
from portal.retention.numbers import number_digests


def is_as_kept(number: str, sequence: int, digest: str) -> bool:
    """Whether the record of a case had this digest as its ``sequence``-th; of a purged case, whether its anchors say so."""
    kept = ConsultationEvent.objects.filter(consultation__receipt_number=number, sequence=sequence, digest=digest)
    if kept.exists():
        return True
    purged = PurgedCase.objects.filter(number_digest__in=number_digests(number)).first()
    if purged is None:
        return False
    if (sequence, digest) == (purged.head_sequence, purged.head_digest):
        return True
    return AnchoredHead.objects.filter(case_id=purged.case_id, sequence=sequence, digest=digest).exists()
