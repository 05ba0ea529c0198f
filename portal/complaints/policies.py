"""What somebody is to a complaint, read from the table of ``states``. Who may open one at all is ``visible_to``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.complaints.models import Complaint
from portal.complaints.states import IN_HAND, TRANSITIONS, Act, Party, State
from portal.consultations.actors import Actor, System
from portal.consultations.models.querysets import SUPERVISE
from portal.consultations.policies import WrongState


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who proved to know the passphrase of these complaints: numbers of the session, and nothing else."""

    numbers: frozenset[str]


NOBODY: Final = Follower(frozenset())


def parties_of(by: Actor | Follower, complaint: Complaint) -> frozenset[Party]:
    """What somebody is to a complaint. Nobody handles one of their own."""
    if isinstance(by, System):
        return frozenset({Party.SYSTEM})
    if isinstance(by, Follower):
        return frozenset({Party.COMPLAINANT}) if complaint.number in by.numbers else frozenset()
    if Complaint.objects.of_citizen(by).filter(pk=complaint.pk).exists():
        return frozenset({Party.COMPLAINANT})
    if not getattr(by, "is_authenticated", False) or not by.is_active:
        return frozenset()
    found = set()
    if complaint.state in IN_HAND:
        if Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
            if complaint.handler_id == by.pk:
                found.add(Party.HANDLER)
            elif by.has_perm(SUPERVISE):
                found.add(Party.SUPERVISOR)
    elif Complaint.objects.may_be_taken_by(by).filter(pk=complaint.pk).exists():
        found.add(Party.WILLING)
    return frozenset(found)


def may(by: Any, act: Act, complaint: Complaint) -> bool:
    """Whether somebody may do an act to a complaint now."""
    row = TRANSITIONS[act]
    return complaint.state in row.begins and bool(row.parties & parties_of(by, complaint))


def demand(by: Any, act: Act, complaint: Complaint) -> None:
    """Raise PermissionDenied, or WrongState where the complaint stands elsewhere."""
    row = TRANSITIONS[act]
    parties = parties_of(by, complaint)
    if complaint.state not in row.begins and parties:
        label = State(complaint.state).label
        raise WrongState(_("这件投诉现在是“%(state)s”，不能进行这项操作。可能刚刚有变化，请刷新。") % {"state": label})
    if not row.parties & parties:
        raise PermissionDenied(_("您不能对这件投诉进行这项操作。"))
