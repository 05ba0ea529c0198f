"""Complaints, made through their own services."""

from __future__ import annotations

import itertools
from typing import Any

from portal.accounts.models import User
from portal.complaints.models import Complaint
from portal.complaints.policies import Follower
from portal.complaints.services import deciding, filing, handling
from portal.consultations.models import Consultation
from tests.consultations import builders

_numbers = itertools.count(1)
TEXT = "律师一直没有回答我的问题，希望换人再看一次。"
FOUNDED = deciding.Found(
    outcome="founded",
    cause="incomplete",
    explanation="核实后，答复确实没有回答您的第二个问题。",
    remedies=["explained"],
)
NOT_FOUNDED = deciding.Found(outcome="not_founded", cause="none", explanation="核实后，没有发现所说的问题。")


def written(**values: Any) -> filing.Written:
    """A complaint as it was typed; each call is another."""
    given = {"about": "portal", "text": TEXT, "submission_key": f"key-{next(_numbers)}", "has_consented": True}
    return filing.Written(**(given | values))


def filed(**values: Any) -> Complaint:
    """A complaint without a case."""
    return filing.file_complaint(written(**values), network=f"192.0.2.{next(_numbers) % 250}")[0]


def of_case(case: Consultation, **values: Any) -> Complaint:
    """A complaint of the case's citizen."""
    return filing.complain_of_case(case, written(**values), by=builders.asker(case))


def of_resident(case: Consultation, **values: Any) -> Complaint:
    """A complaint about who answered a case."""
    author = case.answers.order_by("pk").first().author
    return of_case(case, about="resident", staff_code=author.code, **values)


def follower(complaint: Complaint) -> Any:
    """Who complained, as services know them."""
    case = complaint.consultation
    return builders.asker(case) if case is not None else Follower(frozenset({complaint.number}))


def taken(complaint: Complaint, handler: User | None = None) -> Complaint:
    """A complaint in somebody's hands."""
    return handling.take(complaint, by=handler or builders.person("moderator"))


def decided(complaint: Complaint, found: deciding.Found = NOT_FOUNDED, handler: User | None = None) -> Complaint:
    """A complaint with its result."""
    held = taken(complaint, handler)
    deciding.decide(held, found, by=held.handler)
    return Complaint.objects.get(pk=complaint.pk)
