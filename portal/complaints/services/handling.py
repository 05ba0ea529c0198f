"""Handling a complaint: taking it, giving it back, asking the complainant, hearing the other side (申辩)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.complaints.choices import About
from portal.complaints.models import Complaint, ComplaintSettings, ComplaintWord, Statement
from portal.complaints.models.querysets import DECIDING_ACTS
from portal.complaints.services import clocks
from portal.complaints.services.filing import signs_in
from portal.complaints.services.moving import locked, move
from portal.complaints.services.naming import NAMES_SOMEBODY, named_in
from portal.complaints.services.telling import tell_complainant, tell_handler, tell_other_side, tell_who_may_take
from portal.complaints.states import Act
from portal.consultations.models import ResidentStaff
from portal.consultations.models.querysets import SUPPORT
from portal.consultations.policies import WrongState
from portal.consultations.screening.asked import RuleCode
from portal.consultations.services.case.recording import new_salt, salted_digest
from portal.consultations.services.case.telling import tell_supervisors
from portal.consultations.services.screening.added import owe_a_look
from portal.notifications.services import notify

LONGEST = 2_000


def take(complaint: Complaint, *, by: Any) -> Complaint:
    """Take a complaint that waits; of two who press, one has it. Raises PermissionDenied or WrongState."""
    with transaction.atomic():
        complaint = locked(complaint)
        move(complaint, Act.TAKE, by, at=clock.now(), handler=by)
    return complaint


def give_back(complaint: Complaint, *, by: Any) -> Complaint:
    """Give it back to those who may take it; a clock that stood still runs on."""
    with transaction.atomic():
        complaint = locked(complaint)
        at = clock.now()
        clocks.resume(complaint, at=at)
        move(complaint, Act.GIVE_BACK, by, at=at, handler=None, asked_at=None)
        tell_who_may_take(complaint, _("有一件投诉交回，等待另一个人办理。"))
    return complaint


def ask_more(complaint: Complaint, text: str, *, by: Any) -> ComplaintWord:
    """Ask the complainant for what is missing; the clock stands still until they answer or the days of the settings are over.
    Raises ValidationError for words that name who bears a code."""
    text = demanded(text)
    if named := named_in(complaint, text):
        raise ValidationError({"text": NAMES_SOMEBODY % named})
    with transaction.atomic():
        complaint = locked(complaint)
        at = clock.now()
        word = _word(complaint, "asked", text, at)
        move(complaint, Act.ASK_MORE, by, at=at, content=said_of(word), asked_at=at)
        clocks.pause(complaint, at=at)
        tell_complainant(complaint)
    return word


def give_more(complaint: Complaint, text: str, *, by: Any) -> ComplaintWord:
    """The complainant adds something: asked for, the clock runs on; unasked too, while the complaint is open."""
    text = demanded(text)
    with transaction.atomic():
        complaint = locked(complaint)
        at = clock.now()
        if complaint.words.filter(kind="added").count() >= MOST_ADDED:
            raise ValidationError(_("您已经补充了很多次，请等办理的人看过。"))
        word = _word(complaint, "added", text, at)
        look_at(complaint, word)
        clocks.resume(complaint, at=at)
        move(complaint, Act.GIVE_MORE, by, at=at, content=said_of(word), asked_at=None)
        tell_handler(complaint, _("投诉人补充了情况。"))
    return word


MOST_ADDED = 20
LOOKED_AT = "complaint_word"
"""What the rules that look at added texts call what is added to a complaint."""


def look_at(complaint: Complaint, word: ComplaintWord) -> None:
    """Have the rules look at what was added, as they looked at the complaint: a secret shuts it, whoever has it; danger makes
    it urgent. The caller holds the complaint, and saves it."""
    if complaint.consultation is not None and complaint.consultation.frozen_at is None:
        owe_a_look(LOOKED_AT, word)
    rules = signs_in(word.text)
    if RuleCode.STATE_SECRET in rules and not complaint.is_shut:
        complaint.is_shut = True
        tell_supervisors(_("一件投诉补充的内容疑似涉密，已经隔离，请马上查看。"), complaint.workbench_url, urgent=True)
    if RuleCode.DANGER in rules and not complaint.is_urgent:
        complaint.is_urgent = True
        if complaint.handler is not None:
            words = _("一件投诉补充的内容可能有危险，请马上查看。")
            notify([complaint.handler], words, url=complaint.workbench_url, urgent=True)


def ask_statement(complaint: Complaint, question: str, *, by: Any) -> Statement:
    """Ask the other side to say its part, in the handler's words: what the complainant wrote and who that is stays here.

    Raises ValidationError where there is nobody to ask.
    """
    question = demanded(question, "question")
    person, institution = other_side_of(complaint)
    if person is None and institution is None:
        raise ValidationError(_("这件投诉没有可以请其说明的人。请直接核实。"))
    with transaction.atomic():
        complaint = locked(complaint)
        at = clock.now()
        if complaint.statements.filter(answered_at__isnull=True, answer_until__gte=at).exists():
            raise WrongState(_("已经请对方说明，正在等。"))
        # Nobody answered in time: who is asked anew answers the new question.
        complaint.statements.filter(answered_at__isnull=True).update(answered_at=at)
        move(complaint, Act.ASK_STATEMENT, by, at=at)
        statement = Statement.objects.create(
            complaint=complaint,
            asked=person,
            institution=institution if person is None else None,
            question=question,
            asked_by=by,
            asked_at=at,
            answer_until=_end_of_day(at + timedelta(days=ComplaintSettings.load().statement_days)),
        )
        tell_other_side(statement, _("有一件投诉请您说明情况，请在工作台查看。"))
    return statement


def statements_for(user: Any) -> QuerySet[Statement]:
    """What somebody is asked to say something about, as a person or for their institution."""
    if user is None or not user.is_active:
        return Statement.objects.none()
    found = Statement.objects.filter(asked=user)
    if user.institution_id is not None and user.has_perm(SUPPORT):
        found = found | Statement.objects.filter(institution=user.institution_id)
    return found.select_related("complaint")


def give_statement(statement: Statement, text: str, *, by: Any) -> Statement:
    """Say one's part, once. Raises PermissionDenied for who was not asked."""
    text = demanded(text)
    with transaction.atomic():
        complaint = locked(statement.complaint)
        if not statements_for(by).filter(pk=statement.pk).exists():
            raise PermissionDenied(_("没有请您对这件投诉作说明。"))
        statement = Statement.objects.select_for_update().get(pk=statement.pk)
        if statement.answered_at is not None or not complaint.is_open:
            raise WrongState(_("这件投诉已经说明过，或者已经有了结果。"))
        statement.text, statement.answered_by, statement.answered_at = text, by, clock.now()
        statement.save()
        tell_handler(complaint, _("投诉的另一方作了说明。"))
    return statement


