"""Invented entries in any number, for the demo and the benchmarks. Everything says that it is invented: 示范一律师事务所,
示例甲, addresses in 示范市, numbers of the region 000000 (0000), which does not exist.

The same seed, day and number of institutions give the same entries, and a further run adds what is missing. Written the
way an import is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.core.models import Topic
from cms.directory.importers.checking import CheckedLine
from cms.directory.importers.comparing import Change
from cms.directory.importers.report import ReportRow, Status
from cms.directory.importers.writing import refresh_statistics, write
from cms.directory.invented_records import invent_records
from cms.directory.models import Affiliation, Entry, Institution, Practitioner
from cms.directory.models.enums import InstitutionKind, PractitionerKind
from cms.directory.slugs import entry_slug
from portal.common.chinese_ids import credit_code_check_character
from portal.common.numbering import to_chinese

CHUNK = 1000
SOURCE = "演示数据（虚构）"
DISTRICTS = tuple(f"示范{number}区" for number in "一二三四五六七八")
_STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_NAMES = {
    InstitutionKind.LAW_FIRM: "示范{}律师事务所",
    InstitutionKind.NOTARY_OFFICE: "示范市示范{}公证处",
    InstitutionKind.LEGAL_AID_AGENCY: "示范市示范{}法律援助中心",
    InstitutionKind.FORENSIC_INSTITUTION: "示范{}司法鉴定中心",
    InstitutionKind.MEDIATION_COMMITTEE: "示范{}人民调解委员会",
    InstitutionKind.ARBITRATION_COMMISSION: "示范市示范{}仲裁委员会",
    InstitutionKind.GRASSROOTS_LEGAL_OFFICE: "示范{}基层法律服务所",
    InstitutionKind.PUBLIC_LEGAL_SERVICE_CENTRE: "示范{}公共法律服务中心",
    InstitutionKind.JUSTICE_OFFICE: "示范{}司法所",
}
# How the kinds follow each other, so that a small number already shows them all.
_ORDER = (
    *InstitutionKind,
    *[InstitutionKind.LAW_FIRM] * 7,
    *[InstitutionKind.MEDIATION_COMMITTEE] * 2,
    InstitutionKind.GRASSROOTS_LEGAL_OFFICE,
)
_WORKS_AT = {
    InstitutionKind.LAW_FIRM: PractitionerKind.LAWYER,
    InstitutionKind.NOTARY_OFFICE: PractitionerKind.NOTARY,
    InstitutionKind.FORENSIC_INSTITUTION: PractitionerKind.FORENSIC_EXAMINER,
    InstitutionKind.MEDIATION_COMMITTEE: PractitionerKind.MEDIATOR,
    InstitutionKind.GRASSROOTS_LEGAL_OFFICE: PractitionerKind.GRASSROOTS_LEGAL_WORKER,
}


@dataclass(slots=True)
class Generated:
    """How many entries and records were added."""

    institutions: int = 0
    practitioners: int = 0
    records: int = 0


def generate(
    *,
    institutions: int,
    practitioners: int,
    today: date,
    seed: int = 1,
    progress: Callable[[int], object] = lambda done: None,
) -> Generated:
    """Make sure of so many invented institutions and practitioners, some with penalties and sanctions in every phase."""
    if not 0 <= seed <= 9:
        raise ValueError("the seed is one digit: it is part of the invented numbers")
    if practitioners and not institutions:
        raise ValueError("practitioners need institutions to work at")
    done = Generated()
    topics = list(Topic.objects.exclude(code="other").order_by("position", "code").values_list("code", flat=True))
    for numbers in _chunks(institutions):
        made = _missing(Institution, [_institution(seed, number, topics) for number in numbers])
        done.institutions += _add(Institution, made, today, seed)
        progress(len(numbers))
    places = _places(seed, institutions)
    writers = invented_writers() if practitioners else ()
    for numbers in _chunks(practitioners):
        added = _missing(Practitioner, [_practitioner(seed, number, topics, places, today) for number in numbers])
        with transaction.atomic():
            done.practitioners += _add(Practitioner, added, today, seed)
            done.records += invent_records(added, writers, today, seed)
        progress(len(numbers))
    refresh_statistics()
    return done


def _chunks(number: int) -> Iterator[range]:
    for begin in range(0, number, CHUNK):
        yield range(begin, min(begin + CHUNK, number))


def _places(seed: int, number: int) -> dict[str, list[Institution]]:
    """Where practitioners may work, by the kind of practitioner."""
    places: dict[str, list[Institution]] = {}
    codes = [_credit_code(seed, place) for place in range(number)]
    for begin in range(0, number, 900):
        rows = Institution.objects.filter(unified_social_credit_code__in=codes[begin : begin + 900])
        for row in rows.only("pk", "kind", "slug", "name").order_by("unified_social_credit_code"):
            if row.kind in _WORKS_AT:
                places.setdefault(_WORKS_AT[InstitutionKind(row.kind)], []).append(row)
    return places


def _add(model: type[Entry], made: Sequence[Entry], today: date, seed: int) -> int:
    changes = []
    for entry in made:
        line = CheckedLine(model, {"kind": entry.kind}, ReportRow("", 0))
        change = Change(line, entry, Status.CREATED)
        place = getattr(entry, "works_at", None)
        if isinstance(entry, Practitioner) and place is not None:
            since = entry.first_licensed_on
            change.affiliations.append(Affiliation(practitioner=entry, institution=place, started_on=since))
        changes.append(change)
    with transaction.atomic():
        write(model, changes, by=None, reason=f"generated:{seed}", checked_on=today)
    return len(changes)


def _missing(model: type[Entry], made: Sequence[Any]) -> list[Any]:
    """Those that are not there: by slug, which follows from what is invented."""
    for entry in made:
        entry.derive()
        entry.slug = entry_slug(entry.name, entry.identity(), is_person=entry.is_person)
    slugs = [entry.slug for entry in made]
    there = set(model._default_manager.filter(slug__in=slugs).values_list("slug", flat=True))
    return [entry for entry in made if entry.slug not in there]


def _institution(seed: int, number: int, topics: Sequence[str]) -> Institution:
    chance = random.Random(f"institution:{seed}:{number}")  # noqa: S311 - invented data
    kind = _ORDER[number % len(_ORDER)]
    year = chance.randint(1985, 2022)
    district = DISTRICTS[number % len(DISTRICTS)]
    series = to_chinese(number + 1) if number < 9999 else str(number + 1)
    return Institution(
        kind=kind,
        name=_NAMES[kind].format(series),
        unified_social_credit_code=_credit_code(seed, number),
        licence_number=_institution_licence(kind, seed, number, year),
        founded_on=date(year, chance.randint(1, 12), chance.randint(1, 28)),
        registered_address=f"示范市{district}法治路{chance.randint(1, 999)}号",
        district=district,
        telephone=f"000-{chance.randint(10_000_000, 99_999_999)}",
        opening_hours="周一至周五 9:00—17:00",
        languages=chance.choice(["普通话", "普通话、手语", "普通话、英语"]),
        topic_codes=_some(topics, chance),
        source_name=SOURCE,
    )


def _practitioner(
    seed: int, number: int, topics: Sequence[str], places: dict[str, list[Institution]], today: date
) -> Practitioner:
    chance = random.Random(f"practitioner:{seed}:{number}")  # noqa: S311 - invented data
    kinds = [kind for kind in _WORKS_AT.values() if kind in places]
    kind = chance.choices(kinds, [8 if kind == PractitionerKind.LAWYER else 1 for kind in kinds])[0]
    first = date(chance.randint(1995, today.year - 1), chance.randint(1, 12), chance.randint(1, 28))
    name = "示例" + "".join(chance.choice(_STEMS) for _place in range(chance.randint(1, 2)))
    place = chance.choice(places[kind])
    number_of_licence = _practitioner_licence(kind, seed, number, first.year)
    person = Practitioner(
        kind=kind,
        name=name if number_of_licence else f"{name}{number}",
        licence_number=number_of_licence,
        first_licensed_on=first if number_of_licence else None,
        languages=chance.choice(["普通话", "普通话、手语", "普通话、英语", "普通话、粤语"]),
        topic_codes=_some(topics, chance),
        biography="本条目为演示数据，人物、证号和经历均为虚构。",
        source_name=SOURCE,
    )
    cast(Any, person).works_at = place
    # Names without licence carry their number, so that nobody is another where there are more places to work at.
    person.identity_place = f"generated:{seed}"
    return person


def _credit_code(seed: int, number: int) -> str:
    first = f"31000000{seed:02d}{number:07d}"
    return first + credit_code_check_character(first)


def _institution_licence(kind: str, seed: int, number: int, year: int) -> str | None:
    forms = {
        InstitutionKind.LAW_FIRM: f"20000{year}1{seed}{number:06d}",
        InstitutionKind.NOTARY_OFFICE: f"0000{seed}{number:06d}",
        InstitutionKind.FORENSIC_INSTITUTION: f"00{seed}{number:06d}",
        InstitutionKind.GRASSROOTS_LEGAL_OFFICE: f"30000{year}{seed}{number:06d}",
    }
    return forms.get(InstitutionKind(kind))


def _practitioner_licence(kind: str, seed: int, number: int, year: int) -> str | None:
    forms = {
        PractitionerKind.LAWYER: f"10000{year}1{seed}{number:06d}",
        PractitionerKind.NOTARY: f"0000{seed}{number:06d}",
        PractitionerKind.FORENSIC_EXAMINER: f"0000{seed:02d}{number:06d}",
        PractitionerKind.GRASSROOTS_LEGAL_WORKER: f"30000{year}{seed}{number:06d}",
    }
    return forms.get(PractitionerKind(kind))


def _some(topics: Sequence[str], chance: random.Random) -> str:
    chosen = set(chance.sample(list(topics), k=min(len(topics), chance.randint(1, 3))))
    return " ".join(code for code in topics if code in chosen)


def invented_writers() -> tuple[Any, Any]:
    """Two accounts that nobody can sign in to: what was invented has a writer and an approver like anything else."""
    found = []
    for username, name in (("directory-demo-writer", "示例录入人"), ("directory-demo-approver", "示例审核人")):
        user, created = get_user_model().objects.get_or_create(username=username, defaults={"is_active": False})
        if created:
            user.display_name = name
            user.set_unusable_password()
            user.save()
        found.append(user)
    return found[0], found[1]
