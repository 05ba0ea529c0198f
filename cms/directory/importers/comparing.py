"""Which entry a line is about, and what it would change. Few queries for a chunk, none for a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.directory.importers.checking import CheckedLine
from cms.directory.importers.report import Status
from cms.directory.models import Affiliation, Entry, Institution, Practitioner


@dataclass(slots=True)
class Change:
    """What a line does: to which entry (not saved yet when created), and to where the practitioner works."""

    line: CheckedLine
    entry: Entry
    status: Status
    fields: set[str] = field(default_factory=set)
    affiliations: list[Affiliation] = field(default_factory=list)
    """Rows to be written, those without a key new."""


class Institutions:
    """All institutions by code and by name, for lines that name where somebody works: one query, kept in step with what
    the import itself brings in (also by a dry run, which writes none)."""

    def __init__(self) -> None:
        self._by_code: dict[str, Institution] = {}
        self._by_name: dict[str, list[Institution]] = defaultdict(list)
        rows = Institution.objects.only("pk", "name", "unified_social_credit_code", "slug", "district").order_by("pk")
        for institution in rows.iterator(chunk_size=5000):
            self.add(institution)

    def add(self, institution: Institution) -> None:
        """Know an institution; one that is known already counts once."""
        if institution.unified_social_credit_code:
            self._by_code[institution.unified_social_credit_code] = institution
        known = self._by_name[institution.name]
        if not any(other is institution or (other.pk and other.pk == institution.pk) for other in known):
            known.append(institution)

    def find(self, line: CheckedLine) -> Institution | None:
        """Where a practitioner works; puts down what is wrong and gives None when that cannot be told."""
        if line.institution_code:
            found = self._by_code.get(line.institution_code)
            if found is None:
                line.fail("institution_code", _("名录中没有这一统一社会信用代码的机构。"))
            return found
        if not line.institution:
            return None
        named = self._by_name.get(line.institution, [])
        if len(named) == 1:
            return named[0]
        problem = _("有多个同名机构，请填写执业机构统一社会信用代码。") if named else _("名录中没有这一名称的机构。")
        line.fail("institution", problem)
        return None


def match_institutions(lines: Sequence[CheckedLine]) -> list[Institution | None]:
    """The institution that each line is about: by credit code, else by licence, else by kind, name and district."""
    values = [line.values for line in lines]
    found = Institution.objects
    by_code = {
        row.unified_social_credit_code: row
        for row in found.filter(unified_social_credit_code__in=_given(values, "unified_social_credit_code"))
    }
    by_licence = {
        (row.kind, row.licence_number): row for row in found.filter(licence_number__in=_given(values, "licence_number"))
    }
    by_name: dict[tuple[str, str], list[Institution]] = defaultdict(list)
    for row in found.filter(name__in=_given(values, "name")):
        by_name[row.kind, row.name].append(row)
    return [_institution_of(line, by_code, by_licence, by_name) for line in lines]


def _institution_of(line: CheckedLine, by_code: Any, by_licence: Any, by_name: Any) -> Institution | None:
    values = line.values
    code, number = values.get("unified_social_credit_code"), values.get("licence_number")
    if code and code in by_code:
        return by_code[code]
    same = [row for row in by_name.get((line.kind, values["name"]), []) if _may_be(row, values)]
    licensed = by_licence.get((line.kind, number)) if number else None
    if licensed is not None:
        if code and licensed.unified_social_credit_code not in (None, code):
            line.fail("licence_number", _("这一许可证号已属于另一机构“%(name)s”。") % {"name": licensed.name})
        return licensed
    if len(same) > 1:
        line.fail("name", _("名录中有多个同名机构，请填写统一社会信用代码。"))
        return None
    return same[0] if same else None


def _may_be(row: Institution, values: dict[str, Any]) -> bool:
    """Whether an institution of the same kind and name may be the one meant: nothing that tells institutions apart differs."""
    pairs = (
        (row.unified_social_credit_code, values.get("unified_social_credit_code")),
        (row.licence_number, values.get("licence_number")),
        (row.district or None, values.get("district") or None),
    )
    return all(there is None or given is None or there == given for there, given in pairs)


def match_practitioners(lines: Sequence[CheckedLine]) -> tuple[list[Practitioner | None], dict[int, list[Affiliation]]]:
    """The practitioner that each line is about (by licence, else by kind, name and institution), and where those work now."""
    numbers = _given([line.values for line in lines], "licence_number")
    by_licence = {
        (row.kind, row.licence_number): row for row in Practitioner.objects.filter(licence_number__in=numbers)
    }
    unmatched = [line for line in lines if (line.kind, line.values.get("licence_number")) not in by_licence]
    places = {line.at.pk for line in unmatched if line.at is not None and line.at.pk}
    by_place: dict[tuple[str, str, int], list[Practitioner]] = defaultdict(list)
    if places:
        names = {line.values["name"] for line in unmatched}
        there = Affiliation.objects.filter(
            ended_on__isnull=True,
            institution__in=places,
            practitioner__name__in=names,
            practitioner__licence_number__isnull=True,
        ).select_related("practitioner")
        for row in there:
            by_place[row.practitioner.kind, row.practitioner.name, row.institution_id].append(row.practitioner)
    found = [_practitioner_of(line, by_licence, by_place) for line in lines]
    working: dict[int, list[Affiliation]] = defaultdict(list)
    keys = [row.pk for row in found if row is not None]
    for affiliation in Affiliation.objects.filter(practitioner__in=keys, ended_on__isnull=True).select_related(
        "institution"
    ):
        working[affiliation.practitioner_id].append(affiliation)
    return found, working


def _practitioner_of(line: CheckedLine, by_licence: Any, by_place: Any) -> Practitioner | None:
    number = line.values.get("licence_number")
    if number and (line.kind, number) in by_licence:
        return by_licence[line.kind, number]
    same = by_place.get((line.kind, line.values["name"], line.at.pk), []) if line.at is not None else []
    if len(same) > 1:
        line.fail("name", _("这一机构有多个同名人员，请填写执业证号。"))
        return None
    return same[0] if same else None


def compare(line: CheckedLine, entry: Entry | None) -> Change:
    """Say what a line changes of an entry; an entry that is None is made."""
    report = line.report
    if entry is None:
        entry = line.model(**line.values)
        if isinstance(entry, Practitioner):
            entry.identity_place = line.at.slug if line.at is not None else ""
        entry.derive()
        return Change(line, entry, Status.CREATED)
    change = Change(line, entry, Status.UNCHANGED)
    values = dict(line.values)
    if isinstance(entry, Institution) and values["name"] != entry.name and "former_names" not in values:
        values["former_names"] = "\n".join(dict.fromkeys([*entry.former_name_list, entry.name]))
    for name, new in values.items():
        old = getattr(entry, name)
        if old != new:
            report.changes["topics" if name == "topic_codes" else name] = [_shown(old), _shown(new)]
            setattr(entry, name, new)
            change.fields.add(name)
    if change.fields:
        change.status = Status.UPDATED
        entry.derive()
    return change


def compare_affiliation(change: Change, working: Iterable[Affiliation], today: date) -> None:
    """Say what a line changes of where its practitioner works: the old main place ends the day the new one begins."""
    line, entry = change.line, change.entry
    if line.at is None or not isinstance(entry, Practitioner):
        return
    working = list(working)
    main = next((row for row in working if row.is_main), None)
    there = next((row for row in working if row.institution_id == line.at.pk and line.at.pk), None)
    if main is not None and main is there:
        if line.role is not None and line.role != main.role:
            line.report.changes["role"] = [main.role, line.role]
            main.role = line.role
            change.affiliations.append(main)
    else:
        if main is not None:
            main.ended_on = line.affiliated_on or today
            if main.started_on and main.ended_on < main.started_on:
                line.fail("affiliated_on", _("早于现执业关系的开始日期%(day)s。") % {"day": main.started_on})
                return
            change.affiliations.append(main)
        if change.status is not Status.CREATED:
            line.report.changes["institution"] = [main.institution.name if main else "", line.at.name]
        if there is not None:
            there.is_main = True
        else:
            since = line.affiliated_on or (today if main is not None else None)
            there = Affiliation(practitioner=entry, institution=line.at, started_on=since)
        there.role = line.role if line.role is not None else there.role
        change.affiliations.append(there)
    if change.affiliations and change.status is Status.UNCHANGED:
        change.status = Status.UPDATED


def _given(values: Iterable[dict[str, Any]], name: str) -> set[str]:
    return {row[name] for row in values if row.get(name)}


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
