"""Invented penalties and sanctions: for one practitioner in forty, in every phase of their life."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from cms.directory.importers.bulk_history import CREATED, record_history
from cms.directory.models import AdministrativePenalty, PenaltyKind, Practitioner, ProfessionalSanction, SanctionKind
from cms.directory.models.enums import Effect, PractitionerKind, RecordState, WithdrawalReason
from cms.directory.models.records import DisciplinaryRecord
from cms.directory.services.announcing import announce_keys
from portal.common import clock

ONE_IN = 40
PHASES = ("shown", "shown", "suspended", "sanctioned", "lapsed", "withdrawn", "submitted", "revoked")
_WARNINGS = {
    PractitionerKind.LAWYER: "lawyers-47-warning",
    PractitionerKind.NOTARY: "notaries-41-warning",
    PractitionerKind.FORENSIC_EXAMINER: "forensic-warning",
    PractitionerKind.GRASSROOTS_LEGAL_WORKER: "grassroots-warning",
}


def invent_records(people: Sequence[Practitioner], writers: Sequence[Any], today: date, seed: int) -> int:
    """Write records for some of these practitioners (just made, with keys); returns how many."""
    chosen = []
    for person in people:
        chance = random.Random(f"record:{seed}:{person.slug}")  # noqa: S311 - invented data
        if person.kind not in _WARNINGS or chance.randrange(ONE_IN):
            continue
        phase = chance.choice(PHASES)
        if person.kind != PractitionerKind.LAWYER and phase in ("suspended", "sanctioned", "revoked"):
            phase = "shown"
        chosen.append((person, phase, chance))
    return write_records(chosen, writers, today, seed)


def write_records(
    chosen: Sequence[tuple[Practitioner, str, random.Random]], writers: Sequence[Any], today: date, seed: int
) -> int:
    """Write one record each, in the phase named (of ``PHASES``; all but ``shown``, ``lapsed``, ``withdrawn`` and
    ``submitted`` are for lawyers); inside a transaction. Returns how many."""
    penalties: list[AdministrativePenalty] = []
    sanctions: list[ProfessionalSanction] = []
    kinds = {kind.code: kind for kind in PenaltyKind.objects.all()}
    admonition = SanctionKind.objects.get(code="bar-admonition")
    for person, phase, chance in chosen:
        values = _values(person, phase, chance, writers, today)
        if phase == "sanctioned":
            values |= {"kind": admonition, "authority": "示范市律师协会"}
            sanctions.append(ProfessionalSanction(**values))
            continue
        code = {"suspended": "lawyers-48-suspension", "revoked": "lawyers-49-revocation"}.get(phase)
        values["kind"] = kinds[code or _WARNINGS[PractitionerKind(person.kind)]]
        if values["kind"].effect == Effect.SUSPENDS:
            begin = today - timedelta(days=chance.randint(10, 60))
            values |= {"suspended_from": begin, "suspended_until": begin + timedelta(days=150)}
            values |= {"decided_on": begin, "display_from": begin}
        penalties.append(AdministrativePenalty(**values))
    moment = clock.now()
    both: tuple[tuple[type[DisciplinaryRecord], list[Any]], ...] = (
        (AdministrativePenalty, penalties),
        (ProfessionalSanction, sanctions),
    )
    for model, rows in both:
        model._default_manager.bulk_create(rows)
        keys = [row.pk for row in rows]
        record_history(model, keys, CREATED, by=writers[0], reason=f"generated:{seed}", moment=moment)
    if penalties or sanctions:
        found = [row.subject.search_key for row in (*penalties, *sanctions)]
        announce_keys(found, drain_on_commit=False)
    return len(penalties) + len(sanctions)


def _values(
    person: Practitioner, phase: str, chance: random.Random, writers: Sequence[Any], today: date
) -> dict[str, Any]:
    decided = today - timedelta(days=chance.randint(30, 200))
    if phase == "lapsed":
        decided -= timedelta(days=800)
    number = f"示司罚决字〔{decided.year}〕第{chance.randint(1, 99_999)}号（虚构）"
    values: dict[str, Any] = {
        "key": uuid.UUID(int=chance.getrandbits(128), version=4),
        "practitioner": person,
        "decided_on": decided,
        "authority": "示范市司法局",
        "document_number": number,
        "cause": "演示记录，事由为虚构",
        "display_from": decided,
        "display_until": decided + timedelta(days=365),
        "source_name": "演示数据（虚构）",
        "state": RecordState.SUBMITTED if phase == "submitted" else RecordState.APPROVED,
        "drafted_by": writers[0],
        "edited_by": writers[0],
    }
    if phase != "submitted":
        approved = datetime.combine(decided, time(10), tzinfo=clock.SHANGHAI)
        values |= {"approved_by": writers[1], "approved_at": approved}
    if phase == "withdrawn":
        values |= {
            "state": RecordState.WITHDRAWN,
            "withdrawal_reason": WithdrawalReason.REVOKED,
            "alteration_notified_on": today - timedelta(days=5),
            "withdrawal_due_on": today,
            "withdrawn_by": writers[1],
            "withdrawn_on": today - timedelta(days=4),
        }
    return values
