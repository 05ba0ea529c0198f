"""Erasing personal data on request (article 32; 个人信息保护法 47): identity, contacts and needless files go, the rest is frozen.

What was asked and answered is kept as long as the rules demand, only to be kept: frozen, shut to who answered, nothing is
added. The record says what went and what stayed; the digests of what went prove nothing any more, and the chain holds.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.actors import signature_of
from portal.consultations.attachments import storage
from portal.consultations.models import (
    AgreementConsent,
    AnswerDraft,
    CitizenContact,
    Consultation,
    ErasureRequest,
    ScreeningFlag,
    TextFingerprint,
)
from portal.consultations.models.choices import ActorKind, ClosedBecause
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.consultations.policies import WrongState, parties_of
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import digest_of_details, new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import Told, key_prefix, tell_citizen
from portal.consultations.services.time import clocks
from portal.consultations.states import BEFORE_ANSWER, OPEN, Act, Party, State
from portal.notifications.models import Notification
from portal.notifications.services import notify
from portal.notifications.services.forgetting import forget

LONGEST_REASONS = 300


def open_requests(user: Any) -> QuerySet[ErasureRequest]:
    """Requests that wait, the oldest first, of the cases somebody of the portal may open; none for others."""
    if not (user.has_perm(MODERATE) or user.has_perm(SUPERVISE)):
        return ErasureRequest.objects.none()
    seen = Consultation.objects.visible_to(user).values("pk")
    found = ErasureRequest.objects.filter(decided_at__isnull=True, consultation__in=seen)
    return found.select_related("consultation").order_by("requested_at")


def grant_erasure(
    request: ErasureRequest, reasons: str, *, by: Any, masked_question: str = "", files: Collection[str] = ()
) -> ErasureRequest:
    """Erase what need not be kept and freeze the rest; ``reasons`` say why that stays, for the citizen to read.

    Gone: the tie to the account, contacts and what was sent to them, the other side's name, the words that screening marked,
    drafts, the files named by key. ``masked_question`` takes the question's place where names stand in it. A case that is
    still open ends. Raises PermissionDenied; ValidationError without reasons; WrongState while a follow-up is owed or
    for a request that was decided.
    """
    with transaction.atomic():
        case = _begin(request, reasons, by)
        at = clock.now()
        _end(case, at)
        if case.citizen is not None:  # their list of cases will not show it any more
            words = _("您请求删除个人信息的一件咨询已经办理，不再列在您的账户里。用咨询编号和查询码可以看到结果。")
            notify([case.citizen], words)
        gone = _erase_people(case)
        gone_files = [str(row.key) for row in case.attachments.filter(key__in=list(files), removed_at__isnull=True)]
        for row in case.attachments.filter(key__in=gone_files):
            storage.remove_file(row)
        if masked_question.strip() not in ("", case.question):
            case.question = masked_question.strip()
            gone.append("question")
        case.other_side, case.question_salt, case.citizen = "", new_salt(), None
        case.save()
        content = {
            "request": request.pk,
            "erased": sorted(gone),
            "erased_files": gone_files,
            "question": salted_digest(case.question_salt, case.question),
            "details": digest_of_details(case),
        }
        write_event(case, "erase", _signature(by), at=at, content=content)
        Consultation.objects.filter(pk=case.pk).update(frozen_at=at)
        return _decided(request, by, reasons, is_granted=True)


def decline_erasure(request: ErasureRequest, reasons: str, *, by: Any) -> ErasureRequest:
    """Say why nothing can be erased yet; the citizen is told where to complain."""
    with transaction.atomic():
        case = _begin(request, reasons, by)
        decided = _decided(request, by, reasons, is_granted=False)
        write_event(case, "decline_erasure", _signature(by), at=clock.now(), content={"request": request.pk})
        tell_citizen(case, Told.HANDLED)
        return decided


def _begin(request: ErasureRequest, reasons: str, by: Any) -> Consultation:
    case = locked(request.consultation)
    may = getattr(by, "is_active", False) and (by.has_perm(MODERATE) or by.has_perm(SUPERVISE))
    if not may or Party.CITIZEN in parties_of(by, case):
        raise PermissionDenied(_("您不能办理这件删除请求。"))
    if ErasureRequest.objects.filter(pk=request.pk, decided_at__isnull=False).exists():
        raise WrongState(_("这件删除请求已经办理过了。"))
    if not reasons.strip():
        raise ValidationError({"reasons": _("请写明理由，咨询人会看到。")})
    if len(reasons.strip()) > LONGEST_REASONS:
        raise ValidationError({"reasons": _("理由最多%d个字。") % LONGEST_REASONS})
    return case


def _end(case: Consultation, at: Any) -> None:
    """Nobody works on what is frozen."""
    is_owed = case.follow_ups.filter(answer__isnull=True).exists()
    if case.state == State.FOLLOW_UP or (case.state in OPEN and is_owed):
        raise WrongState(_("回访还没有结束，请等回访答复以后再办理删除。"))
    clocks.cancel(case, at=at)
    if case.state in BEFORE_ANSWER:
        changes = {"assigned_to": None, "assigned_at": None, "closed_at": at}
        move(case, Act.WITHDRAW, None, at=at, party=Party.CITIZEN, **changes)
    elif case.state in (State.ANSWERED, State.REFUSED):
        act, why = (
            (Act.CLOSE, ClosedBecause.SILENT)
            if case.state == State.ANSWERED
            else (Act.CLOSE_REFUSED, ClosedBecause.NOT_APPEALED)
        )
        move(case, act, None, at=at, party=Party.SYSTEM, closed_at=at, closed_because=why)


def _erase_people(case: Consultation) -> list[str]:
    """Who asked and how to reach them; gives what there was."""
    gone = []
    if case.citizen is not None:
        gone.append("account")
        Notification.objects.filter(recipient=case.citizen, url__startswith=case.get_absolute_url()).delete()
    if case.other_side:
        gone.append("other_side")
    if CitizenContact.objects.filter(consultation=case).delete()[0]:
        gone.append("contact")
    forget(key_prefix(case))
    AgreementConsent.objects.filter(consultation=case).update(citizen=None)
    TextFingerprint.objects.filter(consultation=case).delete()
    AnswerDraft.objects.filter(consultation=case).delete()
    ScreeningFlag.objects.filter(consultation=case).update(words="[]")
    return [*gone, *neighbours.forget(case)]


def _signature(by: Any) -> Any:
    return signature_of(by, ActorKind.MODERATOR if by.has_perm(MODERATE) else ActorKind.SUPERVISOR)


def _decided(request: ErasureRequest, by: Any, reasons: str, *, is_granted: bool) -> ErasureRequest:
    request.is_granted, request.outcome = is_granted, reasons.strip()
    request.decided_by, request.decided_at = by, clock.now()
    if is_granted:
        request.text = ""  # why somebody wishes to be forgotten is theirs too
    request.save()
    return request
