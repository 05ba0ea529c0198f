"""The cases of those under 14: each person of the staff is let in by name, by who may approve it, and the record says so."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.actors import Signature
from portal.consultations.models import Consultation, MinorOpening
from portal.consultations.models.choices import ActorKind, AgeBand
from portal.consultations.models.querysets import APPROVE_OPENING, MODERATE, SUPERVISE, ConsultationQuerySet
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.case.telling import BACKEND
from portal.consultations.states import OPEN, State
from portal.notifications.services import notify

LET_IN = "minor_opening"
"""The event of the record."""
_WORKED_ON = (*OPEN, State.ANSWERED, State.REFUSED)


def minors_cases() -> ConsultationQuerySet:
    """The cases of those under 14 that somebody works on. Who may approve sees number, state and holder, and no text."""
    return (
        Consultation.objects.filter(age_band=AgeBand.UNDER_14, state__in=_WORKED_ON)
        .select_related("assigned_to__staff_code", "topic")
        .defer("question", "other_side", "wanted")
        .order_by("-is_urgent", "submitted_at", "pk")
    )


def holders_waiting() -> ConsultationQuerySet:
    """Those whose holder waits to be let in."""
    opened = MinorOpening.objects.filter(consultation=OuterRef("pk"), user=OuterRef("assigned_to__user"))
    return minors_cases().filter(~Exists(opened), assigned_to__isnull=False)


def let_in(case: Consultation, user: Any, *, by: Any) -> MinorOpening:
    """Let one person open the case: its holder, a moderator, a supervisor.

    Raises PermissionDenied, ValidationError for who would have nothing to do there or asked the question themselves.
    """
    if by is None or not by.is_active or not by.has_perm(APPROVE_OPENING):
        raise PermissionDenied(_("您没有批准查阅的权限。"))
    with transaction.atomic():
        case = locked(case)
        if case.age_band != AgeBand.UNDER_14:
            raise ValidationError(_("这件咨询不需要批准查阅。"))
        is_holder = case.assigned_to is not None and case.assigned_to.user_id == user.pk
        of_the_portal = user.has_perm(MODERATE) or user.has_perm(SUPERVISE)
        if not is_holder and not of_the_portal and not neighbours.parties(user, case):
            raise ValidationError({"user": _("只能批准办理人、承办专家、平台审核员或者监督员查阅。")})
        if case.citizen_id == user.pk:
            raise ValidationError({"user": _("这是此人自己提出的咨询。")})
        opening, is_new = MinorOpening.objects.get_or_create(
            consultation=case, user=user, defaults={"approved_by": by, "at": clock.now()}
        )
        if is_new:
            signature = Signature(ActorKind.SUPERVISOR, str(by.pk))
            write_event(case, LET_IN, signature, at=clock.now(), content={"account": user.pk})
            notify([user], _("您可以查阅一件未成年人的咨询。"), url=case.workbench_url)
    return opening


def staff_to_let_in() -> QuerySet[Any]:
    """Moderators, supervisors and whom the rooms name: those who may be let in beside a holder."""
    users = get_user_model().objects
    moderators = users.with_perm(MODERATE, backend=BACKEND).values("pk")
    supervisors = users.with_perm(SUPERVISE, backend=BACKEND).values("pk")
    found = Q(pk__in=moderators) | Q(pk__in=supervisors)
    for people in neighbours.to_let_in():
        found |= Q(pk__in=people.values("pk"))
    return users.filter(found).order_by("username")


def waiting_for_leave(user: Any) -> QuerySet[Consultation]:
    """What a resident holds and may not open yet."""
    opened = MinorOpening.objects.filter(consultation=OuterRef("pk"), user=user)
    return Consultation.objects.filter(
        ~Exists(opened), assigned_to__user=user, age_band=AgeBand.UNDER_14, state__in=_WORKED_ON
    ).order_by("submitted_at")
