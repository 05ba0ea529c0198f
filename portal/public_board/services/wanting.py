"""The citizen wishes to see what a public page would look like (article 30). Nothing is public by this, nor agreed to."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation
from portal.consultations.policies import demand_citizen
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.telling import tell_moderators
from portal.public_board.barred import reasons
from portal.public_board.models import LIVE_STATES, Publication, PublicationState
from portal.public_board.parts import source_of
from portal.public_board.services.moving import changed, new_code
from portal.public_board.states import Doer, PublicationAct


def live_of(case: Consultation) -> Publication | None:
    """The publication of a case that is under way or public."""
    return Publication.objects.filter(consultation=case, state__in=LIVE_STATES).first()


def may_be_offered(case: Consultation) -> bool:
    """Whether the citizen may be asked at all. The default is no, and the answer to most is never asked."""
    return next(reasons(case, _texts(case)), None) is None


def _texts(case: Consultation) -> Iterator[str]:
    """What the case says, read when somebody asks for it."""
    yield from source_of(case).texts.values()


def want(case: Consultation, *, by: Actor) -> Publication:
    """Ask for the redacted page. Raises PermissionDenied for anybody but the citizen and where the rules forbid it,
    ValidationError where one is under way."""
    with transaction.atomic():
        case = locked(case)
        demand_citizen(by, case)
        if live_of(case) is not None:
            raise ValidationError(_("这件咨询的公开已经在办理。"))
        if not may_be_offered(case):
            raise PermissionDenied(_("依照规定，这件咨询不能公开。"))
        return begin(case, by, Doer.CITIZEN)


def begin(case: Consultation, by: Actor, doer: Doer) -> Publication:
    """A new publication of a case whose row is held."""
    at = clock.now()
    assert case.last_answered_at is not None  # what is not answered is barred
    answered = case.last_answered_at.astimezone(SHANGHAI).date()
    publication = Publication.objects.create(
        code=new_code(),
        consultation=case,
        state=PublicationState.WANTED,
        topic=case.topic,
        asked_on=case.submitted_at.astimezone(SHANGHAI).date(),
        answered_on=answered,
        law_on=answered,
        wanted_at=at,
    )
    changed(publication, PublicationAct.WANT, by, doer, at=at)
    tell_moderators(case, _("有一件咨询等待隐去信息，准备公开。"), url=page_of(publication))
    return publication


def page_of(publication: Publication) -> str:
    """The staff's page of a publication."""
    return reverse("publication", args=[publication.code])
