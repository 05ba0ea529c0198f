"""What pages, API, search and exports read of the directory, for a day: one queryset or function for all of them.

Nothing here asks per row: a page of a hundred entries takes as many queries as one of ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q

from cms.directory.models import (
    AdministrativePenalty,
    Affiliation,
    DisciplinaryRecord,
    Entry,
    Institution,
    Practitioner,
    ProfessionalSanction,
)
from cms.directory.models.enums import RecordState, WithdrawalReason
from cms.directory.models.querysets import EntryQuerySet, RecordQuerySet
from cms.directory.standing import RecordFacts, Standing, standing_on

SomeEntry = TypeVar("SomeEntry", bound=Entry)
RECORDS: tuple[Any, ...] = (AdministrativePenalty, ProfessionalSanction)


@dataclass(frozen=True, slots=True)
class WithdrawalNote:
    """All that is told of a record that was withdrawn."""

    document_number: str
    reason: str
    withdrawn_on: date

    @property
    def reason_label(self) -> str:
        """The reason in words."""
        return str(WithdrawalReason(self.reason).label)


def institutions(day: date, *, kind: str = "", district: str = "", topic: str = "", words: str = "") -> EntryQuerySet:
    """The institutions that are public on a day, by name; ``words`` are looked for in names, initials and numbers."""
    found = _entries(Institution.objects.public_on(day), kind, topic, words)
    return found.filter(district=district) if district else found


def practitioners(
    day: date, *, kind: str = "", district: str = "", topic: str = "", words: str = "", institution: str = ""
) -> EntryQuerySet:
    """The practitioners that are public on a day, by name, each with ``current_affiliations`` read in one query
    more. ``institution`` is a slug."""
    found = _entries(Practitioner.objects.public_on(day), kind, topic, words)
    if district or institution:
        here = Affiliation.objects.current_on(day).filter(practitioner=OuterRef("pk"))
        here = here.filter(institution__district=district) if district else here
        here = here.filter(institution__slug=institution) if institution else here
        found = found.filter(Exists(here))
    return found.prefetch_related(current_affiliations(day))


def current_affiliations(day: date) -> Prefetch:
    """Reads with practitioners where they work on a day, as ``current_affiliations``: the main one first, only of public
    institutions."""
    found = Affiliation.objects.current_on(day).filter(institution__in=Institution.objects.public_on(day))
    return Prefetch(
        "affiliations", found.select_related("institution").order_by("-is_main", "pk"), to_attr="current_affiliations"
    )


def team_of(institution: Institution, day: date) -> EntryQuerySet:
    """执业团队: the public practitioners who work at an institution on a day."""
    here = Affiliation.objects.current_on(day).filter(institution=institution, practitioner=OuterRef("pk"))
    return Practitioner.objects.public_on(day).filter(Exists(here)).order_by("pinyin", "pk")


def records_of(entry: Entry, day: date) -> list[tuple[type[DisciplinaryRecord], list[DisciplinaryRecord]]]:
    """The penalties and the sanctions of an entry that are shown on a day, the latest first: two queries."""
    return [
        (model, list(_records(model).public_on(day).filter(**{_subject(entry): entry}).select_related("kind")))
        for model in RECORDS
    ]


def withdrawal_notes_of(entry: Entry, day: date) -> list[WithdrawalNote]:
    """What is told on a day of withdrawn records of an entry: number, reason and day, and nothing else; two queries."""
    rows: set[tuple[str, str, date]] = set()
    for model in RECORDS:
        notes = _records(model).withdrawal_notes_on(day).filter(**{_subject(entry): entry})
        rows.update(notes.values_list("document_number", "withdrawal_reason", "withdrawn_on"))
    return [WithdrawalNote(*row) for row in sorted(rows, key=lambda row: (row[2], row[0]), reverse=True)]


def search_records(
    model: type[DisciplinaryRecord],
    day: date,
    *,
    name: str = "",
    licence_number: str = "",
    institution: str = "",
    kind: str = "",
    decided_from: date | None = None,
    decided_until: date | None = None,
) -> RecordQuerySet:
    """The records shown on a day, queried as article 14 asks: by name, licence number, institution (its slug: its own records
    and those of who works there), kind (its code) and date. ``select_related`` with subject and kind."""
    found = _records(model).public_on(day)
    if name := name.strip():
        found = found.filter(Q(practitioner__name__icontains=name) | Q(institution__name__icontains=name))
    if number := "".join(licence_number.split()):
        found = found.filter(Q(practitioner__licence_number=number) | Q(institution__licence_number=number))
    if institution:
        there = Affiliation.objects.current_on(day).filter(institution__slug=institution).values("practitioner")
        found = found.filter(Q(institution__slug=institution) | Q(practitioner__in=there))
    if kind:
        found = found.filter(kind__code=kind)
    if decided_from:
        found = found.filter(decided_on__gte=decided_from)
    if decided_until:
        found = found.filter(decided_on__lte=decided_until)
    return found.select_related("kind", "institution", "practitioner")


def facts_of(model: type[Entry], keys: Iterable[int]) -> dict[int, list[RecordFacts]]:
    """The approved records of entries as far as they bear on standing, by primary key: two queries."""
    subject = str(model._meta.model_name)
    found: dict[int, list[RecordFacts]] = defaultdict(list)
    keys = list(keys)
    for records in RECORDS:
        rows = _records(records).filter(state=RecordState.APPROVED, **{f"{subject}__in": keys})
        for record in rows.select_related("kind"):
            found[getattr(record, f"{subject}_id")].append(record.facts())
    return found


def with_standing(entries: Sequence[SomeEntry], day: date) -> list[SomeEntry]:
    """Give every entry of a list its ``standing`` on a day: two queries for all."""
    facts = facts_of(type(entries[0]), [entry.pk for entry in entries]) if entries else {}
    for entry in entries:
        entry.standing = standing_on(day, facts.get(entry.pk, ()), entry.ceased_on)  # type: ignore[attr-defined]
    return list(entries)


def standing_of(entry: Entry, day: date) -> Standing:
    """How one entry stands on a day."""
    return standing_on(day, facts_of(type(entry), [entry.pk]).get(entry.pk, ()), entry.ceased_on)


def data_as_of(model: type[Entry]) -> date | None:
    """数据截至: the day on which an entry of this kind was last checked against its source."""
    return (
        model._default_manager.order_by("-checked_on")
        .filter(checked_on__isnull=False)
        .values_list("checked_on", flat=True)
        .first()
    )


def _entries(found: EntryQuerySet, kind: str, topic: str, words: str) -> EntryQuerySet:
    if kind:
        found = found.filter(kind=kind)
    if topic:
        found = found.filter(topics__code=topic)
    if plain := "".join(words.split()):
        asked = Q(name__icontains=plain) | Q(licence_number=plain)
        if plain.isascii():
            asked |= Q(initials__startswith=plain.lower())
        found = found.filter(asked)
    return found.order_by("pinyin", "pk")


def _records(model: type[DisciplinaryRecord]) -> RecordQuerySet:
    manager: Any = model._default_manager
    found: RecordQuerySet = manager.all()
    return found


def _subject(entry: Entry) -> str:
    return str(entry._meta.model_name)
