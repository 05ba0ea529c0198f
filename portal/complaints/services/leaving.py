"""What a complaint leaves for figures when it is purged, with its case or by itself; and letting go of what was told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db.models import Q

from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint, Decision, PurgedComplaint, Statement
from portal.consultations.services.intake.numbers import is_staff_code
from portal.notifications.models import Notification

Figures = Mapping[str, str | int | bool | None]
_more: dict[str, Callable[[Complaint], Figures]] = {}


def register_figures(name: str, figures: Callable[[Complaint], Figures]) -> None:
    """Let a room leave figures of its own: they lie in ``PurgedComplaint.more[name]``. Codes and numbers alone, no words and
    no day; called from ``AppConfig.ready``, asked with the complaint just before it goes."""
    _more[name] = figures


def leave_figures(complaint: Complaint) -> PurgedComplaint:
    """Write down what figures count of a complaint that is about to go: its last result, codes, months."""
    case = complaint.consultation
    last = Decision.objects.filter(complaint=complaint).order_by("-look").first()
    return PurgedComplaint.objects.create(
        filed_month=_month(complaint.filed_at),
        decided_month=_month(last.decided_at) if last is not None else None,
        about=complaint.about,
        outcome=last.outcome if last is not None else "",
        cause=last.cause if last is not None else "",
        was_late=last is not None and last.was_late,
        staff_code=complaint.staff_code if is_staff_code(complaint.staff_code) else "",
        institution_id=complaint.institution_id,
        topic=case.topic.code if case is not None and case.topic is not None else "",
        channel=case.channel if case is not None else "",
        more={name: dict(figures(complaint)) for name, figures in _more.items()},
    )


def forget_notices(complaint: Complaint) -> None:
    """Delete what the staff was told of a complaint: its addresses hold the number, and no key."""
    told = Q(url__contains=complaint.number)
    for statement in Statement.objects.filter(complaint=complaint):
        told |= Q(url=statement.workbench_url)
    Notification.objects.filter(told).delete()


def _month(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date().replace(day=1)
