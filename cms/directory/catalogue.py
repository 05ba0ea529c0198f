"""What pages, API, search and exports read of the directory, for a day: one queryset or function for all of them.

Nothing here asks per row: a page of a hundred entries takes as many queries as one of ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce

from cms.collecting import freshness
from cms.collecting.models import SourceKind
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
from cms.directory.standing import RecordFacts, Standing, may_work_on, standing_on

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


def institutions(
    day: date, *, kind: str = "", district: str = "", topic: str = "", standing: str = "", words: str = ""
) -> EntryQuerySet:
    """The institutions that are public on a day, by name; ``words`` are looked for in names, initials and numbers."""
    found = _entries(Institution.objects.public_on(day), day, kind, topic, standing, words)
    return found.filter(district=district) if district else found


def practitioners(
    day: date,
    *,
    kind: str = "",
    district: str = "",
    topic: str = "",
    standing: str = "",
    words: str = "",
    institution: str = "",
) -> EntryQuerySet:
    """The practitioners that are public on a day, by name, each with ``current_affiliations`` read in one query
    more. ``institution`` is the slug of one that is public: of others nobody learns who works there."""
    found = _entries(Practitioner.objects.public_on(day), day, kind, topic, standing, words)
    if district or institution:
        here = _current_at_public(day).filter(practitioner=OuterRef("pk"))
        here = here.filter(institution__district=district) if district else here
        here = here.filter(institution__slug=institution) if institution else here
        found = found.filter(Exists(here))
    return found.prefetch_related(current_affiliations(day))


def current_affiliations(day: date, through: str = "", *, only_public: bool = True) -> Prefetch:
    """Reads with practitioners (or with what leads to them ``through`` a relation) where they work on a day, as
    ``current_affiliations``: the main one first; only of public institutions, unless a clerk reads."""
    found = _current_at_public(day) if only_public else Affiliation.objects.current_on(day)
    found = found.select_related("institution").order_by("-is_main", "pk")
    return Prefetch(f"{through}affiliations", found, to_attr="current_affiliations")


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
    """What is told on a day of withdrawn records of an entry: number, reason and day, and nothing else; one query."""
    penalties, sanctions = (
        _records(model)
        .withdrawal_notes_on(day)
        .filter(**{_subject(entry): entry})
        .order_by()
        .values_list("document_number", "withdrawal_reason", "withdrawn_on")
        for model in RECORDS
    )
    rows = sorted(penalties.union(sanctions), key=lambda row: (row[2], row[0]), reverse=True)
    return [WithdrawalNote(*row) for row in rows]


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
    """The records shown on a day, queried as article 14 asks: by name, licence number, institution (its slug or words of
    its name: its own records and those of who works there), kind (its code, or its name whatever the basis) and date.

    Nothing that is not shown that day, and no institution that is not public, can be told from what is found.
    ``select_related`` with subject and kind; where the subjects work is one query more.
    """
    found = _records(model).public_on(day)
    if name := name.strip():
        found = found.filter(Q(practitioner__name__icontains=name) | Q(institution__name__icontains=name))
    if number := "".join(licence_number.split()):
        found = found.filter(Q(practitioner__licence_number=number) | Q(institution__licence_number=number))
    if institution := institution.strip():
        named = Institution.objects.public_on(day).filter(
            Q(slug=institution) | Q(name__icontains=institution) | Q(former_names__icontains=institution)
        )
        there = Affiliation.objects.current_on(day).filter(institution__in=named).values("practitioner")
        found = found.filter(Q(institution__in=named) | Q(practitioner__in=there))
    if kind:
        found = found.filter(Q(kind__code=kind) | Q(kind__name=kind))
    if decided_from:
        found = found.filter(decided_on__gte=decided_from)
    if decided_until:
        found = found.filter(decided_on__lte=decided_until)
    found = found.select_related("kind", "institution", "practitioner")
    return found.prefetch_related(current_affiliations(day, "practitioner__"))


def facts_of(model: type[Entry], keys: Iterable[int]) -> dict[int, list[RecordFacts]]:
    """The approved records of entries as far as they bear on standing, by primary key: one query."""
    subject = str(model._meta.model_name)
    keys = list(keys)
    penalties, sanctions = (
        _records(records)
        .filter(state=RecordState.APPROVED, **{f"{subject}__in": keys})
        .order_by()
        .annotate(begins=Coalesce("suspended_from", "decided_on"), effect=F("kind__effect"))
        .values_list(f"{subject}_id", "effect", "begins", "suspended_until", "display_from", "display_until")
        for records in RECORDS
    )
    found: dict[int, list[RecordFacts]] = defaultdict(list)
    for key, *facts in penalties.union(sanctions, all=True):
        found[key].append(RecordFacts(*facts))
    return found


def with_standing(entries: Sequence[SomeEntry], day: date) -> list[SomeEntry]:
    """Give every entry of a list its ``standing`` on a day: one query for all."""
    facts = facts_of(type(entries[0]), [entry.pk for entry in entries]) if entries else {}
    for entry in entries:
        entry.standing = standing_on(day, facts.get(entry.pk, ()), entry.ceased_on)
    return list(entries)


def standing_of(entry: Entry, day: date) -> Standing:
    """How one entry stands on a day."""
    return standing_on(day, facts_of(type(entry), [entry.pk]).get(entry.pk, ()), entry.ceased_on)


def barred_on(entries: Iterable[Entry], day: date) -> set[int]:
    """The primary keys of those among entries of one model that may not work on a day (``may_work_on``): one query."""
    entries = list(entries)
    facts = facts_of(type(entries[0]), {entry.pk for entry in entries}) if entries else {}
    return {entry.pk for entry in entries if not may_work_on(day, facts.get(entry.pk, ()), entry.ceased_on)}


def works_at(practitioner: Practitioner, institution: Institution, day: date) -> bool:
    """Whether somebody works at an institution on a day."""
    return Affiliation.objects.current_on(day).filter(practitioner=practitioner, institution=institution).exists()


def data_as_of(model: type[Entry]) -> date | None:
    """数据截至: the day on which an entry of this kind, or one of the sources of its kind, was last checked."""
    return latest(entries_checked_on(model), sources_checked_on(model))


def entries_checked_on(model: type[Entry]) -> date | None:
    """The day on which an entry of this kind was last checked."""
    rows = model._default_manager.order_by("-checked_on").filter(checked_on__isnull=False)
    return rows.values_list("checked_on", flat=True).first()


def records_as_of(entry: Entry | None = None) -> date | None:
    """数据截至 of penalties and sanctions, of one entry or of all: when a source of theirs was last checked, however lately
    anybody compared the entry's other facts. Without a source, when the entry, or any of the people they are about, was."""
    return record_sources_checked_on() or (entry.checked_on if entry is not None else entries_checked_on(Practitioner))


