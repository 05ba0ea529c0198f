"""Who may do what to a case, read from ``states.TRANSITIONS``. Who may open one at all is ``visible_to``."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from portal.consultations import neighbours
from portal.consultations.actors import Actor, System
from portal.consultations.models import Consultation, ReceiptSession, ResidentStaff
from portal.consultations.models.querysets import ANSWER, MODERATE, SUPPORT
from portal.consultations.states import AT_WORK, TRANSITIONS, Act, Party


class WrongState(ValidationError):
    """The case is not where this act may begin: somebody was quicker, or it is over."""


def resident_of(by: Actor) -> ResidentStaff | None:
    """The resident that a user is, whatever their duty; None for others."""
    if isinstance(by, ReceiptSession | System) or by is None or not by.is_active or not by.has_perm(ANSWER):
        return None
    return ResidentStaff.objects.select_related("staff_code", "resident_institution").filter(user=by).first()


def parties_of(by: Actor, case: Consultation) -> frozenset[Party]:
    """What somebody is to a case. Nobody is staff of their own question."""
    if isinstance(by, System):
        return frozenset({Party.SYSTEM})
    if isinstance(by, ReceiptSession):
        return frozenset({Party.CITIZEN}) if case.receipt_number in by.numbers else frozenset()
    if by is None or not by.is_authenticated or not by.is_active:
        return frozenset()
    if case.citizen_id == by.pk:
        return frozenset({Party.CITIZEN})
    found = set()
    if by.has_perm(MODERATE):
        found.add(Party.MODERATOR)
    holder = case.assigned_to
    # Who is suspended has nothing in hand: not even what was answered, which stays under their code.
    holds = holder is not None and holder.user_id == by.pk and holder.duty == ResidentStaff.Duty.ACTIVE
    if holds and by.has_perm(ANSWER):
        found.add(Party.RESIDENT)
    office = holder.resident_institution.institution_id if holder is not None else None
    if office is not None and office == by.institution_id and by.has_perm(SUPPORT):
        found.add(Party.BACK_OFFICE)
    return frozenset(found) | neighbours.parties(by, case)


def may(by: Actor, act: Act, case: Consultation) -> bool:
    """Whether somebody may do an act to a case now."""
    transition = TRANSITIONS[act]
    return case.state in transition.begins and bool(parties_of(by, case) & transition.parties)


def demand(by: Actor, act: Act, case: Consultation) -> Party:
    """The party somebody acts as. Raises PermissionDenied, or WrongState where the case stands elsewhere."""
    transition = TRANSITIONS[act]
    parties = parties_of(by, case) & transition.parties
    if not parties:
        raise PermissionDenied(_("您不能对这件咨询进行这项操作。"))
    demand_state(act, case)
    return sorted(parties)[0]


def demand_citizen(by: Actor, case: Consultation) -> None:
    """Raise PermissionDenied for anybody but the citizen of the case: for what leads to no other state."""
    if Party.CITIZEN not in parties_of(by, case):
        raise PermissionDenied(_("您不能对这件咨询进行这项操作。"))


def demand_state(act: Act, case: Consultation) -> None:
    """Raise WrongState unless an act may begin where the case stands."""
    if case.state not in TRANSITIONS[act].begins:
        label = AT_WORK[case.state]
        raise WrongState(_("这件咨询现在是“%(state)s”，不能进行这项操作。可能刚刚有变化，请刷新。") % {"state": label})


def acts_for(by: Actor, case: Consultation) -> list[Act]:
    """What a page may offer somebody; each service asks once more."""
    parties = parties_of(by, case)
    return [act for act, row in TRANSITIONS.items() if case.state in row.begins and parties & row.parties]
