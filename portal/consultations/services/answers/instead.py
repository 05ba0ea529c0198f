"""What a resident sends instead of an answer: a deferral, a question back, a proposal to refuse (articles 18 to 23, 28 to 31)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor
from portal.consultations.models import (
    AddedFact,
    Authority,
    Consultation,
    ConsultationSettings,
    DeferredReply,
    RefusalProposal,
)
from portal.consultations.models.choices import ActorKind, DeadlineKind, RefusalReason
from portal.consultations.policies import demand, resident_of
from portal.consultations.services.answers.written import demand_words
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import new_salt, salted_digest, written_moment
from portal.consultations.services.case.telling import Told, tell_citizen, tell_moderators
from portal.consultations.services.time import clocks
from portal.consultations.states import Act, Party


def defer(case: Consultation, until: datetime, reason: str, *, by: Actor) -> DeferredReply:
    """约期答复: give reason and new time. It has its own clock; in time it counts as deferred, not answered; at most two."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明为什么现在不能答复，咨询人会看到。")})
    limits = ConsultationSettings.load()
    staff = resident_of(by)
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.DEFER, case)
        demand_words(case, {"reason": reason})
        assert staff is not None  # of the party of residents
        at = clock.now()
        if case.deferrals.count() >= limits.most_deferrals:
            raise ValidationError(_("一件咨询最多约期%d次。") % limits.most_deferrals)
        if not at < until <= at + timedelta(days=limits.farthest_deferral_days):
            raise ValidationError({"until": _("请选今天以后、%d天以内的时间。") % limits.farthest_deferral_days})
        salt = new_salt()
        deferral = DeferredReply.objects.create(
            consultation=case, author=staff, reason=reason.strip(), salt=salt, until=until, at=at
        )
        clocks.defer(case, at=at)
        clocks.start_deadline(case, DeadlineKind.DEFERRED_REPLY, at=at, due_at=until)
        content = {
            "deferral": deferral.pk,
            "until": written_moment(until),
            "reason": salted_digest(salt, reason.strip()),
        }
        move(case, Act.DEFER, by, at=at, party=party, content=content)
        tell_citizen(case, Told.DEFERRED)
    return deferral


def ask_citizen(case: Consultation, text: str, *, by: Actor) -> AddedFact:
    """Ask the citizen for facts, or to hide what need not be there; the clock pauses, visibly (decision 3)."""
    if not text.strip():
        raise ValidationError({"text": _("请写明需要补充什么。")})
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.ASK_CITIZEN, case)
        demand_words(case, {"text": text})
        at, salt = clock.now(), new_salt()
        staff = resident_of(by) if party == Party.RESIDENT else None
        asked = AddedFact.objects.create(
            consultation=case,
            kind="asked",
            text=text.strip(),
            salt=salt,
            actor_kind=ActorKind(party.value),
            staff_code=staff.code if staff else "",
            at=at,
        )
        clocks.pause(case, at=at)
        move(
            case,
            Act.ASK_CITIZEN,
            by,
            at=at,
            party=party,
            content={"fact": asked.pk, "text": salted_digest(salt, text.strip())},
            returns_to=case.state,
            awaiting_since=at,
            reminders_sent=0,
        )
        tell_citizen(case, Told.MORE_WANTED)
    return asked


def propose_refusal(
    case: Consultation, reason: str, note: str, *, by: Actor, authority: Authority | None = None
) -> RefusalProposal:
    """Propose that the portal refuse or forward (articles 28 to 31): a moderator confirms, or gives the case back."""
    if reason not in RefusalReason.values:
        raise ValidationError({"reason": _("请选一个理由。")})
    if reason == RefusalReason.OUT_OF_SCOPE and authority is None:
        raise ValidationError({"authority": _("请选咨询人可以找的机关。")})
    staff = resident_of(by)
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.PROPOSE_REFUSAL, case)
        assert staff is not None  # of the party of residents
        at = clock.now()
        proposal = RefusalProposal.objects.create(
            consultation=case, staff=staff, reason=reason, authority=authority, note=note.strip(), at=at
        )
        move(
            case,
            Act.PROPOSE_REFUSAL,
            by,
            at=at,
            party=party,
            content={"proposal": proposal.pk, "reason": reason},
            assigned_to=None,
            assigned_at=None,
            claim_number=case.claim_number + 1,
        )
        tell_moderators(case, _("驻场人员建议对一件咨询不予解答，请审核。"))
    return proposal
