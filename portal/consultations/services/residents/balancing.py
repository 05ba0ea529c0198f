"""Who should have which case next: topics they know, fewest open, never what is their own, what they keep away from, or a
child's case without the training. Suggestions; a claim asks everything once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation, Leave, Recusal, ResidentStaff
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.querysets import ConsultationQuerySet
from portal.consultations.policies import WrongState, resident_of
from portal.consultations.services.residents import another, claiming
from portal.consultations.states import WITH_RESIDENT

TRIED = 5
"""So many suggestions are tried when others are quicker."""


def takeable_by(staff: ResidentStaff) -> ConsultationQuerySet:
    """The waiting cases that a resident may have, the urgent first, then the oldest."""
    recused = Recusal.objects.filter(consultation=OuterRef("pk")).filter(
        Q(staff=staff) | Q(institution=staff.resident_institution_id)
    )
    found = Consultation.objects.waiting_for_residents().filter(~Exists(recused)).exclude(another.kept_from(staff))
    found = found.exclude(citizen=staff.user_id)
    return found if staff.may_handle_minors else found.exclude(age_band=AgeBand.UNDER_14)


def suggested_for(staff: ResidentStaff) -> ConsultationQuerySet:
    """The same, what is best given to this resident first: urgent, of a topic they know, not better given to a colleague
    on duty who knows it and has fewer open; then the oldest. Two queries."""
    others = ResidentStaff.objects.filter(pk__in=on_duty(clock.now()).values("pk")).exclude(pk=staff.pk)
    lighter = with_open(others).filter(open_now__lt=claiming.open_cases(staff)).values("pk")
    better = ResidentStaff.topics.through.objects.filter(
        topic=OuterRef("topic"), residentstaff__in=Subquery(lighter.values("pk"))
    )
    own_topics = list(staff.topics.values_list("pk", flat=True))
    knows = Case(When(topic__in=own_topics, then=True), default=False, output_field=BooleanField())
    found = takeable_by(staff).annotate(knows_topic=knows, better_given=Exists(better))
    return found.order_by("-is_urgent", "-knows_topic", "better_given", "submitted_at", "pk")


def claim_next(*, by: Actor) -> Consultation:
    """Take what is suggested first. Raises what ``claiming.claim`` raises, WrongState when nothing waits."""
    staff = resident_of(by)
    if staff is None:
        raise PermissionDenied(_("只有驻场人员可以接办。"))
    for case in suggested_for(staff)[:TRIED]:
        try:
            return claiming.claim(case, by=by)
        except WrongState:  # somebody was quicker: the next
            continue
    raise WrongState(_("现在没有等待接办、并且您可以接办的咨询。"))


def able_today() -> QuerySet[ResidentStaff]:
    """Residents to whom cases may be given today, as far as rows say it; a claim asks the directory as well."""
    today = clock.today()
    away = Leave.objects.filter(staff=OuterRef("pk"), begins_on__lte=today, ends_on__gte=today)
    return ResidentStaff.objects.filter(
        ~Exists(away),
        duty=ResidentStaff.Duty.ACTIVE,
        user__is_active=True,
        resident_institution__is_active=True,
    )


def on_duty(at: datetime) -> QuerySet[ResidentStaff]:
    """Who is on duty at a moment: a shift, and nothing that keeps them from work today."""
    return able_today().filter(shifts__begins_at__lte=at, shifts__ends_at__gt=at).distinct()


def with_open(found: QuerySet[ResidentStaff]) -> QuerySet[Any]:
    """Residents with ``open_now``, the number of cases they owe something."""
    owed = Consultation.objects.filter(assigned_to=OuterRef("pk"), state__in=WITH_RESIDENT).order_by()
    counted = owed.values("assigned_to").annotate(count=Count("pk")).values("count")
    return found.annotate(open_now=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)))


def colleagues_for(case: Consultation, *, of_institution: int | None = None) -> QuerySet[ResidentStaff]:
    """To whom a case may be handed over: able today, below their limit, not kept away; those who know its topic first,
    then those with the fewest open. ``of_institution``: of one resident institution alone."""
    recusals = Recusal.objects.filter(consultation=case)
    found = able_today().filter(neighbours.colleagues(case))
    found = found.exclude(pk__in=recusals.values("staff")).exclude(user=case.citizen_id)
    if another.kept_for_another().filter(consultation=case).exists():
        found = found.exclude(pk__in=case.answers.filter(author__isnull=False).values("author"))
    found = found.exclude(resident_institution__in=recusals.filter(institution__isnull=False).values("institution"))
    if case.assigned_to_id is not None:
        found = found.exclude(pk=case.assigned_to_id)
    if of_institution is not None:
        found = found.filter(resident_institution=of_institution)
    if case.age_band == AgeBand.UNDER_14:
        found = found.filter(may_handle_minors=True)
    knows = Exists(ResidentStaff.topics.through.objects.filter(residentstaff=OuterRef("pk"), topic=case.topic_id))
    found = with_open(found).filter(open_now__lt=F("most_open")).annotate(knows_topic=knows)
    found = found.select_related("staff_code", "user", "resident_institution")
    return found.order_by("-knows_topic", "open_now", "staff_code")
