"""Article 32: complete and exact. Every field of every table that a record covers, changed behind its back, is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from portal.consultations.models import (
    AddedFact,
    Answer,
    AnswerCitation,
    Attachment,
    Authority,
    Consultation,
    DeferredReply,
    FurtherQuestion,
    InternalNote,
    RecordHead,
    Refusal,
    RefusalAppeal,
    SatisfactionRating,
    ServiceRules,
)
from portal.consultations.models.answers import SECTIONS
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.answers import instead
from portal.consultations.services.answers.noting import add_note
from portal.consultations.services.case.recording import DETAILS
from tests.consultations import builders
from tests.consultations.records.lives import appealed, fresh, long_life

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

COVERED: dict[type[models.Model], tuple[str, ...]] = {
    Consultation: (
        *("receipt_number", "question", "question_salt", "channel", "state", "submitted_at", "service_rules_id"),
        *DETAILS,
    ),
    RecordHead: ("sequence", "digest", "signature"),
    Answer: (*SECTIONS, "salt", "kind", "late_explanation", "correction_reason", "sent_at"),
    AnswerCitation: ("instrument_slug", "locator", "read_on"),
    AddedFact: ("text", "salt", "at"),
    InternalNote: ("text", "salt", "at"),
    FurtherQuestion: ("text", "salt", "asked_at"),
    DeferredReply: ("reason", "salt", "until", "at"),
    SatisfactionRating: ("score", "comment", "salt", "at"),
    Refusal: ("reason", "explanation", "salt", "instead", "decided_at", "authority_id"),
    RefusalAppeal: ("text", "salt", "filed_at", "is_granted", "explanation"),
    Attachment: ("key", "salt", "digest", "removed_at"),
}


def others(field: models.Field, value: Any) -> Iterator[Any]:
    """Values that a column could hold instead, the nearest first."""
    if field.choices:
        yield from (choice for choice, _label in field.flatchoices if choice != value)
    elif isinstance(value, str):
        yield value[:-1] + ("y" if value.endswith("x") else "x") if value else "x"
    elif isinstance(value, bool) or (value is None and isinstance(field, models.BooleanField)):
        yield not value
    elif isinstance(value, datetime):
        yield value + timedelta(microseconds=1)
    elif isinstance(value, date):
        yield value + timedelta(days=1)
    elif isinstance(value, int):
        yield value + 1
    elif field.get_internal_type() == "UUIDField":
        yield type(value)(int=value.int ^ 1)
    elif isinstance(field, models.DateTimeField):
        yield datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    elif isinstance(field, models.DateField):
        yield date(2026, 1, 1)


def changed(row: models.Model, name: str) -> bool:
    """Put another value there, past models and services; False where the database lets in none."""
    field = row._meta.get_field(name.removesuffix("_id"))
    if field.is_relation:
        related = field.related_model._base_manager.exclude(pk=getattr(row, field.attname))
        values: Any = [related.values_list("pk", flat=True).first()]
    else:
        values = others(field, getattr(row, name))
    for value in values:
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
            return True
        except IntegrityError:
            continue
    return False


def whole_lives() -> None:
    long_one = long_life()
    add_note(long_one, "内部看法", by=long_one.assigned_to.user)
    appealed()
    deferred = builders.claimed()
    at = deferred.submitted_at + timedelta(days=1)
    instead.defer(deferred, at, "需要查阅当年的规定。", by=deferred.assigned_to.user)


def test_a32_each_field_that_a_record_covers_is_proved_in_every_row() -> None:
    whole_lives()
    Authority.objects.get_or_create(code="shifan", defaults={"name": "示范机关", "matters": "示范", "telephone": "0"})
    texts = ServiceRules.objects.first()
    texts.pk, texts.version = None, "示范-2"
    texts.save()
    assert [fault.words for fault in verify_records(Tally())] == []
    unseen, tried = [], 0
    for model, names in COVERED.items():
        for row in model._base_manager.all():
            for name in names:
                with transaction.atomic():
                    if changed(row, name):
                        tried += 1
                        if not list(verify_records(Tally())):
                            unseen.append(f"{model._meta.label}.{name}")
                    transaction.set_rollback(True)
    assert sorted(set(unseen)) == []
    assert tried > 60
    assert [fault.words for fault in verify_records(Tally())] == [], "everything was put back"


def test_a32_each_character_of_a_records_signature_counts() -> None:
    case = builders.submitted()
    head = RecordHead.objects.get(consultation=case)
    for place, character in enumerate(head.signature):
        other = "B" if character == "A" else "A"
        signature = head.signature[:place] + other + head.signature[place + 1 :]
        RecordHead.objects.filter(pk=head.pk).update(signature=signature)
        assert [fault.words for fault in verify_records(Tally())] == ["the signature under its record is not ours"], (
            place
        )


def test_a_citation_taken_from_an_answer_or_added_to_it_is_found() -> None:
    case = builders.claimed()
    builders.first_answer(case)
    answer = fresh(case).answers.get()
    assert [fault.words for fault in verify_records(Tally())] == []
    AnswerCitation.objects.create(answer=answer, outside_title="别的文件", written="别的文件", read_on=date(2026, 1, 1))
    found = [fault.words for fault in verify_records(Tally())]
    assert found == [f"answer {answer.pk}: citations is not what event {case.events.count()} says"]
