"""Who is told of a complaint, in the transaction of the act. No words here name a matter or a person."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.citizens.bounds import TooOften, count_use
from portal.common import clock
from portal.complaints.models import HANDLE, Complaint, Statement
from portal.consultations.citizen_texts import Told
from portal.consultations.models.querysets import MODERATE, SUPERVISE, SUPPORT
from portal.consultations.services.case.telling import BACKEND, NEWS_FOR, TO_ONE_ADDRESS, tell_citizen, tell_supervisors
from portal.consultations.services.citizen.recovering import contact_of
from portal.notifications.services import notify, tell
from portal.notifications.texts import MessageText, register_text

logger = logging.getLogger(__name__)
NEWS = "complaint.news"
LIST_URL = "/workbench/complaints/"


def register_texts() -> None:
    """Make the text known that goes to a phone or a mailbox; called from ``AppConfig.ready``."""
    words = gettext_lazy("您提交的内容有了进展，请在方便时凭编号查看。")
    end = gettext_lazy("这封邮件由系统发出，请不要回复。")
    register_text(
        MessageText(
            code=NEWS,
            label=gettext_lazy("投诉有进展"),
            sms=words,
            subject=gettext_lazy("您有一条新消息"),
            body=f"{words}\n\n{end}",
        )
    )


def tell_complainant(complaint: Complaint) -> None:
    """Tell of news: by the ways of the case, or by the contact that was left. Called after the act is on record."""
    if complaint.consultation is not None:
        tell_citizen(complaint.consultation, Told.HANDLED)
        return
    if not complaint.contact or complaint.is_shut:
        return
    try:
        contact = contact_of(complaint.contact)
        count_use(TO_ONE_ADDRESS, f"{contact.kind}:{contact.address}", clock.now())
    except (ValidationError, TooOften):
        logger.warning("complaint %s: nothing was sent to its contact", complaint.pk)
        return
    occasion = f"{key_prefix(complaint)}{complaint.look}.{complaint.state}.{complaint.words.count()}"
    tell(contact, NEWS, key=occasion, expires_at=clock.now() + NEWS_FOR)


def key_prefix(complaint: Complaint) -> str:
    """What the keys of all that was sent outside about a complaint begin with."""
    return f"complaint:{complaint.pk}:"


def who_may_take(complaint: Complaint) -> list[Any]:
    """Whom a waiting complaint waits for: moderators, without any the supervisors."""
    for permission in (MODERATE, SUPERVISE):
        people: QuerySet[Any] = get_user_model().objects.with_perm(HANDLE, backend=BACKEND).order_by("pk")
        found = [
            person
            for person in people
            if person.has_perm(permission)
            and Complaint.objects.may_be_taken_by(person).filter(pk=complaint.pk).exists()
        ]
        if found:
            return found
    return []


def tell_who_may_take(complaint: Complaint, words: str) -> None:
    """Tell them; where nobody is left, supervisors are told that somebody is needed, and nothing else of it."""
    people = who_may_take(complaint)
    if people:
        notify(people, words, url=complaint.workbench_url, urgent=complaint.is_urgent)
    else:
        tell_supervisors(_("有一件投诉没有可以办理的人，请安排一位没有参与过的工作人员。"), LIST_URL)


def tell_handler(complaint: Complaint, words: str) -> None:
    """Tell whoever has it."""
    if complaint.handler is not None:
        notify([complaint.handler], words, url=complaint.workbench_url)


def tell_other_side(statement: Statement, words: str) -> None:
    """Tell who was asked for a statement."""
    if statement.asked is not None:
        notify([statement.asked], words, url=statement.workbench_url)
        return
    office = get_user_model().objects.with_perm(SUPPORT, backend=BACKEND)
    notify(office.filter(institution=statement.institution), words, url=statement.workbench_url)