def other_side_of(complaint: Complaint) -> tuple[Any, Any]:
    """Who is complained of: a person, or an institution whose back office speaks for it; (None, None) where it is neither."""
    if complaint.about == About.RESIDENT:
        staff = ResidentStaff.objects.select_related("user").filter(staff_code__code=complaint.staff_code).first()
        return (staff.user, None) if staff is not None else (None, None)
    if complaint.about == About.INSTITUTION:
        return None, complaint.institution
    if complaint.about == About.MODERATION and complaint.consultation is not None:
        decided = complaint.consultation.events.filter(
            act__in=DECIDING_ACTS, actor_kind__in=("moderator", "supervisor")
        )
        ref = decided.order_by("-sequence").values_list("actor_ref", flat=True).first()
        return (get_user_model().objects.filter(pk=int(ref)).first() if ref else None), None
    return None, None


def demanded(text: str, field: str = "text") -> str:
    """A text that is there and not too long; raises ValidationError at the field."""
    text = text.strip()
    if not text:
        raise ValidationError({field: _("请写下内容。")})
    if len(text) > LONGEST:
        raise ValidationError({field: _("最多%d个字。") % LONGEST})
    return text


def said_of(word: ComplaintWord) -> dict[str, Any]:
    """What the record of the case keeps of something asked or added."""
    return {
        "of_complaint": word.complaint_id,
        "complaint_word": word.pk,
        "text": salted_digest(word.salt, word.text),
    }


def _word(complaint: Complaint, kind: str, text: str, at: datetime) -> ComplaintWord:
    return ComplaintWord.objects.create(complaint=complaint, kind=kind, text=text, salt=new_salt(), at=at)


def _end_of_day(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI).replace(hour=23, minute=59, second=59, microsecond=0)
