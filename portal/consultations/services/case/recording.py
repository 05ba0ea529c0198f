"""办理记录: writing an event of a case, in the transaction of the act. Its content holds ids and salted digests alone."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.utils.translation import gettext as _

from portal.common.hash_chain import GENESIS
from portal.common.signatures import sign
from portal.consultations import neighbours
from portal.consultations.actors import Signature, Signed
from portal.consultations.models import Consultation, ConsultationEvent, RecordHead
from portal.consultations.policies import WrongState

FROZEN_ALLOWS = frozenset({"file_infected"})
"""What may still happen to a case whose personal data were erased on request, beside what ``neighbours`` name."""
CHAIN_VERSION = 1
"""SHA-256 over the RFC 8785 form of the event, the digest before it among its members."""


def new_salt() -> str:
    """128 random bits, hexadecimal. It lies beside the text and goes with it."""
    return secrets.token_hex(16)


def salted_digest(salt: str, text: str) -> str:
    """SHA-256 of salt and text: says that the text is the same, and nothing of what it says."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


DETAILS = (
    *("in_proceedings", "happened", "happened_from", "happened_until", "place", "for_whom", "age_band", "guardian"),
    *("other_side", "wanted"),
)
"""What was answered beside the question itself; covered by one digest, salted with the question's salt."""


def digest_of_details(case: Consultation) -> str:
    """The salted digest of what was answered beside the question."""
    told = {name: str(getattr(case, name) or "") for name in DETAILS}
    return salted_digest(case.question_salt, rfc8785.dumps(told).decode())


def written_moment(at: datetime) -> str:
    """A moment as events spell it: UTC, microseconds, ``Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def event_form(
    receipt_number: str,
    sequence: int,
    at: datetime,
    act: str,
    signature: Signed,
    content: Mapping[str, Any],
    previous: str,
    chain_version: int = CHAIN_VERSION,
) -> bytes:
    """The RFC 8785 form of an event: every member of the row stands in it."""
    members: dict[str, Any] = {
        "case": receipt_number,
        "sequence": sequence,
        "at": written_moment(at),
        "act": act,
        "actor": str(signature.kind),
        "actor_ref": signature.ref,
        "content": dict(content),
        "previous": previous,
        "chain_version": chain_version,
    }
    return rfc8785.dumps(members)


def event_digest(*members: Any, **named: Any) -> str:
    """The digest of an event: hexadecimal SHA-256 of its ``event_form``, whose arguments it takes."""
    return hashlib.sha256(event_form(*members, **named)).hexdigest()


def head_message(receipt_number: str, sequence: int, digest: str) -> bytes:
    """What is signed of a record's end: RFC 8785."""
    return rfc8785.dumps({"case": receipt_number, "sequence": sequence, "digest": digest})


def write_event(
    case: Consultation, act: str, signature: Signature, *, at: datetime, content: Mapping[str, Any] | None = None
) -> ConsultationEvent:
    """Add the next event of a case and sign the record's new end. The caller holds the case's row: two events never take
    one place. Raises WrongState for a case that is frozen."""
    if case.frozen_at is not None and act not in FROZEN_ALLOWS and not neighbours.is_allowed_on_frozen(act):
        raise WrongState(_("这件咨询的个人信息已经按请求删除，记录已经封存，不能再办理。"))
    last = ConsultationEvent.objects.filter(consultation=case).order_by("-sequence").first()
    sequence, previous = (last.sequence + 1, last.digest) if last else (1, GENESIS)
    said = dict(content or {})
    event = ConsultationEvent(
        consultation=case,
        sequence=sequence,
        at=at,
        act=act,
        actor_kind=signature.kind,
        actor_ref=signature.ref,
        content=said,
        previous=previous,
        digest=event_digest(case.receipt_number, sequence, at, act, signature, said, previous),
        chain_version=CHAIN_VERSION,
    )
    event.save()
    _sign_head(case, event)
    neighbours.event_written.send(Consultation, case=case, event=event)
    return event


def _sign_head(case: Consultation, event: ConsultationEvent) -> None:
    """Put the signature on the record's new end. One that is missing where there were events is not made up: it is a fault."""
    signature = sign(head_message(case.receipt_number, event.sequence, event.digest))
    if event.sequence == 1:
        RecordHead.objects.create(consultation=case, sequence=1, digest=event.digest, signature=signature)
    else:
        RecordHead.objects.filter(consultation=case).update(
            sequence=event.sequence, digest=event.digest, signature=signature
        )
