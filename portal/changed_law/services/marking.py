"""Somebody says that an answer is wrong: its resident, an expert, a moderator, a supervisor; with the reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.changed_law.models import Because, Outcome, SecondLook
from portal.changed_law.services.telling import tell_of_new
from portal.changed_law.services.templates import flag_templates_in
from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.actors import SYSTEM, Signature, signature_of
from portal.consultations.models import Answer, Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.models.querysets import SUPERVISE
from portal.consultations.policies import WrongState, parties_of
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.states import Party

DOUBT = "doubt_answer"
"""The event of the record."""
LONGEST = 1_000
_AS = {Party.RESIDENT: ActorKind.RESIDENT, Party.EXPERT: ActorKind.EXPERT, Party.MODERATOR: ActorKind.MODERATOR}


def may_doubt(by: Any, case: Consultation) -> ActorKind | None:
    """As what somebody may say that an answer of a case is wrong; None for who may not."""
    found = parties_of(by, case)
    if Party.CITIZEN in found:
        return None
    named = next((kind for party, kind in _AS.items() if party in found), None)
    if named is None and by.is_active and by.has_perm(SUPERVISE):
        return ActorKind.SUPERVISOR
    return named


def doubt(answer: Answer, reason: str, *, by: Any) -> SecondLook:
    """Put on file that an answer may be wrong; whoever has the case and the supervisors are told.

    Raises PermissionDenied; ValidationError without a reason; WrongState for what was corrected since, what somebody doubts
    already, and what is frozen.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("请写明哪里可能有误。")})
    if len(reason) > LONGEST:
        raise ValidationError({"reason": _("最多%d个字。") % LONGEST})
    with transaction.atomic():
        case = locked(answer.consultation)
        kind = may_doubt(by, case)
        if kind is None:
            raise PermissionDenied(_("您不能对这件咨询进行这项操作。"))
        if answer.corrections.exists():
            raise WrongState(_("这份答复已经更正过，请看最新的一份。"))
        if SecondLook.objects.filter(answer=answer, because=Because.DOUBT, outcome=Outcome.OPEN).exists():
            raise WrongState(_("已经有人提出这份答复可能有误，正在复查。"))
        look = _put(answer, case, reason, signature_of(by, kind), by=by)
        flag_templates_in(answer, look)
        tell_of_new()
    return look


def doubt_alike(answer: Answer, reason: str) -> SecondLook | None:
    """The same answer that somebody else was sent is in doubt, or was corrected: this one is looked at again, too. Nothing where
    it was corrected or doubted itself, or its case is only kept. Who must look is told by ``tell_of_new``."""
    with transaction.atomic():
        case = locked(answer.consultation)
        known = SecondLook.objects.filter(answer=answer, because=Because.DOUBT)
        if case.frozen_at is not None or answer.corrections.exists() or known.exists():
            return None
        return _put(answer, case, reason[:LONGEST], signature_of(SYSTEM, ActorKind.SYSTEM), is_alike=True)


def _put(
    answer: Answer, case: Consultation, reason: str, signature: Signature, *, by: Any = None, is_alike: bool = False
) -> SecondLook:
    at, salt = clock.now(), new_salt()
    look = SecondLook.objects.create(
        answer=answer,
        consultation=case,
        because=Because.DOUBT,
        reason=reason,
        salt=salt,
        raised_by=by,
        raised_as=signature.kind,
        raised_at=at,
    )
    content = {"doubt": look.pk, "of_answer": answer.pk, "reason": salted_digest(salt, reason)}
    write_event(case, DOUBT, signature, at=at, content=content)
    neighbours.answers_in_doubt.send(
        SecondLook, answers=[answer.pk], cases=[case.pk], because=Because.DOUBT.value, is_alike=is_alike
    )
    return look
