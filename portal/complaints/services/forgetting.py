"""What complaints hold of a person goes when the personal data of their case are erased: at once where the complaint is over,
else when it is. What was decided stays, for the file and for figures. The contact that was left with a complaint without a case
goes as soon as nobody needs it: article 32 keeps what was written and decided, not how to reach somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.common import clock
from portal.common.encryption import is_written
from portal.complaints.models import Complaint, ComplaintSettings, ComplaintWord, Statement
from portal.complaints.services.deciding import is_in_time_for_second_look
from portal.complaints.services.moving import locked
from portal.complaints.services.telling import key_prefix
from portal.complaints.states import State
from portal.consultations.models import Consultation
from portal.consultations.services.case.telling import NEWS_FOR
from portal.notifications.services.forgetting import forget as forget_messages

AT_ONCE = 200


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


def forget_contacts(now: datetime) -> int:
    """Forget the contacts of complaints that are over and whose last news was sent or is news no more, but for those under a
    hold; returns how many. What was sent there goes, too. Twice does no harm."""
    held = Complaint.objects.filter(legal_holds__isnull=False, legal_holds__released_at__isnull=True)
    found = _over_with_a_contact(now).exclude(pk__in=held.values("pk"))
    done = 0
    for key in found.order_by("decided_at").values_list("pk", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            complaint = locked(Complaint.objects.get(pk=key))
            if complaint.contact and is_over(complaint, now) and not held.filter(pk=key).exists():
                complaint.contact = ""
                complaint.save(update_fields=["contact"])
                forget_messages(key_prefix(complaint))
                done += 1
    return done


def _over_with_a_contact(now: datetime) -> QuerySet[Complaint]:
    first = Q(look=1, decided_at__lt=now - timedelta(days=ComplaintSettings.load().second_look_days))
    decided = Complaint.objects.filter(is_written("contact"), state=State.DECIDED, decided_at__lt=now - NEWS_FOR)
    return decided.filter(first | Q(look=2))


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
