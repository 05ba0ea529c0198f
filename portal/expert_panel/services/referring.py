"""提请专家组 (article 26): a resident asks, a moderator forwards or declines, the expert gives it back or answers.

While a case is with the panel the promise made for its first answer gives way, as in a deferral, to that of the panel (two
working days); when it comes back, what was left then runs on, at least one hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import SYSTEM, Actor, signature_of
from portal.consultations.models import Consultation, Deadline
from portal.consultations.models.choices import ActorKind, AgeBand, DeadlineKind
from portal.consultations.policies import WrongState, demand, demand_state, parties_of, resident_of
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import (
    Told,
    tell_citizen,
    tell_moderators,
    tell_resident,
    tell_who_lets_in,
)
from portal.consultations.services.residents.claiming import can_work
from portal.consultations.services.time import clocks
from portal.consultations.states import TRANSITIONS, Act, Party, State
from portal.expert_panel.membership import candidates, is_clear, member_of
from portal.expert_panel.models import ExpertReferral, PanelMember, PanelRecusal, ReferralReason, ReferralState
from portal.expert_panel.models.referrals import OPEN_REFERRALS
from portal.expert_panel.services.warning import PROPOSALS, tell_expert, tell_expert_of_referral

PROPOSED, DECLINED, REASSIGNED = "propose_referral", "decline_referral", "reassign_referral"
"""Events of the record beside those of the table of states."""
LEAST_LEFT = timedelta(hours=1)
LONGEST = 2000


def open_referral(case: Consultation) -> ExpertReferral | None:
    """The referral of a case that is under way."""
    rows = ExpertReferral.objects.filter(consultation=case, state__in=OPEN_REFERRALS)
    return rows.select_related("asked_by__user", "expert__user", "consultation").first()


def may_propose(by: Actor, case: Consultation) -> bool:
    """Whether somebody may ask for an expert now: who has the case, before it is answered, and one request at a time."""
    return (
        case.state in TRANSITIONS[Act.REFER].begins
        and Party.RESIDENT in parties_of(by, case)
        and open_referral(case) is None
    )


def propose(case: Consultation, reason: str, note: str, *, by: Actor) -> ExpertReferral:
    """Ask the portal to refer a case. It stays with the resident, whose clock runs on, until a moderator has decided.

    Raises ValidationError by field, PermissionDenied for others than its resident, WrongState.
    """
    errors = {}
    if reason not in ReferralReason.values:
        errors["reason"] = _("请选一个理由（规范第二十六条）。")
    if not note.strip():
        errors["note"] = _("请写明难在哪里、您自己的看法，专家会看到。")
    if errors:
        raise ValidationError(errors)
    staff = resident_of(by)
    with transaction.atomic():
        case = locked(case)
        if staff is None or Party.RESIDENT not in parties_of(by, case):
            raise PermissionDenied(_("只有办理人可以提请专家组。"))
        demand_state(Act.REFER, case)
        if open_referral(case) is not None:
            raise WrongState(_("这件咨询已经提请专家组，正在办理。"))
        at, salt, words = clock.now(), new_salt(), note.strip()[:LONGEST]
        referral = ExpertReferral.objects.create(
            consultation=case, asked_by=staff, reason=reason, note=words, note_salt=salt, asked_at=at
        )
        content = {"referral": referral.pk, "because": reason, "note": salted_digest(salt, words)}
        write_event(case, PROPOSED, signature_of(by, ActorKind.RESIDENT), at=at, content=content)
        tell_moderators(case, _("驻场人员提请专家组，请决定是否转交。"), url=PROPOSALS)
    return referral


def forward(referral: ExpertReferral, *, by: Actor) -> ExpertReferral:
    """Refer the case: to who knows its topic and has the fewest open, and is clear of it.

    Raises PermissionDenied, WrongState, ValidationError where nobody of the panel may have it.
    """
    with transaction.atomic():
        case, referral = _held(referral, ReferralState.PROPOSED)
        party = _demand_moderator(referral, case, by, Act.REFER)
        expert = next(iter(candidates(case)), None)
        if expert is None:
            raise ValidationError(
                _("专家组里没有可以承办的成员（本机构的、有利害关系的不能承办）。请先聘任，或者不转交。")
            )
        at = clock.now()
        referral.state, referral.expert = ReferralState.FORWARDED, expert
        referral.decided_by, referral.decided_at = by, at
        referral.save()
        clocks.defer(case, at=at)
        clocks.start_deadline(case, DeadlineKind.EXPERT_REFERRAL, at=at)
        move(case, Act.REFER, by, at=at, party=party, content={"referral": referral.pk})
        tell_expert_of_referral(referral)
        if case.age_band == AgeBand.UNDER_14:
            tell_who_lets_in(case)
        tell_resident(case, _("您提请专家组的咨询已经转交。"))
        tell_citizen(case, Told.REFERRED)
    return referral


def decline(referral: ExpertReferral, words: str, *, by: Actor) -> ExpertReferral:
    """Not refer it, with a reason that the resident reads: they answer themselves."""
    _demand_words(words, _("请写明为什么不转交，驻场人员会看到。"))
    with transaction.atomic():
        case, referral = _held(referral, ReferralState.PROPOSED)
        _demand_moderator(referral, case, by, None)
        at = clock.now()
        referral.state, referral.decided_by, referral.decided_at, referral.ended_at = ReferralState.DECLINED, by, at, at
        content = _say(referral, words)
        write_event(case, DECLINED, signature_of(by, ActorKind.MODERATOR), at=at, content=content)
        tell_resident(case, _("您提请专家组的咨询没有转交，理由在咨询页面上。"))
    return referral


def give_back(referral: ExpertReferral, words: str, *, by: Actor) -> ExpertReferral:
    """The expert returns the case with words for the resident; who has gone meanwhile is not waited for: it waits for
    another then. Raises PermissionDenied for anybody but the expert who has it."""
    _demand_words(words, _("请写明意见：为什么退回、建议怎样答复，驻场人员会看到。"))
    with transaction.atomic():
        case, referral = _held(referral, ReferralState.FORWARDED)
        _demand_expert(referral, by)
        _return(case, referral, words, by, Party.EXPERT)
    return referral


def keep_away(referral: ExpertReferral, *, by: Actor) -> ExpertReferral:
    """回避: another expert has it then; where there is none it goes back to the resident. The clock runs on."""
    with transaction.atomic():
        case, referral = _held(referral, ReferralState.FORWARDED)
        member = _demand_expert(referral, by)
        PanelRecusal.objects.get_or_create(consultation=case, member=member, defaults={"at": clock.now()})
        _to_another(case, referral)
    return referral


def pass_on_from(member: PanelMember) -> int:
    """Give what a member holds, who is of the panel no more, to others. Returns how many."""
    held = ExpertReferral.objects.filter(expert=member, state=ReferralState.FORWARDED)
    for row in held.select_related("consultation"):
        with transaction.atomic():
            case, referral = _held(row, ReferralState.FORWARDED)
            _to_another(case, referral)
    return len(held)


def _to_another(case: Consultation, referral: ExpertReferral) -> None:
    before = referral.expert_id
    other = next((one for one in candidates(case) if one.pk != before), None)
    if other is None:
        _return(case, referral, _("专家组里没有其他成员可以承办。"), SYSTEM, Party.SYSTEM)
        return
    referral.expert = other
    referral.save(update_fields=["expert"])
    signature = signature_of(SYSTEM, ActorKind.SYSTEM)
    write_event(case, REASSIGNED, signature, at=clock.now(), content={"referral": referral.pk})
    tell_expert_of_referral(referral)


def _return(case: Consultation, referral: ExpertReferral, words: str, by: Actor, party: Party) -> None:
    at = clock.now()
    referral.state, referral.ended_at = ReferralState.RETURNED, at
    content = _say(referral, words)
    _end_clock(case, referral, at)
    holder = case.assigned_to
    if holder is not None and can_work(holder):
        move(case, Act.RETURN, by, at=at, party=party, content=content)
        tell_resident(case, _("专家组退回了一件咨询，意见在咨询页面上，请办理。"))
    else:
        # Whose hands it was in is gone: it waits for another.
        code = holder.code if holder is not None else ""
        changes = {"assigned_to": None, "assigned_at": None, "claim_number": case.claim_number + 1}
        told = content | {"staff_code": code, "because": "off_duty"}
        move(case, Act.RELEASE, by, at=at, party=party, content=told, **changes)
    tell_citizen(case, Told.HANDLED)


def lapse_when_gone(case: Consultation, at: datetime) -> None:
    """End the referral of a case that left the hands it was in by another act: answered, handed back, withdrawn."""
    referral = open_referral(case)
    if referral is None or _is_still_wanted(case, referral):
        return
    was_forwarded = referral.state == ReferralState.FORWARDED
    referral.state, referral.ended_at = ReferralState.LAPSED, at
    referral.save(update_fields=["state", "ended_at"])
    if not was_forwarded:
        return
    if case.state == State.ACCEPTED:  # what is owed is owed still
        _end_clock(case, referral, at)
    if referral.expert is not None:
        tell_expert(referral.expert, _("转交您的一件咨询有了变化，不用再办理。"))


def _is_still_wanted(case: Consultation, referral: ExpertReferral) -> bool:
    if referral.state == ReferralState.FORWARDED:
        return case.state == State.REFERRED_TO_EXPERT
    return case.state in (State.ASSIGNED, State.DEFERRED, State.AWAITING_CITIZEN)


def _end_clock(case: Consultation, referral: ExpertReferral, at: datetime) -> None:
    """The panel owes nothing any more; the answer that was put off for it is owed again, by what was left then."""
    clocks.meet(case, DeadlineKind.EXPERT_REFERRAL, at=at)
    put_off = Deadline.objects.filter(
        consultation=case, kind__in=clocks.DEFERRABLE, met_at=referral.decided_at, outcome__in=("deferred", "late")
    ).first()
    if put_off is None or put_off.met_at is None:
        return
    left = max(put_off.due_at - put_off.met_at, LEAST_LEFT)
    clocks.start_deadline(case, DeadlineKind.DEFERRED_REPLY, at=at, due_at=at + left)


def _held(referral: ExpertReferral, state: ReferralState) -> tuple[Consultation, ExpertReferral]:
    """The case's row and the referral as they are now. Raises WrongState where it stands elsewhere."""
    case = locked(referral.consultation)
    found = ExpertReferral.objects.select_related("asked_by__user", "expert__user").get(pk=referral.pk)
    if found.state != state:
        raise WrongState(_("这件提请刚刚有变化，请刷新。"))
    found.consultation = case
    return case, found


