"""That a case was in a day's anchor, for its citizen to keep: what the copy of a case carries along."""

from __future__ import annotations

from typing import Any

from portal.common.merkle import path_of
from portal.consultations.models import Consultation
from portal.retention.anchors.statements import leaf_of
from portal.retention.models import AnchoredHead


def proof_of_anchor(case: Consultation) -> dict[str, Any] | None:
    """The latest anchor that holds this case, and the path from its leaf to the root; None before the first night."""
    head = AnchoredHead.objects.select_related("anchor").filter(case_id=case.pk).order_by("-sequence").first()
    if head is None:
        return None
    anchor = head.anchor
    leaves = [
        leaf_of(sequence, digest)
        for sequence, digest in anchor.heads.order_by("place").values_list("sequence", "digest")
    ]
    return {
        "path": path_of(leaves, head.place),
        "place": head.place,
        "public_key": anchor.public_key,
        "sequence": head.sequence,
        "signature": anchor.signature,
        "statement": anchor.statement,
    }
