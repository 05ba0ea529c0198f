"""Accepting, refusing, the one appeal: acts of the portal, done by people (articles 28 to 31; decision 4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor, System
from portal.consultations.models import (
    Authority,
    Consultation,
    ConsultationSettings,
    Refusal,
    RefusalAppeal,
    RefusalProposal,
)
from portal.consultations.models.choices import REFUSAL_ARTICLES, ClosedBecause, DeadlineKind, RefusalReason
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.consultations.policies import WrongState, demand, demand_state, parties_of
from portal.consultations.screening.limits_said import says_limit_passed
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import new_salt, salted_digest
from portal.consultations.services.case.telling import BACKEND, Told, tell_citizen, tell_moderators, tell_supervisors
from portal.consultations.services.screening.added import Added, owe_a_look
from portal.consultations.services.screening.verdicts import settle_flags
from portal.consultations.services.time import clocks
from portal.consultations.states import Act, Party
from portal.notifications.services import notify


def hold(case: Consultation, *, by: Actor) -> Consultation:
    """Let a flagged question wait for a moderator."""
    with transaction.atomic():
        case = locked(case)
        move(case, Act.HOLD, by, at=clock.now())
    return case


def accept(case: Consultation, *, by: Actor) -> Consultation:
    """Let residents have it. An open proposal of a resident to refuse is declined by it."""
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.ACCEPT, case)
        if _open_appeal(case) is not None:
            raise WrongState(_("这是一件复核，请用“受理”或者“维持”作出复核决定。"))
        at = clock.now()
        if not isinstance(by, System):
            _settle_proposal(case, by, confirmed=False)
            settle_flags(case, by)
        move(case, Act.ACCEPT, by, at=at, party=party, screened_at=at)
    return case


def refuse(
    case: Consultation,
    reason: str,
    explanation: str,
    instead: str,
    *,
    by: Actor,
    authority: Authority | None = None,
) -> Refusal:
    """不予解答: with the article, why in plain words, and where to go instead. A question out of scope names an authority
    (article 28). Raises ValidationError by field."""
    _demand_reasons(reason, explanation, instead, authority)
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.REFUSE, case)
        if _proposed_by(case.proposals.filter(is_confirmed__isnull=True).last(), by):
            raise PermissionDenied(_("您自己建议不予解答的咨询，由另一名审核员决定。"))
        if hasattr(case, "refusal"):
            raise WrongState(_("这件咨询已经作过不予解答的决定，请在复核中办理。"))
        at, salt = clock.now(), new_salt()
        refusal = Refusal.objects.create(
            consultation=case,
            reason=reason,
            explanation=explanation.strip(),
            salt=salt,
            authority=authority,
            instead=instead.strip()[:500],
            proposal=_settle_proposal(case, by, confirmed=True),
            decided_by=by,
            decided_at=at,
        )
        settle_flags(case, by, refused_for=reason)
        clocks.cancel(case, at=at)
        content = {
            "reason": reason,
            "article": REFUSAL_ARTICLES[reason],
            "text": salted_digest(salt, refusal.explanation),
            "instead": salted_digest(salt, refusal.instead),
        }
        content["authority"] = authority.code if authority else ""
        move(case, Act.REFUSE, by, at=at, party=party, content=content, screened_at=at)
        tell_citizen(case, Told.REFUSED)
    return refusal


def appeal(case: Consultation, text: str, *, by: Actor) -> RefusalAppeal:
    """Ask for a second look, once, within the days that the settings give. Another person decides, on a clock of its own."""
    if not text.strip():
        raise ValidationError({"text": _("请写一两句为什么希望再看一次。")})
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.APPEAL, case)
        refusal = case.refusal
        if RefusalAppeal.objects.filter(refusal=refusal).exists():
            raise WrongState(_("复核只能申请一次。"))
        at, salt = clock.now(), new_salt()
        if at > refusal.decided_at + timedelta(days=ConsultationSettings.load().appeal_days):
            raise WrongState(_("这件咨询已经不能在网上申请复核，您可以拨打投诉电话，或者到窗口咨询。"))
        filed = RefusalAppeal.objects.create(refusal=refusal, text=text.strip(), salt=salt, filed_at=at)
        owe_a_look(Added.APPEAL, filed)
        content = {"appeal": filed.pk, "text": salted_digest(salt, filed.text)}
        move(case, Act.APPEAL, by, at=at, party=party, content=content)
        clocks.start_deadline(case, DeadlineKind.REFUSAL_APPEAL, at=at)
        tell_moderators(case, _("有一件复核申请，请由作出决定以外的人办理。"))
        if only_moderator(refusal.decided_by):
            tell_supervisors(_("有一件复核申请，由您决定。"), case.workbench_url)
    return filed


def decide_appeal(case: Consultation, *, is_granted: bool, explanation: str, by: Actor) -> RefusalAppeal:
    """Decide an appeal: the case is accepted, or the refusal stands and the case is closed. Never by who refused."""
    if not explanation.strip():
        raise ValidationError({"explanation": _("请写明复核的理由，咨询人会看到。")})
    with transaction.atomic():
        case = locked(case)
        filed = _open_appeal(case)
        if filed is None:
            raise WrongState(_("没有等待决定的复核申请。"))
        if not may_decide_appeal(by, case, filed.refusal):
            raise PermissionDenied(_("复核由作出决定以外的人办理。"))
        act = Act.ACCEPT if is_granted else Act.UPHOLD
        demand_state(act, case)
        at = clock.now()
        filed.is_granted, filed.explanation = is_granted, explanation.strip()
        filed.decided_by, filed.decided_at = by, at
        filed.save()
        content = {"appeal": filed.pk, "granted": is_granted, "text": salted_digest(filed.salt, filed.explanation)}
        clocks.meet(case, DeadlineKind.REFUSAL_APPEAL, at=at)
        move(case, act, by, at=at, party=Party.MODERATOR, content=content, screened_at=at)
        if is_granted:
            Refusal.objects.filter(pk=filed.refusal_id).update(lifted_at=at)
            clocks.start_deadline(case, DeadlineKind.FIRST_ANSWER, at=at)
        else:
            case.closed_at, case.closed_because = at, ClosedBecause.APPEAL_REJECTED
            move(case, Act.CLOSE_REFUSED, by, at=at, party=Party.MODERATOR)
        tell_citizen(case, Told.APPEAL_DECIDED)
    return filed


def may_decide_appeal(by: Actor, case: Consultation, refusal: Refusal) -> bool:
    """Another moderator, who did not propose the refusal either; where there is no other, a supervisor."""
    if not getattr(by, "is_active", False) or by.pk == refusal.decided_by_id:
        return False
    if _proposed_by(refusal.proposal, by):
        return False
    if Party.CITIZEN in parties_of(by, case):
        return False
    if by.has_perm(SUPERVISE):
        return only_moderator(refusal.decided_by)
    return bool(by.has_perm(MODERATE))


def _proposed_by(proposal: RefusalProposal | None, by: Any) -> bool:
    return proposal is not None and proposal.staff.user_id == by.pk


def only_moderator(user: Any) -> bool:
    """Whether nobody but this person moderates."""
    moderators = get_user_model().objects.with_perm(MODERATE, backend=BACKEND)
    return not (moderators if user is None else moderators.exclude(pk=user.pk)).exists()


def _open_appeal(case: Consultation) -> RefusalAppeal | None:
    return (
        RefusalAppeal.objects.select_related("refusal__decided_by")
        .filter(refusal__consultation=case, decided_at__isnull=True)
        .first()
    )


def _settle_proposal(case: Consultation, by: Actor, *, confirmed: bool) -> RefusalProposal | None:
    open_one = case.proposals.filter(is_confirmed__isnull=True).order_by("-pk").first()
    if open_one is not None:
        open_one.is_confirmed, open_one.decided_by, open_one.decided_at = confirmed, by, clock.now()
        open_one.save()
        taken = _("您建议不予解答的一件咨询，审核员已经同意。")
        declined = _("您建议不予解答的一件咨询，审核员没有同意，请在“等待接办的咨询”里接办，或者由同事接办。")
        notify([open_one.staff.user], taken if confirmed else declined, url="" if confirmed else "/workbench/queue/")
    return open_one if confirmed else None


def _demand_reasons(reason: str, explanation: str, instead: str, authority: Authority | None) -> None:
    missing = {}
    if reason not in RefusalReason.values:
        missing["reason"] = _("请选一个理由。")
    if not explanation.strip():
        missing["explanation"] = _("请用大白话写明为什么，咨询人会看到。")
    if not instead.strip():
        missing["instead"] = _("请写明咨询人还可以怎么办。")
    if reason == RefusalReason.OUT_OF_SCOPE and authority is None:
        missing["authority"] = _("不属于本网业务范围的，必须写明可以找哪个机关（规范第二十八条）。")
    for field, text in (("explanation", explanation), ("instead", instead)):
        if found := says_limit_passed(text):
            words = _("“%(found)s”：不能告诉咨询人时效或者期限已经过了，请改为“期限问题请尽快当面核对”。")
            missing[field] = words % {"found": found}
    if missing:
        raise ValidationError(missing)
