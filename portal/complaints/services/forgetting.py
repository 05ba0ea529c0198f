"""What complaints hold of a person goes when the personal data of their case are erased: at once where the complaint is over,
else when it is. What was decided stays, for the file and for figures."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.common import clock
from portal.complaints.models import Complaint, ComplaintWord, Statement
from portal.complaints.services.deciding import is_in_time_for_second_look
from portal.complaints.services.moving import locked
from portal.complaints.services.telling import key_prefix
from portal.complaints.states import State
from portal.consultations.models import Consultation
from portal.notifications.services.forgetting import forget as forget_messages


def forget_of_case(case: Consultation) -> list[str]:
    """Erase what is over; gives words for what went."""
    over = [complaint for complaint in _kept().filter(consultation=case) if is_over(complaint, clock.now())]
    for complaint in over:
        _erase(complaint)
    return ["complaints"] if over else []


def forget_what_is_over() -> int:
    """Erase complaints of frozen cases that were open when their case was erased; returns how many. Twice does no harm."""
    done = 0
    for complaint in _kept().filter(consultation__frozen_at__isnull=False):
        with transaction.atomic():
            complaint = locked(complaint)
            if complaint.salt and is_over(complaint, clock.now()):
                _erase(complaint)
                done += 1
    return done


def is_over(complaint: Complaint, at: datetime) -> bool:
    """Whether nobody needs its words any more: decided, and no second look can be asked for."""
    if complaint.state != State.DECIDED:
        return False
    return complaint.look == 2 or not is_in_time_for_second_look(complaint, at)


def _kept() -> QuerySet[Complaint]:
    return Complaint.objects.filter(~Q(salt=""), state=State.DECIDED)


def _erase(complaint: Complaint) -> None:
    complaint.text = complaint.salt = complaint.contact = complaint.concerning = ""
    complaint.save(update_fields=["text", "salt", "contact", "concerning"])
    ComplaintWord.objects.filter(complaint=complaint).update(text="", salt="")
    Statement.objects.filter(complaint=complaint).update(text="", question="")
    forget_messages(key_prefix(complaint))
