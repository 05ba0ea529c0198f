"""Deciding a complaint, with cause and remedy; and the one second look by somebody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.complaints.choices import OF_PEOPLE, About, Cause, Outcome, Remedy
from portal.complaints.models import Complaint, ComplaintSettings, ComplaintWord, Decision
from portal.complaints.services import clocks
from portal.complaints.services.handling import demanded, look_at, other_side_of, said_of
from portal.complaints.services.moving import locked, move
from portal.complaints.services.naming import NAMES_SOMEBODY, named_in
from portal.complaints.services.telling import tell_complainant, tell_other_side, tell_who_may_take
from portal.complaints.states import Act
from portal.consultations.policies import WrongState
from portal.consultations.services.case.recording import new_salt, salted_digest


@dataclass(frozen=True, slots=True)
class Found:
    """What whoever handled it found, did, and says to the complainant."""

    outcome: str
    cause: str
    explanation: str
    remedies: Collection[str] = ()
    cause_text: str = ""
    remedy_text: str = ""
    late_explanation: str = ""


def decide(complaint: Complaint, found: Found, *, by: Any) -> Decision:
    """Decide a complaint in hand; the complainant is told, and the further ways are named.

    Raises ValidationError by field: no cause or remedy for what is founded, the other side not heard, a late result
    without an explanation, words that name the resident or the firm.
    """
    with transaction.atomic():
        complaint = locked(complaint)
        at = clock.now()
        _demand_complete(complaint, found, at)
        decision = _write(complaint, found, at, by)
        content = {
            "of_complaint": complaint.pk,
            "complaint_decision": decision.pk,
            "outcome": decision.outcome,
            "look": complaint.look,
            "text": digest_of_decision(decision),
        }
        move(complaint, Act.DECIDE, by, at=at, content=content, handler=None, decided_at=at)
        clocks.meet(complaint, at=at)
        tell_complainant(complaint)
        statement = complaint.statements.order_by("-asked_at", "-pk").first()
        if statement is not None:
            tell_other_side(statement, _("您说明过的一件投诉有了结果。"))
    return decision


def look_again(complaint: Complaint, text: str, *, by: Any) -> Complaint:
    """Ask that another person look once more, once, within the days of the settings; with a clock of its own."""
    text = demanded(text)
    with transaction.atomic():
        complaint = locked(complaint)
        at = clock.now()
        word = ComplaintWord.objects.create(complaint=complaint, kind="added", text=text, salt=new_salt(), at=at)
        if complaint.look != 1:
            raise WrongState(_("复查只能申请一次。结果里写着还可以找谁。"))
        if not is_in_time_for_second_look(complaint, at):
            raise WrongState(_("这件投诉已经不能在网上申请复查，您可以拨打投诉电话，结果里也写着还可以找谁。"))
        look_at(complaint, word)
        move(complaint, Act.LOOK_AGAIN, by, at=at, content=said_of(word), look=2, decided_at=None)
        clocks.start(complaint, at=at)
        tell_who_may_take(complaint, _("有一件投诉请另一个人复查。"))
    return complaint


def may_look_again(complaint: Complaint, at: datetime) -> bool:
    """Whether the complainant may ask for the second look now."""
    return complaint.state == "decided" and complaint.look == 1 and is_in_time_for_second_look(complaint, at)


def is_in_time_for_second_look(complaint: Complaint, at: datetime) -> bool:
    """Whether the days of the settings are not over."""
    days = timedelta(days=ComplaintSettings.load().second_look_days)
    return complaint.decided_at is None or at <= complaint.decided_at + days


def digest_of_decision(decision: Decision) -> str:
    """The salted digest of a decision's words, those for the file and those for the complainant."""
    words = (decision.explanation, decision.cause_text, decision.remedy_text, decision.late_explanation)
    return salted_digest(decision.salt, "\n\n".join(words))


def _write(complaint: Complaint, found: Found, at: datetime, by: Any) -> Decision:
    return Decision.objects.create(
        complaint=complaint,
        look=complaint.look,
        outcome=found.outcome,
        cause=found.cause,
        cause_text=found.cause_text.strip(),
        remedies=[code for code in Remedy.values if code in found.remedies],
        remedy_text=found.remedy_text.strip(),
        explanation=found.explanation.strip(),
        late_explanation=found.late_explanation.strip(),
        salt=new_salt(),
        further_ways=ComplaintSettings.load().ways_for(complaint.about),
        decided_by=by,
        decided_at=at,
        was_late=clocks.is_late(complaint, at),
    )


def _demand_complete(complaint: Complaint, found: Found, at: datetime) -> None:
    errors: dict[str, Any] = {}
    if found.outcome not in Outcome.values:
        errors["outcome"] = _("请选一个结果。")
    if found.cause not in Cause.values:
        errors["cause"] = _("请选一个原因。")
    if not set(found.remedies) <= set(Remedy.values):
        errors["remedies"] = _("请从列出的处理里选。")
    if not found.explanation.strip():
        errors["explanation"] = _("请用大白话写明查到了什么、怎样处理，投诉人会看到。")
    if found.outcome in (Outcome.FOUNDED, Outcome.PARTLY):
        if found.cause == Cause.NONE:
            errors["cause"] = _("属实的投诉要选原因。")
        if not set(found.remedies) - {Remedy.NONE}:
            errors["remedies"] = _("属实的投诉要写明怎样处理。")
        if not _is_heard(complaint, at):
            errors["outcome"] = _("还没有听对方说明。请先“请对方说明”，等说明了或者过了时间再决定。")
    if clocks.is_late(complaint, at) and not found.late_explanation.strip():
        errors["late_explanation"] = _("已经超过时限，请向投诉人说明原因。")
    for name in ("explanation", "late_explanation"):
        if named := named_in(complaint, getattr(found, name)):
            errors[name] = NAMES_SOMEBODY % named
    if errors:
        raise ValidationError(errors)


def _is_heard(complaint: Complaint, at: datetime) -> bool:
    """Whether the other side has said its part or could have; where there is nobody to ask, or nobody of an institution is
    concerned, nothing is waited for."""
    if complaint.about not in (*OF_PEOPLE, About.MODERATION) or other_side_of(complaint) == (None, None):
        return True
    asked = complaint.statements.all()
    return any(statement.answered_at is not None or statement.answer_until < at for statement in asked)
