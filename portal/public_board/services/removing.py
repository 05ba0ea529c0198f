"""Somebody else asks that a page be taken off: a person named in it, most often. The moderators have one working day
(``unpublish``), and the clock is seen by everybody who watches clocks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.citizens.bounds import DAY, Bound, count_use
from portal.common import clock
from portal.consultations.actors import SYSTEM, Actor
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.consultations.policies import WrongState
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import tell_moderators
from portal.consultations.services.time import clocks
from portal.public_board.models import Publication, PublicationState, RemovalRequest, WithdrawnBecause
from portal.public_board.policies import demand
from portal.public_board.services.moving import changed, held, signed
from portal.public_board.services.preparing import demanded
from portal.public_board.services.wanting import page_of
from portal.public_board.services.withdrawing import take_off
from portal.public_board.states import Doer, PublicationAct

LONGEST = 1_000
FROM_A_NETWORK = Bound("removal_network_day", 20, DAY)
FROM_A_NETWORK_OF_A_PAGE = Bound("removal_network_page_day", 3, DAY)
"""So that no one network uses up what a page takes in a day, before who is named in it comes."""
OF_A_PAGE = Bound("removal_page_day", 20, DAY)


def ask_removal(publication: Publication, text: str, contact: str = "", *, network: str = "") -> RemovalRequest:
    """Take a request, from whoever it is. Raises ValidationError, TooOften, WrongState where the page is gone already."""
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("请写明哪里涉及您，为什么希望撤下。")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("最多%d个字。") % LONGEST})
    with transaction.atomic():
        publication = held(publication)
        if publication.state != PublicationState.PUBLIC:
            raise WrongState(_("这一页已经撤下。"))
        at, salt = clock.now(), new_salt()
        if network:
            count_use(FROM_A_NETWORK_OF_A_PAGE, f"{publication.code} {network}", at)
            count_use(FROM_A_NETWORK, network, at)
        count_use(OF_A_PAGE, publication.code, at)
        request = RemovalRequest.objects.create(
            publication=publication, text=text, contact=contact.strip()[:200], salt=salt, asked_at=at
        )
        case = publication.consultation
        if not clocks.open_deadlines(case).filter(kind=DeadlineKind.UNPUBLISH).exists():
            clocks.start_deadline(case, DeadlineKind.UNPUBLISH, at=at)
        content = {"publication": publication.pk, "removal": request.pk, "removal_text": salted_digest(salt, text)}
        write_event(case, PublicationAct.ASK_REMOVAL, signed(SYSTEM, Doer.SYSTEM), at=at, content=content)
        tell_moderators(case, _("有人请求撤下一件公开的咨询，请在一个工作日内办理。"), url=page_of(publication))
        return request


def waiting_for(user: Any) -> QuerySet[RemovalRequest]:
    """Requests that wait, the oldest first; none for who may not decide."""
    if not (user.has_perm(MODERATE) or user.has_perm(SUPERVISE)):
        return RemovalRequest.objects.none()
    found = RemovalRequest.objects.filter(decided_at__isnull=True).exclude(publication__consultation__citizen=user)
    return found.select_related("publication__consultation").order_by("asked_at", "pk")


def grant_removal(request: RemovalRequest, reason: str, *, by: Actor) -> RemovalRequest:
    """Take the page off; every request about it is met by that."""
    reason = demanded(reason)
    with transaction.atomic():
        publication = held(request.publication)
        doer = demand(by, PublicationAct.TAKE_DOWN, publication)
        _demand_open(request)
        publication.note = reason
        take_off(publication, PublicationAct.TAKE_DOWN, WithdrawnBecause.LEAK, by, doer)
        request.refresh_from_db()
        request.outcome = reason
        request.save(update_fields=["outcome"])
        return request


def decline_removal(request: RemovalRequest, reason: str, *, by: Actor) -> RemovalRequest:
    """Leave the page, and say why."""
    reason = demanded(reason)
    with transaction.atomic():
        publication = held(request.publication)
        doer = demand(by, PublicationAct.KEEP, publication)
        _demand_open(request)
        at = clock.now()
        request.decided_at, request.decided_by, request.is_granted, request.outcome = at, by, False, reason
        request.save()
        case = locked(publication.consultation)
        if not RemovalRequest.objects.filter(publication=publication, decided_at__isnull=True).exists():
            clocks.meet(case, DeadlineKind.UNPUBLISH, at=at)
        changed(publication, PublicationAct.KEEP, by, doer, at=at, said={"decided": request.pk})
        return request


def _demand_open(request: RemovalRequest) -> None:
    if RemovalRequest.objects.filter(pk=request.pk, decided_at__isnull=False).exists():
        raise WrongState(_("这个请求已经办理过了。"))