def record_sources_checked_on() -> date | None:
    """The day on which a source of penalties and sanctions was last checked: one query."""
    return freshness.data_as_of(SourceKind.PENALTY)


def sources_checked_on(model: type[Entry]) -> date | None:
    """The day on which a source of entries of this kind was last checked, whether or not there was anything to change."""
    return freshness.data_as_of(SourceKind.INSTITUTION if model is Institution else SourceKind.PRACTITIONER)


def latest(*days: date | None) -> date | None:
    """The latest of the days that are known."""
    return max((day for day in days if day is not None), default=None)


def _entries(found: EntryQuerySet, day: date, kind: str, topic: str, standing: str, words: str) -> EntryQuerySet:
    if kind:
        found = found.filter(kind=kind)
    if topic:
        found = found.filter(topics__code=topic)
    if standing:
        found = found.standing_as(standing, day)
    if plain := "".join(words.split()):
        asked = Q(name__icontains=plain) | Q(licence_number=plain)
        if plain.isascii():
            asked |= Q(initials__startswith=plain.lower())
        found = found.filter(asked)
    return found.order_by("pinyin", "pk")


def _current_at_public(day: date) -> Any:
    return Affiliation.objects.current_on(day).filter(institution__in=Institution.objects.public_on(day))


def _records(model: type[DisciplinaryRecord]) -> RecordQuerySet:
    manager: Any = model._default_manager
    found: RecordQuerySet = manager.all()
    return found


def _subject(entry: Entry) -> str:
    return str(entry._meta.model_name)
