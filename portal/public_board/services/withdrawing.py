"""Taking a page off: at once when the citizen asks, with a reason when the staff or the portal must."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import SYSTEM, Actor
from portal.consultations.models import Consultation
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.policies import WrongState, demand_citizen
from portal.consultations.services.case.telling import Told, tell_citizen
from portal.consultations.services.time import clocks
from portal.public_board.models import Publication, PublicationState, RemovalRequest, WithdrawnBecause
from portal.public_board.policies import demand
from portal.public_board.services.moving import changed, held
from portal.public_board.services.wanting import live_of
from portal.public_board.states import Doer, PublicationAct


def withdraw(case: Consultation, *, by: Actor) -> Publication:
    """The citizen takes it off, at once and without a reason."""
    with transaction.atomic():
        publication = live_of(case)
        if publication is None or publication.state != PublicationState.PUBLIC:
            demand_citizen(by, case)
            raise WrongState(_("这件咨询没有公开，不用撤下。"))
        publication = held(publication)
        doer = demand(by, PublicationAct.WITHDRAW, publication)
        return take_off(publication, PublicationAct.WITHDRAW, WithdrawnBecause.CITIZEN, by, doer)


def take_down(publication: Publication, because: str, note: str = "", *, by: Actor = SYSTEM) -> Publication:
    """The staff, or a room of the portal (``SYSTEM``), takes it off; the citizen is told. ``note`` is the staff's reason, for
    the citizen to read. Raises WrongState for what is not public."""
    if because not in WithdrawnBecause.values or because in (WithdrawnBecause.CITIZEN, WithdrawnBecause.ERASED):
        raise ValidationError({"because": _("请选一个原因。")})
    if by is not SYSTEM and not note.strip():
        raise ValidationError({"note": _("请向咨询人说明为什么撤下。")})
    with transaction.atomic():
        publication = held(publication)
        doer = demand(by, PublicationAct.TAKE_DOWN, publication)
        publication.note = note.strip()
        take_off(publication, PublicationAct.TAKE_DOWN, because, by, doer)
        tell_citizen(publication.consultation, Told.HANDLED)
        return publication


def law_changed(publication: Publication) -> bool:
    """An article that the answers rest on is another now: the page goes until somebody has looked. Says whether it was
    public."""
    with transaction.atomic():
        publication = held(publication)
        if publication.state != PublicationState.PUBLIC:
            return False
        take_off(publication, PublicationAct.TAKE_DOWN, WithdrawnBecause.LAW_CHANGED, SYSTEM, Doer.SYSTEM)
        tell_citizen(publication.consultation, Told.HANDLED)
        return True


def take_off(publication: Publication, act: PublicationAct, because: str, by: Actor, doer: Doer) -> Publication:
    """Off the board, of a publication that is held; the consent is taken back, and requests to take it off are met."""
    at = clock.now()
    publication.consents.filter(is_given=True, taken_back_at__isnull=True).update(taken_back_at=at)
    _meet_requests(publication, by, doer, at)
    content = {"because": str(because)}
    return changed(publication, act, by, doer, at=at, said=content, withdrawn_at=at, withdrawn_because=because)


def _meet_requests(publication: Publication, by: Any, doer: Doer, at: datetime) -> None:
    waiting = RemovalRequest.objects.filter(publication=publication, decided_at__isnull=True)
    who = by if doer in (Doer.PREPARER, Doer.APPROVER) else None
    if waiting.update(decided_at=at, is_granted=True, decided_by=who):
        clocks.meet(publication.consultation, DeadlineKind.UNPUBLISH, at=at)
