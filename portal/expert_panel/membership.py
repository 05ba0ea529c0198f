"""Who is of the panel today, and who of it may have a case or an answer: never their own, their institution's, nor what they
have an interest in (articles 25, 27)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cms.directory.models import Affiliation
from portal.common import clock
from portal.consultations.models import Answer, Consultation, ConsultationEvent, Recusal, ResidentStaff
from portal.consultations.models.choices import ActorKind
from portal.consultations.services.case.telling import BACKEND
from portal.expert_panel.models import AnswerReview, ExpertReferral, PanelMember, PanelTerm, ReferralState

REVIEW = "expert_panel.review_answer"
KEEP = "expert_panel.keep_panel"


def active_members(on: date) -> QuerySet[PanelMember]:
    """Who is of the panel on a day: a term, an active account, the role."""
    term = PanelTerm.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), member=OuterRef("pk"), begins_on__lte=on
    )
    able = get_user_model().objects.with_perm(REVIEW, backend=BACKEND)
    return PanelMember.objects.filter(Exists(term), user__in=able.values("pk"))


def member_of(user: Any) -> PanelMember | None:
    """The member that an account is today; None for others, citizens and visitors too."""
    if not getattr(user, "is_active", False) or not user.has_perm(REVIEW):
        return None
    return active_members(clock.today()).filter(user=user).select_related("user").first()


def candidates(case: Consultation) -> list[PanelMember]:
    """Who may have a case or an answer of it: those who know its topic first, then those with the fewest open, then by
    number. The accounts come along."""
    topics = PanelMember.topics.through.objects.filter(panelmember=OuterRef("pk"), topic=case.topic_id)
    knows: Any = Exists(topics) if case.topic_id else Value(False, output_field=BooleanField())
    found = _uninvolved(active_members(clock.today()), case).annotate(knows_topic=knows, open_now=_open_now())
    rows = found.select_related("user", "institution", "practitioner").order_by("-knows_topic", "open_now", "pk")
    told = _flat(f"{case.other_side}\n{case.question}")
    return [member for member in rows if not _is_spoken_of(member, told)]


def is_clear(member: PanelMember, case: Consultation) -> bool:
    """Whether a member may still have a case: asked anew when they open it."""
    found = _uninvolved(active_members(clock.today()), case).filter(pk=member.pk)
    row = found.select_related("institution", "practitioner").first()
    return row is not None and not _is_spoken_of(row, _flat(f"{case.other_side}\n{case.question}"))


def _uninvolved(found: QuerySet[PanelMember], case: Consultation) -> QuerySet[PanelMember]:
    """Without the citizen, who ever had the case, who keeps away, and everybody of their institutions."""
    people = _holders(case)
    homes = set(people.values_list("resident_institution__institution", flat=True))
    recused = Recusal.objects.filter(consultation=case)
    homes |= set(recused.filter(institution__isnull=False).values_list("institution__institution", flat=True))
    users = {case.citizen_id, case.entered_by_id}
    users |= set(people.values_list("user", flat=True)) | set(recused.values_list("staff__user", flat=True))
    at_home = Affiliation.objects.current_on(clock.today()).filter(
        institution__in=homes, practitioner=OuterRef("practitioner")
    )
    return (
        found.exclude(user__in=users - {None})
        .exclude(institution__in=homes)
        .exclude(user__institution__in=homes)
        .exclude(user__resident__resident_institution__institution__in=homes)
        .exclude(recusals__consultation=case)
        .filter(~Exists(at_home))
    )


def _holders(case: Consultation) -> QuerySet[ResidentStaff]:
    """Every resident who has or had a hand in a case: holders, authors, who asked for an expert."""
    acted = ConsultationEvent.objects.filter(consultation=case, actor_kind=ActorKind.RESIDENT).values("actor_ref")
    authors = Answer.objects.filter(consultation=case, author__isnull=False).values("author")
    asked = ExpertReferral.objects.filter(consultation=case).values("asked_by")
    return ResidentStaff.objects.filter(
        Q(pk=case.assigned_to_id) | Q(pk__in=authors) | Q(pk__in=asked) | Q(staff_code__code__in=acted)
    )


def _open_now() -> Any:
    referrals = ExpertReferral.objects.filter(expert=OuterRef("pk"), state=ReferralState.FORWARDED)
    reviews = AnswerReview.objects.filter(expert=OuterRef("pk"), done_at__isnull=True, ended_at__isnull=True)
    return _counted(referrals) + _counted(reviews)


def _counted(rows: QuerySet[Any]) -> Any:
    one = rows.order_by().values("expert").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(one, output_field=IntegerField()), Value(0))


def _is_spoken_of(member: PanelMember, told: str) -> bool:
    """Whether the case names the member, or where they work: an interest, until somebody shows otherwise."""
    return any(len(name) >= 2 and name in told for name in _names(member))


def _names(member: PanelMember) -> Iterable[str]:
    if member.practitioner is not None:
        yield _flat(member.practitioner.name)
    if member.institution is not None:
        yield _flat(member.institution.name)


def _flat(text: str) -> str:
    return "".join(text.split())
