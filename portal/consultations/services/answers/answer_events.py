"""What the record says of an answer: digests of what was written, never the words; read again when the record is verified."""

from __future__ import annotations

from typing import Any

from portal.consultations.models import Answer
from portal.consultations.models.answers import SECTIONS
from portal.consultations.services.case.recording import salted_digest


def digest_of_answer(sent: Answer) -> str:
    """The salted digest of an answer's four sections."""
    return salted_digest(sent.salt, "\n\n".join(getattr(sent, name) for name in SECTIONS))


def digest_of_explanation(sent: Answer) -> str:
    """The salted digest of why an answer is late or corrected."""
    return salted_digest(sent.salt, f"{sent.late_explanation}\n\n{sent.correction_reason}")


def citations_of(sent: Answer) -> list[dict[str, str]]:
    """What an answer cites, as its event says it."""
    return [
        {
            "slug": row.instrument_slug,
            "locator": row.locator,
            "on": row.read_on.isoformat(),
            "title": row.outside_title,
        }
        for row in sent.citations.all()
    ]


def said_of(sent: Answer) -> dict[str, Any]:
    """What the event of an answer says of it."""
    return {
        "answer": sent.pk,
        "kind": str(sent.kind),
        "text": digest_of_answer(sent),
        "explained": digest_of_explanation(sent),
        "risk_notice": sent.risk_notice.version,
        "citations": citations_of(sent),
    }
