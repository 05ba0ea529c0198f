"""Taking all cases of a matter as one piece of work, and declaring 回避 for all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from portal.consultations.models import Consultation, RelatedMatter
from portal.consultations.models.querysets import ConsultationQuerySet
from portal.consultations.policies import resident_of
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.residents.balancing import takeable_by
from portal.group_matters.services.finding import APART, in_hand, kept_apart


@dataclass(slots=True)
class Taken:
    """What a claim of all led to: the cases that are in hand now, those that are not with why, how many stand apart by rule."""

    taken: list[Consultation] = field(default_factory=list)
    left: list[tuple[Consultation, str]] = field(default_factory=list)
    apart: int = 0


def waiting_in(matter: RelatedMatter, by: Any) -> ConsultationQuerySet:
    """What a resident could take of a matter."""
    staff = resident_of(by)
    if staff is None:
        return Consultation.objects.none()
    return takeable_by(staff).filter(matter=matter).exclude(APART)


def claim_all(matter: RelatedMatter, *, by: Any) -> Taken:
    """Take every waiting case of a matter, each by its own claim: of one that somebody else was quicker with, the others are
    taken all the same. Pressed again it takes what is left."""
    if resident_of(by) is None:
        raise PermissionDenied(_("只有驻场人员可以接办。"))
    result = Taken(apart=kept_apart(matter))
    for case in waiting_in(matter, by):
        try:
            result.taken.append(claiming.claim(case, by=by))
        except PermissionDenied as error:
            result.left.append((case, str(error)))
        except ValidationError as error:
            result.left.append((case, " ".join(error.messages)))
    return result


def undeclared(matter: RelatedMatter, by: Any) -> ConsultationQuerySet:
    """The cases in hand of which a resident has not said yet that nothing stands in the way."""
    staff = resident_of(by)
    if staff is None:
        return Consultation.objects.none()
    not_said = Q(conflict_free_claim__isnull=True) | ~Q(conflict_free_claim=F("claim_number"))
    return in_hand(matter, staff).filter(not_said)


def declare_all(
    matter: RelatedMatter, shown: Collection[str], away: Collection[str], *, by: Any, whole_institution: bool = False
) -> int:
    """Say of the cases that were ``shown`` whether to keep away: from those in ``away`` by number, from none of the others.
    Gives how many are free to be opened. A case that was not shown is not declared."""
    free = 0
    for case in undeclared(matter, by).filter(receipt_number__in=shown):
        if case.receipt_number in away:
            claiming.recuse(case, by=by, whole_institution=whole_institution)
        else:
            conflicts.declare_none(case, by=by)
            free += 1
    return free