def _demand_moderator(referral: ExpertReferral, case: Consultation, by: Actor, act: Act | None) -> Party:
    if referral.asked_by.user_id == getattr(by, "pk", None):
        raise PermissionDenied(_("您自己提请的，由另一名审核员决定。"))
    if act is not None:
        return demand(by, act, case)
    if Party.MODERATOR not in parties_of(by, case):
        raise PermissionDenied(_("您不能对这件咨询进行这项操作。"))
    return Party.MODERATOR


def _demand_expert(referral: ExpertReferral, by: Any) -> PanelMember:
    member = member_of(by)
    if member is None or member.pk != referral.expert_id:
        raise PermissionDenied(_("只有承办这件咨询的专家可以进行这项操作。"))
    return member


def demand_answerable(referral: ExpertReferral, by: Any) -> PanelMember:
    """The expert who may answer a referral. Raises PermissionDenied for others, and for who has got an interest since."""
    member = _demand_expert(referral, by)
    if not is_clear(member, referral.consultation):
        raise PermissionDenied(_("您或者您的机构与这件咨询有关，请回避。"))
    return member


def _demand_words(words: str, missing: str) -> None:
    if not words.strip():
        raise ValidationError({"words": missing})


def _say(referral: ExpertReferral, words: str) -> dict[str, Any]:
    """Keep the words of a decision on the referral; gives what the event says of them."""
    referral.words, referral.words_salt = words.strip()[:LONGEST], new_salt()
    referral.save()
    said = salted_digest(referral.words_salt, referral.words)
    return {"referral": referral.pk, "referral_words": referral.pk, "words": said}
