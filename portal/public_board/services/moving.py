"""What every act of a publication goes through: the case's row held, the policy asked, the event written. ``changed`` is the only
code that changes a publication's state and a case's visibility."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.consultations.actors import Actor, Signature, signature_of
from portal.consultations.models import Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.models.querysets import MODERATE
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.states import Visibility
from portal.public_board import surfaces
from portal.public_board.models import Publication
from portal.public_board.models import PublicationState as S
from portal.public_board.states import STEPS, Doer, PublicationAct

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what is mistaken for another when it is read aloud."""


def new_code() -> str:
    """What the public will call a publication by: ten random characters that say nothing of the case."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def held(publication: Publication) -> Publication:
    """The publication with its case, both rows held for this transaction; the case first, as every act of a case does."""
    case = locked(publication.consultation)
    found = Publication.objects.select_for_update().get(pk=publication.pk)
    found.consultation = case
    return found


def changed(
    publication: Publication,
    act: PublicationAct,
    by: Actor,
    doer: Doer,
    *,
    at: datetime,
    said: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Publication:
    """Do an act to a publication that is held: the state, ``changes``, the case's visibility, the event, the surfaces."""
    before = publication.state
    leads_to = STEPS[act].leads_to
    if leads_to is not None:
        publication.state = leads_to
    for name, value in changes.items():
        setattr(publication, name, value)
    publication.save()
    case = publication.consultation
    if S.PUBLIC in (before, publication.state) and before != publication.state:
        _show(case, publication.state == S.PUBLIC)
        surfaces.changed(publication)
    # "from" and "to" in a record are states of the case: it is held against them.
    content = {"publication": publication.pk, "was": str(before), "is": str(publication.state), **(said or {})}
    write_event(case, act, signed(by, doer), at=at, content=content)
    return publication


def signed(by: Actor, doer: Doer) -> Signature:
    """How the record names who acted."""
    if doer in (Doer.CITIZEN, Doer.SYSTEM):
        return signature_of(by, ActorKind.CITIZEN if doer == Doer.CITIZEN else ActorKind.SYSTEM)
    return signature_of(by, ActorKind.MODERATOR if by.has_perm(MODERATE) else ActorKind.SUPERVISOR)


def _show(case: Consultation, is_public: bool) -> None:
    """The row alone: whoever holds the case's other fields in hand saves them after."""
    case.visibility = Visibility.PUBLIC if is_public else Visibility.PRIVATE
    Consultation.objects.filter(pk=case.pk).update(visibility=case.visibility)


EMPTY: Mapping[str, Any] = {
    "prepared_by": None,
    "prepared_at": None,
    "approved_by": None,
    "approved_at": None,
    "content": "{}",
    "content_digest": "",
    "cleared": "[]",
}
"""What a publication holds before it is prepared."""
