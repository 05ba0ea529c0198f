"""Saving a practitioner together with where they work: dated rows, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.models import Topic
from cms.directory.models import Affiliation, Institution, Practitioner
from cms.directory.models.history import sign
from cms.directory.services.entries import save_entry

FIELDS = ("institution", "is_main", "role", "started_on", "ended_on")


@dataclass(frozen=True, slots=True)
class AffiliationRow:
    """One row as it shall be. ``pk`` None: a new one; ``is_removed``: it was put down by mistake and never held."""

    institution: Institution
    pk: int | None = None
    is_main: bool = True
    role: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    is_removed: bool = False


def save_practitioner(
    person: Practitioner,
    values: Mapping[str, Any],
    affiliations: Sequence[AffiliationRow],
    *,
    by: Any,
    topics: Iterable[Topic] | None = None,
) -> Practitioner:
    """Create or change a practitioner and the given rows of where they work; rows that are not given stay as they are.

    Raises what ``save_entry`` raises; of the rows ValidationError without a field.
    """
    with transaction.atomic():
        if person.pk is None:
            main = next((row for row in affiliations if row.is_main and not row.is_removed), None)
            # Who has no licence is told from a namesake by the place: it goes into the address.
            person.identity_place = main.institution.slug if main is not None else ""
        person = save_entry(person, values, by=by, topics=topics)
        _write(person, affiliations, by)
    return person


def _write(person: Practitioner, rows: Sequence[AffiliationRow], by: Any) -> None:
    known = {row.pk: row for row in person.affiliations.select_related("institution")}
    for row in sorted(rows, key=_order):
        affiliation = known.get(row.pk) if row.pk is not None else Affiliation(practitioner=person)
        if affiliation is None:
            raise ValidationError(_("这一执业关系已被他人删除，请重新打开本页。"))
        sign(affiliation, by)
        if row.is_removed:
            affiliation.delete()
            continue
        changed = (
            [name for name in FIELDS if getattr(affiliation, name, None) != getattr(row, name)] if row.pk else FIELDS
        )
        for name in changed:
            setattr(affiliation, name, getattr(row, name))
        if changed:
            affiliation.full_clean()
            affiliation.save()


def _order(row: AffiliationRow) -> tuple[bool, ...]:
    """What goes, ends or ceases to be the main place comes first: at most one main place is open at a time."""
    return not row.is_removed, row.ended_on is None, row.is_main, row.pk is None
