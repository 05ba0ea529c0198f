"""Who may do what about a publication, read from ``states.STEPS``; whether it may be done to this case at all is ``barred``."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.consultations.actors import Actor, System
from portal.consultations.models import Consultation, ReceiptSession
from portal.consultations.policies import WrongState, parties_of
from portal.consultations.states import Party
from portal.public_board.barred import WORDS, Barred
from portal.public_board.models import Publication, PublicationState
from portal.public_board.states import STEPS, Doer, PublicationAct

PREPARE = "public_board.prepare_publication"
APPROVE = "public_board.approve_publication"


def doers(by: Actor, case: Consultation) -> frozenset[Doer]:
    """What somebody is to the publication of a case. Nobody is staff of their own question."""
    if isinstance(by, System):
        return frozenset({Doer.SYSTEM})
    if Party.CITIZEN in parties_of(by, case):
        return frozenset({Doer.CITIZEN})
    if isinstance(by, ReceiptSession) or by is None or not by.is_authenticated or not by.is_active:
        return frozenset()
    found = {Doer.PREPARER} if by.has_perm(PREPARE) else set()
    return frozenset(found | ({Doer.APPROVER} if by.has_perm(APPROVE) else set()))


def demand(by: Actor, act: PublicationAct, publication: Publication) -> Doer:
    """As what somebody acts. Raises PermissionDenied; WrongState where the publication stands elsewhere."""
    step = STEPS[act]
    found = doers(by, publication.consultation) & step.parties
    if not found:
        raise PermissionDenied(_("您不能对这件公开进行这项操作。"))
    if publication.state not in step.begins:
        label = PublicationState(publication.state).label
        raise WrongState(_("这件公开现在是“%(state)s”，不能进行这项操作。可能刚刚有变化，请刷新。") % {"state": label})
    if act in (PublicationAct.APPROVE, PublicationAct.SEND_BACK) and publication.prepared_by_id == by.pk:
        raise PermissionDenied(_("复核的人不能是隐去信息的人。"))
    return sorted(found)[0]


def may(by: Any, act: PublicationAct, publication: Publication) -> bool:
    """Whether a page may offer an act."""
    try:
        demand(by, act, publication)
    except (PermissionDenied, WrongState):
        return False
    return True


def why_words(reasons: tuple[Barred, ...]) -> str:
    """Why a case is not offered, in words."""
    return "、".join(str(WORDS[one]) for one in reasons)
