"""Which second looks somebody may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from portal.changed_law.models import Outcome, SecondLook
from portal.consultations.models import ResidentStaff
from portal.consultations.models.querysets import ANSWER, SUPERVISE, SUPPORT
from portal.consultations.services.case.reading import cases_of_staff


def looks_for(user: Any) -> QuerySet[SecondLook]:
    """A resident's own; of a back office those of who is gone; of a supervisor all they may open."""
    seen = SecondLook.objects.filter(consultation__in=cases_of_staff(user).order_by().values("pk"))
    if user.has_perm(SUPERVISE):
        return seen
    found = Q(pk__in=[])
    if user.has_perm(ANSWER):
        found |= Q(consultation__assigned_to__user=user)
    if user.has_perm(SUPPORT):
        there = Q(
            consultation__assigned_to__duty=ResidentStaff.Duty.ACTIVE, consultation__assigned_to__user__is_active=True
        )
        found |= Q(consultation__assigned_to__resident_institution__institution=user.institution_id) & ~there
    return seen.filter(found)


def cases_in_doubt(cases: Iterable[int]) -> set[int]:
    """Those of the cases that have an answer in doubt. One query."""
    found = SecondLook.objects.filter(consultation__in=cases, outcome=Outcome.OPEN)
    return set(found.order_by().values_list("consultation", flat=True))


def open_for(user: Any) -> int:
    """How many wait for somebody."""
    return looks_for(user).filter(outcome=Outcome.OPEN).count()


def find_look(pk: int, user: Any) -> SecondLook:
    """One that somebody may see; Http404 for others, as for what there is not."""
    look = looks_for(user).select_related("consultation", "answer").filter(pk=pk).first()
    if look is None:
        raise Http404
    return look
