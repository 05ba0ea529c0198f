"""What the record of a case says of its publication, held against what lies there (``verify_records``)."""

from __future__ import annotations

from portal.consultations.records.claims import Kept, TextKind, plain_text, register_text_kind
from portal.public_board.content import page_from
from portal.public_board.models import PublicationConsent, RemovalRequest


def register() -> None:
    """Make the kinds known; called from ``AppConfig.ready``."""
    register_text_kind(
        TextKind(
            "publication_consent",
            "page",
            lambda case: PublicationConsent.objects.filter(publication__consultation=case).select_related(
                "publication"
            ),
            _of_consent,
        )
    )
    register_text_kind(
        TextKind(
            "removal",
            "removal_text",
            lambda case: RemovalRequest.objects.filter(publication__consultation=case),
            plain_text("text"),
        )
    )


def _of_consent(row: PublicationConsent) -> Kept:
    """The page that was agreed to lies there until it is erased; a page that was declined is erased at once."""
    if row.publication.content == "{}":
        return Kept(True, row.content_digest)
    return Kept(False, page_from(row.publication.content).digest)
