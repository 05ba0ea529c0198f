"""What comes of a second look: nothing, a correction (through the editor), or a note to the citizen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.changed_law.models import Outcome, SecondLook
from portal.changed_law.services.telling import is_there
from portal.changed_law.services.templates import clear_templates_of
from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.actors import signature_of
from portal.consultations.citizen_texts import Told
from portal.consultations.editor.checking import demand_nobody_named
from portal.consultations.models import CitizenContact, Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.models.querysets import SUPERVISE
from portal.consultations.policies import WrongState, parties_of
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import tell_citizen
from portal.consultations.states import Act, Party

SECOND_LOOK, LAW_NOTE = "second_look", "law_note"
"""Events of the record: only the staff reads the first, the citizen the second."""
LONGEST = 1_000


def may_decide(by: Any, case: Consultation) -> ActorKind | None:
    """As what somebody may decide of the answers of a case: its resident; where that one is gone, their back office; a
    supervisor always. None for others."""
    found = parties_of(by, case)
    if Party.CITIZEN in found:
        return None
    if Party.RESIDENT in found:
        return ActorKind.RESIDENT
    if Party.BACK_OFFICE in found and (case.assigned_to is None or not is_there(case.assigned_to)):
        return ActorKind.BACK_OFFICE
    return ActorKind.SUPERVISOR if by.is_active and by.has_perm(SUPERVISE) else None


def leave_as_it_is(look: SecondLook, reason: str, *, by: Any) -> SecondLook:
    """不影响: the answer stands, and why; nobody outside is told. Raises as ``tell_asker`` does."""
    return _decide(look, Outcome.UNAFFECTED, reason, by)


def tell_asker(look: SecondLook, note: str, *, by: Any) -> SecondLook:
    """告知咨询人: a note stands with the answer from then on. Who wished to hear of it is told, also of a closed case.

    Raises PermissionDenied; ValidationError by field (nothing written, a name or a contact of article 22); WrongState for
    what was decided and what is frozen.
    """
    return _decide(look, Outcome.TOLD, note, by)


def wishes_to_know(case: Consultation) -> bool:
    """Whether the citizen asked to be told of changes of the law; nobody did who was not asked."""
    return CitizenContact.objects.filter(consultation=case, tell_law_changes=True).exists()


def close_corrected(case: Consultation, event: Any, **_more: Any) -> None:
    """A correction ends what was open of the answer it corrects; hears each event, and looks at corrections alone."""
    if event.act != Act.CORRECT:
        return
    found = SecondLook.objects.filter(answer=event.content["corrects"], outcome=Outcome.OPEN)
    found.update(outcome=Outcome.CORRECTED, decided_at=event.at)


def _decide(look: SecondLook, outcome: Outcome, words: str, by: Any) -> SecondLook:
    words = words.strip()
    if not words:
        raise ValidationError(
            {"note": _("请写明理由。") if outcome == Outcome.UNAFFECTED else _("请写明告诉咨询人什么。")}
        )
    if len(words) > LONGEST:
        raise ValidationError({"note": _("最多%d个字。") % LONGEST})
    with transaction.atomic():
        case = locked(look.consultation)
        kind = may_decide(by, case)
        if kind is None:
            raise PermissionDenied(_("您不能对这件咨询进行这项操作。"))
        look = SecondLook.objects.select_for_update().get(pk=look.pk)
        if look.outcome != Outcome.OPEN:
            raise WrongState(_("这份答复已经复查过，请刷新。"))
        if outcome == Outcome.TOLD:
            _demand_words(case, words)
        at = clock.now()
        look.outcome, look.note, look.note_salt = outcome, words, new_salt()
        look.decided_by, look.decided_at = by, at
        look.save(update_fields=["outcome", "note", "note_salt", "decided_by", "decided_at"])
        content = {
            "second_look": look.pk,
            "of_answer": look.answer_id,
            "outcome": str(outcome),
            "note": salted_digest(look.note_salt, words),
        }
        act = LAW_NOTE if outcome == Outcome.TOLD else SECOND_LOOK
        write_event(case, act, signature_of(by, kind), at=at, content=content)
        if outcome == Outcome.TOLD and wishes_to_know(case):
            tell_citizen(case, Told.LAW_CHANGED)
        if outcome == Outcome.UNAFFECTED:
            clear_templates_of(look)
        neighbours.doubts_ended.send(SecondLook, cases=[case.pk])
    return look


def _demand_words(case: Consultation, words: str) -> None:
    try:
        demand_nobody_named(case, {"text": words})
    except ValidationError as error:
        raise ValidationError({"note": error.messages}) from None
