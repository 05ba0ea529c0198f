"""Files of a draft and of a case: handed in, taken away, opened. Each act upon a case is an event, without their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import SYSTEM, Actor, signature_of
from portal.consultations.attachments import storage
from portal.consultations.attachments.accepting import Outcome, accept
from portal.consultations.attachments.limits import MOST_FILES
from portal.consultations.models import Attachment, Consultation, IntakeDraft
from portal.consultations.models.choices import ActorKind
from portal.consultations.policies import WrongState, demand_citizen
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.reading import open_case
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.case.telling import Told, tell_citizen, tell_resident
from portal.consultations.states import State

OVER = (State.CLOSED, State.WITHDRAWN)
"""States in which nothing is added any more."""


def attach_to_draft(draft: IntakeDraft, files: Sequence[File]) -> list[Outcome]:
    """Keep files with what is being written; one Outcome a file, in order, each with its error where it was refused."""
    outcomes = accept(files, already=_kept(draft).count())
    with transaction.atomic():
        draft = IntakeDraft.objects.select_for_update().get(pk=draft.pk)
        outcomes = _within_the_limit(outcomes, _kept(draft).count())
        for outcome in outcomes:
            if outcome.cleaned is not None:
                storage.keep(outcome, draft=draft)
    return outcomes


def remove_from_draft(draft: IntakeDraft, key: str) -> None:
    """Throw a file away that was not sent yet; one that is gone is no fault."""
    with transaction.atomic():
        found = Attachment.objects.filter(draft=draft, key=key).first()
        if found is not None:
            storage.remove_file(found)
            found.delete()


def attach_to_case(case: Consultation, files: Sequence[File], *, by: Actor) -> list[Outcome]:
    """Add files to one's own case; one Outcome a file. Raises PermissionDenied, and WrongState for a case that is over."""
    _demand_own_and_open(case, by)
    outcomes = accept(files, already=_kept(case).count())
    with transaction.atomic():
        case = locked(case)
        _demand_own_and_open(case, by)
        outcomes = _within_the_limit(outcomes, _kept(case).count())
        kept = [storage.keep(outcome, consultation=case) for outcome in outcomes if outcome.cleaned is not None]
        if kept:
            said = {"files": [{"key": str(one.key), "digest": one.digest} for one in kept]}
            write_event(case, "attach", signature_of(by, ActorKind.CITIZEN), at=clock.now(), content=said)
            tell_resident(case, _("咨询人补充了附件。"))
    return outcomes


def remove_from_case(case: Consultation, key: str, *, by: Actor) -> None:
    """Take a file of one's own case away for good, at any time; the record keeps that it was there, and its digest.

    Raises PermissionDenied; Http404 for a file that is not of this case, or gone.
    """
    with transaction.atomic():
        case = locked(case)
        demand_citizen(by, case)
        found = _kept(case).filter(key=key).first()
        if found is None:
            raise Http404
        storage.remove_file(found)
        write_event(
            case, "detach", signature_of(by, ActorKind.CITIZEN), at=clock.now(), content={"file": str(found.key)}
        )


def open_attachment(number: str, key: str, actor: Any, *, page: str) -> tuple[Attachment, int, bytes]:
    """A file of a case that an actor may open: the row, its place (from 1) and its bytes; an opening by staff is logged.

    Raises Http404 for another's case and for a file that is not of it, NotServed, FileMissing, CannotDecrypt.
    """
    case = open_case(number, actor, page=page)
    for place, attachment in enumerate(case.attachments.all(), 1):
        if str(attachment.key) == str(key):
            return attachment, place, storage.read(attachment)
    raise Http404


def file_was_infected(attachment: Attachment) -> None:
    """The scanner spoke later: take the file away, and write down why. Inside the scan's transaction."""
    if attachment.consultation is None:
        storage.remove_file(attachment)
        return
    case = locked(attachment.consultation)
    storage.remove_file(attachment)
    signature = signature_of(SYSTEM, ActorKind.SYSTEM)
    write_event(case, "file_infected", signature, at=clock.now(), content={"file": str(attachment.key)})
    tell_citizen(case, Told.HANDLED)


def _kept(owner: IntakeDraft | Consultation) -> Any:
    return owner.attachments.filter(removed_at__isnull=True)


def _within_the_limit(outcomes: list[Outcome], already: int) -> list[Outcome]:
    """Once more under the lock: two uploads at once share the ten places."""
    room, checked = MOST_FILES - already, []
    for outcome in outcomes:
        if outcome.cleaned is not None and room <= 0:
            outcome = Outcome(outcome.name, code="too_many")
        room -= outcome.cleaned is not None
        checked.append(outcome)
    return checked


def _demand_own_and_open(case: Consultation, by: Actor) -> None:
    demand_citizen(by, case)
    if case.state in OVER:
        raise WrongState(_("这件咨询已经结束，不能再补充附件。"))
