"""Recording, sealing, verifying."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from typing import Any

from django.db import models, transaction

from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.common.hash_chain import GENESIS, Break, digest_of, first_break
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue

SINK = "audit.seal"
_KEPT: ContextVar[set[str] | None] = ContextVar("acts_of_this_request", default=None)


@contextmanager
def acts_of_this_request() -> Iterator[set[str]]:
    """What is recorded while this lasts, by kind of act: tells a middleware what the view has kept itself."""
    kept: set[str] = set()
    token = _KEPT.set(kept)
    try:
        yield kept
    finally:
        _KEPT.reset(token)


def record(
    act: Act,
    *,
    actor: Any = None,
    subject: models.Model | None = None,
    name: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write an act down, within the caller's transaction where there is one; it is sealed once that commits.

    ``actor`` is a user (None or anonymous: nobody known). ``name`` says what the subject is called when its own words
    will not do. Neither holds personal data of a citizen: who opens the log did not ask for that.
    """
    known = actor is not None and actor.pk is not None
    with transaction.atomic():
        AuditEntry(
            at=clock.now().astimezone(UTC),
            act=act,
            actor_id=actor.pk if known else None,
            actor_name=actor.get_username() if known else "",
            subject=f"{subject._meta.label_lower}:{subject.pk}"[:200] if subject is not None else "",
            subject_name=(name or (str(subject) if subject is not None else ""))[:200],
            details=dict(details or {}),
        ).save()
        enqueue(SINK, ["chain"])
    kept = _KEPT.get()
    if kept is not None:
        kept.add(act)


def seal() -> int:
    """Give every unsealed row its place and digest, in the order written; returns how many. One process at a time: the
    outbox's lease sees to it, and the unique sequence refuses a second."""
    with transaction.atomic():
        last = AuditEntry.objects.filter(sequence__isnull=False).order_by("-sequence").first()
        sequence, previous = (last.sequence or 0, last.digest) if last else (0, GENESIS)
        waiting = list(AuditEntry.objects.filter(sequence__isnull=True).order_by("id"))
        for entry in waiting:
            sequence += 1
            digest = digest_of(previous, sequence, entry.content)
            # Past the append-only manager on purpose: this is the one change a row sees.
            AuditEntry._base_manager.filter(pk=entry.pk, sequence__isnull=True).update(
                sequence=sequence, previous=previous, digest=digest
            )
            previous = digest
    return len(waiting)


def verify() -> Break | None:
    """The first place where the log's chain does not hold; None when it does. Unsealed rows are not looked at."""
    rows = AuditEntry.objects.filter(sequence__isnull=False).order_by("sequence").iterator()
    return first_break(row.link for row in rows)


def register() -> None:
    """Make the sealing known to the outbox; called from ``AppConfig.ready``."""
    register_sink(SINK, _handle)


def _handle(_keys: Sequence[str]) -> None:
    seal()
